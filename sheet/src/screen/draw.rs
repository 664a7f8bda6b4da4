//! From a state to its screen.

use checkout_core::summary::Wallet;
use checkout_core::web_challenge::ChallengeTexts;

use super::ended::{cards_unreadable, ended};
use super::form::form;
use super::order::order;
use super::parts::{Button, ButtonRole, Notice, Question, Tone, WalletButton};
use super::rows::card_row;
use super::words::Words;
use super::{
    ChallengeScreen, ChooseScreen, Content, FocusRequest, Frame, LoadingScreen, ManageScreen, Screen, WalletRequest,
    WorkingScreen,
};
use crate::model::{Action, Asked, CallErrorKind, Kind, Place, RefusalKind, Remark, Stage, State, Waiting, WalletEnd};
use crate::texts::{Placeholder, TextId, Texts, card_text};

/// The screen of a state, in the customer's language.
pub fn screen(state: &State, texts: &Texts, revision: u64) -> Screen {
    let words = Words::new(state, texts);
    Screen {
        revision,
        frame: frame(&words),
        content: content(&words),
    }
}

fn content(words: &Words<'_>) -> Content {
    match &words.state.stage {
        Stage::Loading(Waiting::Again(_)) => loading(words, TextId::WorkingOrder),
        Stage::Loading(Waiting::Intent | Waiting::Cards) | Stage::Leaving => loading(words, TextId::Loading),
        Stage::Choosing(Place::Choose) | Stage::Wallet(..) => Content::Choose(choose(words)),
        Stage::Choosing(Place::Manage) => Content::Manage(manage(words)),
        Stage::Choosing(Place::Form) => Content::Form(form(words)),
        Stage::Working(stage) => Content::Working(WorkingScreen {
            text: words.working(*stage),
        }),
        Stage::Challenge(challenge) => Content::Challenge(ChallengeScreen {
            challenge: challenge.clone(),
            text: words.get(TextId::ChallengeLoading),
            texts: challenge_texts(words),
        }),
        // Before the first read of a status sheet there is no result to show.
        Stage::Checking(_) if words.state.kind == Kind::Status => loading(words, TextId::WorkingChecking),
        Stage::Ended(result) | Stage::Checking(result) => Content::Done(ended(words, result)),
        Stage::CardsUnreadable(error) => Content::Done(cards_unreadable(words, *error)),
        Stage::Closed(result) => match &result.payment {
            Some(payment) => Content::Done(ended(words, payment)),
            None => loading(words, TextId::Loading),
        },
    }
}

fn loading(words: &Words<'_>, text: TextId) -> Content {
    Content::Loading(LoadingScreen { text: words.get(text) })
}

fn challenge_texts(words: &Words<'_>) -> ChallengeTexts {
    let leave_question = match words.state.kind {
        Kind::Setup => TextId::LeaveChallengeMessageSetup,
        _ => TextId::LeaveChallengeMessage,
    };
    ChallengeTexts {
        close: words.get(TextId::ChallengeClose),
        no_app: words.get(TextId::BankAppMissing),
        no_download: words.get(TextId::NoFilesInChallenge),
        no_upload: words.get(TextId::NoFilesInChallenge),
        leave_question: words.get(leave_question),
        leave: words.get(TextId::LeaveChallengeYes),
        go_on: words.get(TextId::LeaveChallengeNo),
        ok: words.get(TextId::Ok),
        cancel: words.get(TextId::Cancel),
    }
}

fn choose(words: &Words<'_>) -> ChooseScreen {
    let state = words.state;
    let cards = state.saved_cards();
    let card_button = match cards.is_empty() {
        true => TextId::PayByCard,
        false => TextId::AnotherCard,
    };
    ChooseScreen {
        order: order(words),
        wallets: state
            .wallets_offered()
            .into_iter()
            .map(|wallet| wallet_button(words, wallet))
            .collect(),
        saved_cards_title: (!cards.is_empty()).then(|| words.get(TextId::SavedCards)),
        saved_cards: cards.iter().map(|card| card_row(words, card)).collect(),
        another_card: words.button(card_button, ButtonRole::Secondary, Action::UseAnotherCard),
        manage: (!cards.is_empty())
            .then(|| words.button(TextId::ManageCards, ButtonRole::Secondary, Action::ManageCards)),
        pay: words.pay_button(),
    }
}

fn wallet_button(words: &Words<'_>, wallet: Wallet) -> WalletButton {
    let label = words.fill(
        TextId::PayWithWallet,
        &[(Placeholder::Wallet, words.wallet_name(wallet))],
    );
    WalletButton {
        wallet,
        button: words.labelled(label, ButtonRole::Primary, Action::PayWith { wallet }),
    }
}

fn manage(words: &Words<'_>) -> ManageScreen {
    let cards = words.state.saved_cards();
    ManageScreen {
        saved_cards: cards.iter().map(|card| card_row(words, card)).collect(),
        empty: cards.is_empty().then(|| words.get(TextId::NoSavedCards)),
    }
}

fn frame(words: &Words<'_>) -> Frame {
    let state = words.state;
    let is_closed = matches!(state.stage, Stage::Closed(_));
    let close = match state.stage {
        Stage::Challenge(_) => TextId::ChallengeClose,
        _ => TextId::Close,
    };
    Frame {
        title: title(words),
        language: words.texts.locale().to_string(),
        test_mark: state.is_test().then(|| words.get(TextId::TestMode)),
        close: (!is_closed).then(|| words.button(close, ButtonRole::Close, Action::Close)),
        back: state
            .can_go_back()
            .then(|| words.button(TextId::Back, ButtonRole::Back, Action::Back)),
        notice: state.remark.as_ref().map(|remark| notice(words, remark)),
        question: state.asked.as_ref().map(|asked| question(words, asked)),
        focus: state
            .focus
            .filter(|(_, field)| state.fields().contains(field))
            .map(focus),
        wallet: match state.stage {
            Stage::Wallet(wallet, number) => Some(WalletRequest { number, wallet }),
            _ => None,
        },
        holds: matches!(state.stage, Stage::Working(_) | Stage::Challenge(_)),
        is_closed,
    }
}

