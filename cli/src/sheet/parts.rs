//! What pages are made of: orders, cards, boxes to tick.

use checkout_sheet::model::Action;
use checkout_sheet::screen::{CardRow, DoneScreen, Order, Toggle};

use super::field;
use super::page::{BOLD, DIM, Does, INDENT, PLAIN, Page};

pub(super) fn order(page: &mut Page, order: &Order) {
    let who: Vec<&str> = [&order.merchant, &order.reference]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if !who.is_empty() {
        page.text(0, PLAIN, &who.join(" · "));
    }
    if let Some(total) = &order.total {
        page.ends(0, BOLD, &order.total_label, total);
    }
    if let Some(title) = &order.lines_title {
        page.text(2, DIM, title);
    }
    for line in &order.lines {
        page.ends(2, DIM, &line.caption, &line.amount);
    }
}

/// The card, and below it its CVV while it is selected.
pub(super) fn card_to_choose(page: &mut Page, row: &CardRow) {
    let mark = if row.selected { "(•)" } else { "( )" };
    let does = row.select.clone().filter(|_| row.enabled).map(Does::Act);
    page.choice(does, PLAIN, &format!("{mark} {}", card(row)));
    if let Some(cvv) = &row.cvv {
        field::draw(page, cvv);
    }
}

/// The card, and below it what deletes it.
pub(super) fn card_to_delete(page: &mut Page, row: &CardRow) {
    page.text(INDENT, PLAIN, &card(row));
    if let Some(delete) = &row.delete {
        page.button(delete);
    }
}

fn card(row: &CardRow) -> String {
    let parts = [
        Some(&row.scheme_name),
        Some(&row.number),
        row.expiry.as_ref(),
        row.mark.as_ref(),
    ];
    parts
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("  ")
}

pub(super) fn toggle(page: &mut Page, toggle: &Toggle) {
    let mark = if toggle.on { "[x]" } else { "[ ]" };
    let tick = Does::Act(Action::Tick {
        toggle: toggle.id,
        on: !toggle.on,
    });
    page.choice(
        toggle.enabled.then_some(tick),
        PLAIN,
        &format!("{mark} {}", toggle.label),
    );
    if let Some(error) = &toggle.error {
        field::draw_error(page, error);
    }
}

/// The total and the code of a result.
pub(super) fn facts(screen: &DoneScreen) -> Option<String> {
    let code = screen.code.map(|code| format!("[{code}]"));
    let facts: Vec<String> = [screen.total.clone(), code].into_iter().flatten().collect();
    (!facts.is_empty()).then(|| facts.join("  "))
}
