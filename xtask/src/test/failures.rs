//! Which tests failed and what they said, read from what was printed. The summary repeats it: of a long output it is the
//! end that is kept.
//!
//! All of it stands in the logs already, which are searched for secrets.

/// Of one message, and of one suite's lines. Who needs more has the log.
const LINES_OF_A_MESSAGE: usize = 6;
const FAILURES_OF_A_SUITE: usize = 20;
const LONGEST_LINE: usize = 240;

/// Each with the first lines of its message: of Rust's own test runner, and of those that print like it.
pub(super) fn of_cargo(output: &str) -> Vec<String> {
    let mut failures = Vec::new();
    let mut program = Vec::new();
    for line in output.lines() {
        if line.starts_with("test result: ") {
            failures.extend(names(&program).map(|name| with_message(name, &program)));
            program.clear();
        } else {
            program.push(line);
        }
    }
    shortened(failures)
}

/// XCTest and Swift Testing say all of it in single lines, and so does the compiler.
pub(super) fn of_swift(output: &str) -> Vec<String> {
    shortened(lines_with(
        output,
        &["' failed (", ": error: ", " recorded an issue at ", ") failed after "],
    ))
}

/// The campaign's classes of failures and what it left behind, the samples, and what schemathesis heads its complaints with.
pub(super) fn of_script(output: &str) -> Vec<String> {
    let marks = [
        ": FAILED: ",
        " such as --suite ",
        ": left behind: ",
        "never successful: ",
        "____ ",
    ];
    shortened(lines_with(output, &marks))
}

/// Programs that were killed or ended themselves: they say neither which test it was nor how many had passed.
pub(super) fn programs_without_a_result(output: &str) -> u64 {
    let count = |start: &str| output.lines().filter(|line| line.starts_with(start)).count() as u64;
    let failed = count("error: test failed, to rerun pass ") + count("error: doctest failed, to rerun pass ");
    failed.saturating_sub(count("test result: FAILED"))
}

/// The list that a test program ends with.
fn names<'a>(program: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let list = program.iter().rposition(|line| *line == "failures:");
    let listed = list.map_or(&[][..], |at| &program[at + 1..]);
    let names: Vec<_> = listed.iter().map_while(|line| line.strip_prefix("    ")).collect();
    names.into_iter()
}

fn with_message(name: &str, program: &[&str]) -> String {
    let mut note = name.to_owned();
    for line in message(name, program) {
        note += "\n        ";
        note += line;
    }
    note
}

/// What a test printed is headed by its name. Where nothing was captured there is the panic alone, somewhere before.
fn message<'a>(name: &str, program: &[&'a str]) -> Vec<&'a str> {
    let headings = [format!("---- {name} stdout ----"), format!("---- {name} ----")];
    let panic = format!("thread '{name}' ");
    let is_panic = |line: &str| line.starts_with("thread '") && line.contains(" panicked at ");
    let said: Vec<&str> = match program
        .iter()
        .position(|line| headings.iter().any(|heading| heading == line))
    {
        Some(at) => {
            let block = program[at + 1..].iter();
            block
                .copied()
                .take_while(|line| !line.starts_with("---- ") && *line != "failures:")
                .collect()
        }
        None => {
            let at = program
                .iter()
                .position(|line| line.starts_with(&panic) && is_panic(line));
            at.map_or_else(Vec::new, |at| program[at..].to_vec())
        }
    };
    let start = said.iter().position(|line| is_panic(line)).unwrap_or(0);
    said[start..]
        .iter()
        .copied()
        .take_while(|line| !line.starts_with("stack backtrace:") && !line.starts_with("note: "))
        .filter(|line| !line.trim().is_empty())
        .take(LINES_OF_A_MESSAGE)
        .collect()
}

fn lines_with(output: &str, marks: &[&str]) -> Vec<String> {
    let marked = output
        .lines()
        .filter(|line| marks.iter().any(|mark| line.contains(mark)));
    marked.map(|line| line.trim().to_owned()).collect()
}

