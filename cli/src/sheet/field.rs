//! Fields: how they look, and what of them may show.

use checkout_sheet::screen::{Autofill, Content, Field, Keyboard, Screen, Tone};

use super::countries;
use super::line::Echo;
use super::page::{Does, PLAIN, Page, tone};

/// How a field shows while it is typed.
pub(crate) fn echo(field: &Field) -> Echo {
    match field.autofill {
        Autofill::CardSecurityCode => Echo::Hidden,
        Autofill::CardNumber => Echo::Masked,
        _ => Echo::Shown,
    }
}

/// What stands in a field, as far as it may be seen.
pub(super) fn standing(field: &Field) -> String {
    let text = field.text.expose();
    match echo(field) {
        _ if text.is_empty() => String::new(),
        Echo::Shown if field.keyboard == Keyboard::Country => format!("{text}, {}", countries::name(text)),
        Echo::Shown => text.to_owned(),
        Echo::Masked => text.chars().map(|c| if c == ' ' { ' ' } else { '•' }).collect(),
        Echo::Hidden => "•••".to_owned(),
    }
}

/// The field as a choice, with what is wrong below it.
pub(super) fn draw(page: &mut Page, field: &Field) {
    let label = match (standing(field), &field.hint) {
        (standing, _) if !standing.is_empty() => format!("{}: {standing}", field.label),
        (_, Some(hint)) => format!("{}  ({hint})", field.label),
        (_, None) => field.label.clone(),
    };
    page.choice(field.enabled.then_some(Does::Fill(field.id)), PLAIN, &label);
    if let Some(error) = &field.error {
        draw_error(page, error);
    }
}

pub(super) fn draw_error(page: &mut Page, error: &str) {
    let (mark, style) = tone(Tone::Problem);
    page.marked(&format!("      {mark}"), style, error);
}

/// The fields of a screen, in their order.
pub(super) fn fields(screen: &Screen) -> Vec<&Field> {
    match &screen.content {
        Content::Choose(choose) => choose.saved_cards.iter().filter_map(|row| row.cvv.as_ref()).collect(),
        Content::Form(form) => form.sections.iter().flat_map(|section| &section.fields).collect(),
        Content::Loading(_) | Content::Manage(_) | Content::Challenge(_) | Content::Working(_) | Content::Done(_) => {
            Vec::new()
        }
    }
}
