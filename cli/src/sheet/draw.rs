//! From a screen of the sheet to a page of the terminal.

use checkout_sheet::model::Action;
use checkout_sheet::screen::{
    ButtonRole, ChallengeScreen, ChooseScreen, Content, DoneScreen, FormScreen, Frame, ManageScreen, Question, Screen,
};
use clap::ValueEnum;

use super::field;
use super::page::{BOLD, Does, PLAIN, Page, tone};
use super::parts;
use crate::customer::ThreeDs;

/// A screen, `width` columns wide.
pub(crate) fn draw(screen: &Screen, width: usize) -> Page {
    let mut page = Page::new(width);
    let frame = &screen.frame;
    head(&mut page, frame);
    match &frame.question {
        Some(asked) => question(&mut page, asked),
        None => {
            content(&mut page, &screen.content);
            ways_out(&mut page, frame);
        }
    }
    page
}

/// What a customer is told while there is nothing to choose, and how the sheet calls leaving. Of a sheet that is left before
/// anything was sent there is nothing to tell.
pub(super) fn waiting(screen: &Screen) -> Option<String> {
    let text = match &screen.content {
        _ if screen.frame.question.is_some() => return None,
        Content::Loading(loading) => &loading.text,
        Content::Working(working) => &working.text,
        _ => return None,
    };
    let close = screen.frame.close.as_ref().filter(|close| close.enabled);
    Some(match (close, &screen.content) {
        (Some(close), _) => format!("{text}  (Ctrl-C: {})", close.label),
        (None, Content::Working(_)) => text.clone(),
        (None, _) => String::new(),
    })
}

fn head(page: &mut Page, frame: &Frame) {
    page.blank();
    page.ends(0, BOLD, &frame.title, frame.test_mark.as_deref().unwrap_or_default());
    page.rule();
    if let Some(notice) = &frame.notice {
        let (mark, style) = tone(notice.tone);
        page.marked(mark, style, &notice.text);
        page.blank();
    }
}

/// Letters, so that a number that was meant for the screen below does not answer.
fn question(page: &mut Page, question: &Question) {
    page.text(0, BOLD, &question.title);
    page.text(0, PLAIN, &question.message);
    page.blank();
    page.button_by("y", &question.confirm);
    page.button_by("n", &question.dismiss);
}

fn ways_out(page: &mut Page, frame: &Frame) {
    // A result has a button of its own for closing.
    let close = frame.close.as_ref().filter(|close| !page.offers(&close.action));
    let ways = [("b", frame.back.as_ref()), ("x", close)];
    if ways.iter().any(|(_, button)| button.is_some()) {
        page.blank();
    }
    for (key, button) in ways {
        button.into_iter().for_each(|button| page.button_by(key, button));
    }
}

fn content(page: &mut Page, content: &Content) {
    match content {
        Content::Loading(loading) => page.text(0, PLAIN, &loading.text),
        Content::Choose(screen) => choose(page, screen),
        Content::Manage(screen) => manage(page, screen),
        Content::Form(screen) => form(page, screen),
        Content::Challenge(screen) => challenge(page, screen),
        Content::Working(working) => page.text(0, PLAIN, &working.text),
        Content::Done(screen) => done(page, screen),
    }
}

fn choose(page: &mut Page, screen: &ChooseScreen) {
    parts::order(page, &screen.order);
    for wallet in &screen.wallets {
        page.button(&wallet.button);
    }
    if let Some(title) = &screen.saved_cards_title {
        page.blank();
        page.text(0, BOLD, title);
    }
    for row in &screen.saved_cards {
        parts::card_to_choose(page, row);
    }
    page.blank();
    page.button(&screen.pay);
    page.button(&screen.another_card);
    if let Some(manage) = &screen.manage {
        page.button(manage);
    }
}

fn manage(page: &mut Page, screen: &ManageScreen) {
    if let Some(empty) = &screen.empty {
        page.text(0, PLAIN, empty);
    }
    for row in &screen.saved_cards {
        parts::card_to_delete(page, row);
    }
}

fn form(page: &mut Page, screen: &FormScreen) {
    parts::order(page, &screen.order);
    for section in &screen.sections {
        page.blank();
        if let Some(title) = &section.title {
            page.text(0, BOLD, title);
        }
        for field in &section.fields {
            field::draw(page, field);
        }
    }
    page.blank();
    if let Some(terms) = &screen.terms {
        page.text(0, PLAIN, terms);
    }
    for toggle in &screen.toggles {
        parts::toggle(page, toggle);
    }
    page.button(&screen.pay);
}

/// There is no issuer's page in a terminal: the customer says how it would have ended.
fn challenge(page: &mut Page, screen: &ChallengeScreen) {
    page.text(0, PLAIN, &screen.text);
    page.blank();
    for end in ThreeDs::value_variants() {
        let ended = Does::Act(Action::ChallengeEnded(end.outcome()));
        page.choice(Some(ended), PLAIN, &end.to_string());
    }
}

fn done(page: &mut Page, screen: &DoneScreen) {
    let (mark, style) = tone(screen.tone);
    page.marked(mark, style.bold(), &screen.title);
    page.text(0, PLAIN, &screen.message);
    if let Some(facts) = parts::facts(screen) {
        page.text(0, PLAIN, &facts);
    }
    page.blank();
    for button in &screen.buttons {
        page.button(button);
    }
    let main = screen
        .buttons
        .iter()
        .find(|button| button.role == ButtonRole::Primary && button.enabled);
    page.default = main.map(|button| button.action.clone());
}
