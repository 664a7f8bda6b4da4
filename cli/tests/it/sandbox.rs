//! `checkout sandbox`, started and stopped as a person would.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use checkout_sandbox::SandboxConfig;

use crate::shop::{Shop, checkout};

struct Running {
    child: Child,
    introduction: String,
    /// Held open, as a terminal would be.
    _stdout: BufReader<ChildStdout>,
}

impl Running {
    fn start(args: &[&str]) -> Running {
        let mut command = checkout(&["sandbox"]).args(args).into_command();
        // As it is called when it is installed.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::arg0(&mut command, "checkout");
        Self::of(command)
    }

    fn of(mut command: std::process::Command) -> Running {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut introduction = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        while !introduction.contains("/_sandbox/state") {
            assert_ne!(
                stdout.read_line(&mut introduction).unwrap(),
                0,
                "it ended: {introduction}"
            );
        }
        Running {
            child,
            introduction,
            _stdout: stdout,
        }
    }

    /// What stands behind a label of the introduction.
    fn value(&self, label: &str) -> &str {
        let line = self
            .introduction
            .lines()
            .find_map(|line| line.trim().strip_prefix(label));
        line.unwrap_or_else(|| panic!("no {label} in {}", self.introduction))
            .trim()
    }

    /// What a person would paste into a shell, and what the shell then says.
    #[cfg(unix)]
    fn paste_what_to_try(&self) -> String {
        let (_, to_try) = self.introduction.split_once("Try next").unwrap();
        let commands = to_try.lines().filter_map(|line| line.strip_prefix("    "));
        let commands: Vec<_> = commands.collect();
        let binary = std::path::Path::new(env!("CARGO_BIN_EXE_checkout"));
        let path = std::env::join_paths(
            std::iter::once(binary.parent().unwrap().to_owned())
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let shell = std::process::Command::new("sh")
            .args(["-uc", &commands.join("\n")])
            .env("PATH", path.unwrap())
            .output()
            .unwrap();
        let stderr = String::from_utf8(shell.stderr).unwrap();
        assert!(!stderr.contains("not found") && !stderr.contains("rror"), "{stderr}");
        String::from_utf8(shell.stdout).unwrap()
    }

    /// Stops it with a signal; returns the exit status and stderr.
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let kill = std::process::Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        let patience = Instant::now() + Duration::from_secs(60);
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if Instant::now() > patience => panic!("it does not stop"),
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        (status.code(), stderr)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        let _ = self.child.kill();
    }
}

#[test]
#[cfg(unix)]
fn it_says_what_to_know_serves_and_stops_gracefully() {
    for signal in ["-INT", "-TERM"] {
        let sandbox = Running::start(&[]);
        let url = sandbox.value("API host").to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        assert!(sandbox.value("API key").starts_with("sk_"));
        assert!(
            sandbox
                .introduction
                .contains("5200 0000 0000 1005  MASTERCARD  020      0")
        );

        let options = [
            "status",
            "--payment-intent",
            "pi_unknown",
            "--api-url",
            &url,
            "--allow-insecure-loopback",
        ];
        let answered = checkout(&options).args(&["--json"]).run();
        assert_eq!(answered.in_short(), "7770 Unknown PaymentIntentNotFound");

        let (exit, stderr) = sandbox.stop(signal);
        assert_eq!(exit, Some(0), "{stderr}");
    }
}

#[test]
#[cfg(unix)]
fn what_it_says_to_try_works_as_it_stands() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("the authority's certificate.pem");
    for options in [&[][..], &["--tls", "--ca-cert-out", file.to_str().unwrap()]] {
        let sandbox = Running::start(options);
        let said = sandbox.paste_what_to_try();
        let (results, state) = said.split_once('{').unwrap();
        let expected = [
            "0 Successful, Charged",
            "0 Successful, Charged",
            "ConfirmedByIntent",
            "5 Declined, NotCharged",
            "Declined",
            "0 Successful, NotCharged",
            "0 Successful, Charged",
        ];
        let results: Vec<_> = results.lines().collect();
        assert_eq!(results.len(), expected.len(), "{said}");
        for (result, expected) in results.iter().zip(expected) {
            assert!(result.starts_with(expected), "{said}");
        }
        let state: serde_json::Value = serde_json::from_str(&format!("{{{state}")).unwrap();
        assert_eq!(state["paymentIntents"].as_array().unwrap().len(), 4);
        sandbox.stop("-INT");
    }
}

#[test]
#[cfg(unix)]
fn it_names_every_card_and_token_and_fits_a_terminal() {
    let sandbox = Running::start(&["--port", "0"]);
    let shown = &sandbox.introduction;
    for card in checkout_sandbox::test_cards() {
        assert!(shown.replace(' ', "").contains(card.number), "{}", card.number);
    }
    for known in checkout_sandbox::test_wallet_tokens() {
        assert!(shown.contains(known.token), "{}", known.token);
    }
    for line in shown.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let url = sandbox.value("API host");
    assert_eq!(sandbox.value("OpenAPI"), format!("{url}/openapi.json"));
    assert_eq!(sandbox.value("Dashboard"), format!("{url}/ in a browser"));
}

