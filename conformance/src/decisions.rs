//! The rows of `docs/decisions.md`, which scenarios cover.

use std::path::Path;

use anyhow::{Context, Result, ensure};

/// A row of `docs/decisions.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id, such as `D3-04`.
    pub id: String,
    /// Its short name.
    pub slug: String,
    /// What it concerns: `payment`, `device`, or a flow of its own.
    pub scope: String,
}

/// The rows, in order.
///
/// # Errors
/// The file cannot be read or has no rows.
pub fn decisions() -> Result<Vec<Row>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/decisions.md");
    let rows = rows(&std::fs::read_to_string(&file).context("docs/decisions.md")?);
    ensure!(!rows.is_empty(), "docs/decisions.md has no rows");
    Ok(rows)
}

fn rows(text: &str) -> Vec<Row> {
    text.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix('|')?.split('|').map(|cell| cell.trim().to_owned());
            let (id, slug, scope) = (cells.next()?, cells.next()?, cells.next()?);
            is_id(&id).then_some(Row { id, slug, scope })
        })
        .collect()
}

/// `D`, section, dash, two digits.
fn is_id(text: &str) -> bool {
    let rest = text.strip_prefix('D').and_then(|rest| rest.split_once('-'));
    rest.is_some_and(|(section, row)| section.parse::<u8>().is_ok() && row.len() == 2 && row.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_from_other_lines() {
        let text =
            "# D1\n| Id | Slug | Scope | x |\n|---|---|---|---|\n| D1-01 | a-b | payment | x | y |\ntext D1-02\n";
        let row = Row {
            id: "D1-01".to_owned(),
            slug: "a-b".to_owned(),
            scope: "payment".to_owned(),
        };
        assert_eq!(rows(text), [row]);
    }
}
