//! What came of it.

use checkout_core::result::{Charge, PaymentResult};

use super::DoneScreen;
use super::parts::{Button, ButtonRole, Tone};
use super::words::Words;
use crate::model::{Action, CallErrorKind, Offer, Stage, offered};
use crate::texts::{TextId, result_text_of};

pub(super) fn ended(words: &Words<'_>, result: &PaymentResult) -> DoneScreen {
    let told = result_text_of(words.state.flow(), result, words.texts);
    DoneScreen {
        tone: tone(result),
        title: told.title,
        message: told.message,
        total: words.total(),
        code: Some(result.code()),
        buttons: buttons(words),
    }
}

pub(super) fn cards_unreadable(words: &Words<'_>, error: CallErrorKind) -> DoneScreen {
    let message = match error {
        CallErrorKind::Network => TextId::Offline,
        CallErrorKind::AccessDenied => TextId::DeletionFailedAccessDenied,
        CallErrorKind::NotFound | CallErrorKind::Server => TextId::SavedCardsUnavailable,
    };
    DoneScreen {
        tone: Tone::Problem,
        title: words.get(TextId::SavedCardsUnavailable),
        message: words.get(message),
        total: None,
        code: None,
        buttons: buttons(words),
    }
}

fn tone(result: &PaymentResult) -> Tone {
    match result.charge {
        Charge::Charged => Tone::Success,
        // A setup: the card is saved.
        Charge::NotCharged if result.code() == 0 => Tone::Success,
        Charge::NotCharged => Tone::Problem,
        Charge::Unknown => Tone::Uncertain,
    }
}

/// What can be done now; closing is always among it.
fn buttons(words: &Words<'_>) -> Vec<Button> {
    let mut buttons = Vec::new();
    for (text, action) in [
        (TextId::TryAgain, Action::TryAgain),
        (TextId::CheckAgain, Action::CheckAgain),
    ] {
        if offered(words.state, &action) != Offer::Absent {
            buttons.push(words.button(text, ButtonRole::Primary, action));
        }
    }
    if let Stage::Closed(_) = words.state.stage {
        return buttons;
    }
    let close = match buttons.is_empty() {
        true => words.button(TextId::Done, ButtonRole::Primary, Action::Close),
        false => words.button(TextId::Close, ButtonRole::Secondary, Action::Close),
    };
    buttons.push(close);
    buttons
}