#[tokio::test]
#[cfg(unix)]
async fn a_data_file_outlives_a_kill_and_has_one_owner() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("shop.db");
    let config = SandboxConfig {
        data: Some(file.clone()),
        ..SandboxConfig::default()
    };
    let shop = Shop::with(config).await;
    let intent = shop.intent();
    shop.sandbox.shutdown().await;

    let data = ["--data", file.to_str().unwrap()];
    let _ = Running::start(&data).stop("-KILL");
    let sandbox = Running::start(&data);
    let second = checkout(&["sandbox"]).args(&data).run();
    assert_ne!(second.exit, 0);
    assert_eq!(
        second.stderr.matches("another sandbox is using it").count(),
        1,
        "said once: {}",
        second.stderr
    );

    let url = sandbox.value("API host").to_owned();
    let options = ["status", "--payment-intent", &intent, "--api-url", &url];
    let answered = checkout(&options).args(&["--allow-insecure-loopback", "--json"]).run();
    assert_eq!(answered.in_short(), "99 Unknown NotCompleted", "known, and not paid");
}

#[test]
#[cfg(unix)]
fn with_tls_the_authority_is_written_where_it_was_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ca.pem");
    let file = file.to_str().unwrap();
    let sandbox = Running::start(&["--tls", "--ca-cert-out", file]);
    assert_eq!(sandbox.value("CA certificate"), file);
    let url = sandbox.value("API host").to_owned();
    assert!(url.starts_with("https://localhost:"), "{url}");
    let options = [
        "status",
        "--payment-intent",
        "pi_unknown",
        "--api-url",
        &url,
        "--ca-cert",
        file,
        "--json",
    ];
    assert_eq!(
        checkout(&options).run().in_short(),
        "7770 Unknown PaymentIntentNotFound"
    );
    sandbox.stop("-INT");
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let refused = checkout(&["sandbox", "--port", &port]).run();
    assert_eq!(refused.exit, 1);
    assert!(refused.stderr.contains("cannot listen on"), "{}", refused.stderr);
    assert_eq!(refused.stderr.matches("in use").count(), 1, "{}", refused.stderr);
}

/// A file system that is full, as far as this process is concerned.
#[test]
#[cfg(unix)]
fn a_full_disk_is_told_without_being_asked_and_nothing_is_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("shop.db");
    let limited = r#"trap '' XFSZ; ulimit -f 64; exec "$0" sandbox --data "$1""#;
    let mut command = std::process::Command::new("sh");
    command.args(["-c", limited, env!("CARGO_BIN_EXE_checkout"), file.to_str().unwrap()]);
    let sandbox = Running::of(command);
    let url = sandbox.value("API host").to_owned();
    let order = serde_json::json!({ "amount": { "value": 1, "currencyCode": "GBP" }, "reference": "x",
        "description": "x".repeat(4000) });
    let order = order.to_string();
    let created = |count: usize| -> Vec<String> {
        let statuses = (0..count).map(|_| {
            let curl = std::process::Command::new("curl")
                .args([
                    "-sS",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}",
                    &format!("{url}/payment-intents"),
                ])
                .args([
                    "-H",
                    "Version: 2022-04-07",
                    "-H",
                    "Authorization: Basic sk_sandbox_local",
                ])
                .args(["-H", "Content-Type: application/json", "-d", &order])
                .output();
            String::from_utf8(curl.unwrap().stdout).unwrap()
        });
        statuses.collect()
    };
    let statuses = created(40);
    let acknowledged = statuses.iter().filter(|status| *status == "200").count();
    assert!((1..40).contains(&acknowledged), "{statuses:?}");
    assert!(
        statuses.iter().all(|status| status == "200" || status == "500"),
        "{statuses:?}"
    );
    let state = std::process::Command::new("curl")
        .args(["-sS", &format!("{url}/_sandbox/state")])
        .output();
    let state: serde_json::Value = serde_json::from_slice(&state.unwrap().stdout).unwrap();
    assert_eq!(state["paymentIntents"].as_array().unwrap().len(), acknowledged);
    let (_, stderr) = sandbox.stop("-KILL");
    assert!(stderr.contains("cannot write the data file"), "{stderr}");

    let again = Running::start(&["--data", file.to_str().unwrap()]);
    let url = again.value("API host").to_owned();
    let state = std::process::Command::new("curl")
        .args(["-sS", &format!("{url}/_sandbox/state")])
        .output();
    let state: serde_json::Value = serde_json::from_slice(&state.unwrap().stdout).unwrap();
    assert_eq!(state["paymentIntents"].as_array().unwrap().len(), acknowledged);
}