/// One failure can be the cause of a thousand, and of lines without an end.
fn shortened(mut failures: Vec<String>) -> Vec<String> {
    let more = failures.len().saturating_sub(FAILURES_OF_A_SUITE);
    failures.truncate(FAILURES_OF_A_SUITE);
    for failure in &mut failures {
        let lines = failure
            .lines()
            .map(|line| line.chars().take(LONGEST_LINE).collect::<String>());
        *failure = lines.collect::<Vec<_>>().join("\n");
    }
    if more > 0 {
        failures.push(format!("and {more} more"));
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPTURED: &str = "
running 3 tests
test a::pays ... ok
test a::waits ... FAILED
test b::leaves ... FAILED

failures:

---- a::waits stdout ----
what the test printed before

thread 'a::waits' (41) panicked at core/src/a.rs:5:9:
assertion `left == right` failed: too late
  left: 1
 right: 2
stack backtrace:
   0: __rustc::rust_begin_unwind

---- b::leaves stdout ----
Error: \"gone\"

failures:
    a::waits
    b::leaves

test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s

error: test failed, to rerun pass `-p checkout-core --lib`
";

    #[test]
    fn a_failed_test_is_named_with_what_it_panicked_with() {
        assert_eq!(
            of_cargo(CAPTURED),
            [
                "a::waits\n        thread 'a::waits' (41) panicked at core/src/a.rs:5:9:\n        \
                 assertion `left == right` failed: too late\n          left: 1\n         right: 2",
                "b::leaves\n        Error: \"gone\"",
            ]
        );
    }

    #[test]
    fn programs_that_passed_name_nobody() {
        let passed = "test a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert!(of_cargo(passed).is_empty());
        assert_eq!(of_cargo(&format!("{passed}{CAPTURED}{passed}")).len(), 2);
        assert!(of_cargo("").is_empty());
    }

    #[test]
    fn what_was_not_captured_is_found_before() {
        let output = "thread 'other' (1) panicked at x.rs:1:1:\nmeant\nnote: run with\n\
            thread 'finds' (2) panicked at y.rs:2:2:\nat End: card number 1\nnote: run with\n\
            failures:\n\nfailures:\n    finds\n\ntest result: FAILED. 0 passed; 1 failed\n";
        assert_eq!(
            of_cargo(output),
            ["finds\n        thread 'finds' (2) panicked at y.rs:2:2:\n        at End: card number 1"]
        );
    }

    #[test]
    fn a_runner_of_another_library_prints_no_stdout_and_is_read_as_well() {
        let output = "failures:\n\n---- new-card ----\nexpected 0, was 5\n\n\nfailures:\n    new-card\n\n\
            test result: FAILED. 0 passed; 1 failed\n";
        assert_eq!(of_cargo(output), ["new-card\n        expected 0, was 5"]);
    }

    #[test]
    fn a_program_that_was_killed_is_not_overlooked_beside_one_that_failed() {
        assert_eq!(programs_without_a_result(CAPTURED), 0);
        let killed = format!("{CAPTURED}error: test failed, to rerun pass `-p checkout-cli --test it`\n");
        assert_eq!(programs_without_a_result(&killed), 1);
    }

    #[test]
    fn swift_and_the_scripts_say_it_in_a_line() {
        let swift = "Test Case 'FlowTests.testPays' passed (0.1 seconds)\nTest Case 'FlowTests.testWaits' failed (0.1 seconds)\n\
            ✘ Test pays() recorded an issue at KitTests.swift:3:1: Expectation failed\n";
        assert_eq!(of_swift(swift).len(), 2);
        let torture = "hostile: 2 × wrong, such as --suite hostile --case \"x\"\ntorture: 9 cases\n";
        assert_eq!(
            of_script(torture),
            ["hostile: 2 × wrong, such as --suite hostile --case \"x\""]
        );
        assert_eq!(
            of_script("python: passed\nphp: FAILED: no key\n"),
            ["php: FAILED: no key"]
        );
    }

    #[test]
    fn what_does_not_end_is_cut() {
        let long = format!("php: FAILED: {}\n", "x".repeat(1000)).repeat(30);
        let failures = of_script(&long);
        assert_eq!((failures.len(), failures[0].len()), (21, 240));
        assert_eq!(failures[20], "and 10 more");
    }
}