fn focus((number, field): (u64, crate::model::FieldId)) -> FocusRequest {
    FocusRequest { number, field }
}

fn title(words: &Words<'_>) -> String {
    let state = words.state;
    let is_setup = state.kind == Kind::Setup;
    match (&state.stage, state.kind) {
        (Stage::Challenge(_), _) if is_setup => words.get(TextId::ChallengeTitleSetup),
        (Stage::Challenge(_), _) => words.get(TextId::ChallengeTitle),
        (Stage::Choosing(Place::Manage), _) | (_, Kind::SavedCards) => words.get(TextId::SavedCards),
        (_, Kind::Setup) => words.get(TextId::FormTitleSetup),
        (_, Kind::VirtualTerminal) => words.get(TextId::FormTitleTerminal),
        (Stage::Choosing(Place::Form), _) => words.get(TextId::FormTitle),
        (Stage::Choosing(Place::Choose) | Stage::Wallet(..), _) => words.get(TextId::ChooseTitle),
        _ => words.get(TextId::PaymentTitle),
    }
}

fn notice(words: &Words<'_>, remark: &Remark) -> Notice {
    let (tone, text) = match remark {
        Remark::TotalChanged => (Tone::Neutral, words.total_changed()),
        Remark::DeletionFailed(error) => (Tone::Problem, words.get(deletion_failed(*error))),
        Remark::Wallet(wallet, end) => {
            let name = words.wallet_name(*wallet);
            let text = words.fill(wallet_ended(*end), &[(Placeholder::Wallet, name)]);
            (Tone::Problem, text)
        }
        Remark::Refused(refusal) => (Tone::Problem, words.get(refused(*refusal))),
        Remark::NotReadable => match words.state.stage {
            Stage::Ended(ref result) if result.charge == checkout_core::result::Charge::Unknown => {
                (Tone::Uncertain, words.get(TextId::CheckNotReadable))
            }
            _ => (Tone::Problem, words.get(TextId::OrderNotReadable)),
        },
        Remark::StillUnknown => (Tone::Uncertain, words.get(TextId::UnknownNotCompleted)),
    };
    Notice { tone, text }
}

fn deletion_failed(error: CallErrorKind) -> TextId {
    match error {
        CallErrorKind::Network => TextId::DeletionFailedNetwork,
        CallErrorKind::AccessDenied => TextId::DeletionFailedAccessDenied,
        CallErrorKind::NotFound => TextId::DeletionFailedNotFound,
        CallErrorKind::Server => TextId::DeletionFailedServer,
    }
}

fn wallet_ended(end: WalletEnd) -> TextId {
    match end {
        WalletEnd::Cancelled => TextId::WalletCancelled,
        WalletEnd::Failed => TextId::WalletFailed,
        WalletEnd::Unavailable => TextId::WalletNotAvailable,
    }
}

fn refused(refusal: RefusalKind) -> TextId {
    match refusal {
        RefusalKind::SavedCard => TextId::CardNotPayable,
        RefusalKind::WalletData => TextId::WalletUnusable,
        RefusalKind::NotOffered => TextId::MethodNotOffered,
    }
}

fn question(words: &Words<'_>, asked: &Asked) -> Question {
    let is_setup = words.state.kind == Kind::Setup;
    let (title, message, yes, no) = match asked {
        Asked::DeleteCard(id) => {
            let card = words.state.saved_cards().iter().find(|card| card.id == *id);
            let name = card.map(|card| card_text(card, words.texts)).unwrap_or_default();
            let message = words.fill(TextId::DeleteQuestion, &[(Placeholder::Card, &name)]);
            (
                words.get(TextId::DeleteTitle),
                message,
                TextId::DeleteYes,
                TextId::DeleteNo,
            )
        }
        Asked::LeavePayment if is_setup => (
            words.get(TextId::LeavePayingTitleSetup),
            words.get(TextId::LeavePayingMessageSetup),
            TextId::LeaveAnyway,
            TextId::KeepWaiting,
        ),
        Asked::LeavePayment => (
            words.get(TextId::LeavePayingTitle),
            words.get(TextId::LeavePayingMessage),
            TextId::LeaveAnyway,
            TextId::KeepWaiting,
        ),
        Asked::LeaveChallenge if is_setup => (
            words.get(TextId::LeaveChallengeTitleSetup),
            words.get(TextId::LeaveChallengeMessageSetup),
            TextId::LeaveChallengeYes,
            TextId::LeaveChallengeNo,
        ),
        Asked::LeaveChallenge => (
            words.get(TextId::LeaveChallengeTitle),
            words.get(TextId::LeaveChallengeMessage),
            TextId::LeaveChallengeYes,
            TextId::LeaveChallengeNo,
        ),
    };
    Question {
        title,
        message,
        confirm: words.button(yes, ButtonRole::Destructive, Action::Confirm),
        dismiss: words.button(no, ButtonRole::Secondary, Action::Dismiss),
    }
}

impl Button {
    /// Makes what a screen reader says of it another text than its label.
    pub(super) fn spoken(self, accessibility_label: String) -> Self {
        Button {
            accessibility_label,
            ..self
        }
    }
}
