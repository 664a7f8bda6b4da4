//! What is paid, and to whom.

use super::parts::{Order, OrderLine};
use super::words::Words;
use crate::texts::{Counted, Placeholder, TextId};

pub(super) fn order(words: &Words<'_>) -> Order {
    let summary = words.state.summary.as_ref();
    let lines = summary.map_or(&[][..], |summary| &summary.item_lines);
    let reference = summary.and_then(|summary| summary.reference.as_deref());
    Order {
        merchant: summary.and_then(|summary| summary.merchant_name.clone()),
        reference: reference
            .map(|reference| words.fill(TextId::OrderReference, &[(Placeholder::Reference, reference)])),
        total: words.total(),
        total_label: words.get(TextId::Total),
        lines_title: (!lines.is_empty()).then(|| words.texts.count(Counted::Items, count(lines.len()))),
        lines: lines
            .iter()
            .map(|line| OrderLine {
                caption: line.caption.clone(),
                amount: words.amount(line.amount),
            })
            .collect(),
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
