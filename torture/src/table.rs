//! The table that the campaign ends in, and the line it leaves for the summary of the tests.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::campaign::Tally;

const HEADINGS: [&str; 9] = [
    "suite", "cases", "charges", "double", "wrong", "lost", "leaks", "slowest", "took",
];

/// Prints a row for each suite, and below the table what failed by class.
pub(crate) fn print(tallies: &[Tally]) {
    println!();
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(tallies.iter().map(row));
    if tallies.len() > 1 {
        rows.push(row(&sum(tallies)));
    }
    let widths: Vec<usize> = (0..HEADINGS.len())
        .map(|column| rows.iter().map(|row| row[column].len()).max().unwrap_or(0))
        .collect();
    for row in rows {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
        println!("{}", cells.collect::<Vec<_>>().join("  "));
    }
    println!();
    for tally in tallies {
        if let Some(dearest) = tally.dearest {
            println!(
                "{}: the dearest took {} longer than without the fault",
                tally.name,
                seconds(dearest)
            );
        }
        for note in &tally.notes {
            println!("{}: {note}", tally.name);
        }
        for (class, (count, example)) in &tally.classes {
            println!(
                "{}: {count} × {class}, such as --suite {} --case \"{example}\"",
                tally.name, tally.name
            );
        }
        for leak in &tally.leaks {
            println!("{}: left behind: {leak}", tally.name);
        }
    }
}

/// Prints the last line, leaves the report, and says whether all is well.
pub(crate) fn close(tallies: &[Tally], report: Option<&Path>) -> Result<bool> {
    let all = sum(tallies);
    let failed = all.failed + all.leaks.len();
    let line = format!(
        "torture: {} cases in {} suites, {} charges, {} double charges, {} wrong results, {} lost, {} leaks; slowest {}",
        all.cases,
        tallies.len(),
        all.charges,
        all.doubles,
        all.wrong,
        all.lost,
        all.leaks.len(),
        seconds(all.slowest.0)
    );
    if let Some(report) = report {
        let json = serde_json::json!({ "line": line });
        std::fs::write(report, json.to_string()).with_context(|| format!("cannot write {}", report.display()))?;
    }
    println!("{line}");
    println!("{} passed, {failed} failed", all.cases - all.failed);
    Ok(failed == 0 && all.cases > 0)
}

fn row(tally: &Tally) -> [String; 9] {
    [
        tally.name.to_owned(),
        tally.cases.to_string(),
        tally.charges.to_string(),
        tally.doubles.to_string(),
        tally.wrong.to_string(),
        tally.lost.to_string(),
        tally.leaks.len().to_string(),
        seconds(tally.slowest.0),
        seconds(tally.took),
    ]
}

fn sum(tallies: &[Tally]) -> Tally {
    let mut all = Tally {
        name: "all",
        ..Tally::default()
    };
    for tally in tallies {
        all.cases += tally.cases;
        all.failed += tally.failed;
        all.charges += tally.charges;
        all.doubles += tally.doubles;
        all.wrong += tally.wrong;
        all.lost += tally.lost;
        all.leaks.extend(tally.leaks.iter().cloned());
        all.took += tally.took;
        if tally.slowest.0 > all.slowest.0 {
            all.slowest = tally.slowest.clone();
        }
    }
    all
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
