//! What a customer can do, by what is drawn: read off the screen alone, not from what the model says that it offers.

use checkout_core::summary::Wallet;
use checkout_core::threeds::ChallengeOutcome;
use checkout_core::wallet::ApplePayInput;
use checkout_sheet::model::{Action, FieldId, State, ToggleId, WalletEnd, WalletPayment};
use checkout_sheet::screen::{Button, CardRow, Content, Field, Screen, Tone};

use crate::cast::{GOOD_CARD, ODD_CARD};

/// What the rules and the customer need to know of a screen.
#[derive(Debug)]
pub(crate) struct Shown {
    /// What is enabled; the texts of fields come from the alphabet.
    pub(crate) enabled: Vec<Action>,
    /// The buttons among it.
    pub(crate) pressable: Vec<Action>,
    pub(crate) holds: bool,
    pub(crate) is_closed: bool,
    pub(crate) tone: Option<Tone>,
    pub(crate) code: Option<i32>,
    pub(crate) has_notice: bool,
    pub(crate) is_working: bool,
    /// Whether something on it is marked as wrong.
    pub(crate) has_error: bool,
}

pub(crate) fn read(screen: &Screen) -> Shown {
    let mut reader = Reader::default();
    reader.frame(screen);
    reader.content(&screen.content);
    let (tone, code) = match &screen.content {
        Content::Done(done) => (Some(done.tone), done.code),
        _ => (None, None),
    };
    let frame = &screen.frame;
    Shown {
        holds: frame.holds,
        is_closed: frame.is_closed,
        tone,
        code,
        has_notice: frame.notice.is_some(),
        is_working: matches!(screen.content, Content::Working(_) | Content::Challenge(_)),
        has_error: reader.has_error,
        pressable: reader.pressable.clone(),
        enabled: [reader.pressable, reader.others].concat(),
    }
}

impl Shown {
    pub(crate) fn enables(&self, action: &Action) -> bool {
        let is_there = |action: &Action| self.enabled.iter().any(|enabled| is_same(enabled, action));
        // A platform's back is the frame's button, and where there is none it closes.
        is_there(action) || (*action == Action::Back && is_there(&Action::Close))
    }
}

#[derive(Default)]
struct Reader {
    pressable: Vec<Action>,
    others: Vec<Action>,
    has_error: bool,
}

impl Reader {
    fn frame(&mut self, screen: &Screen) {
        let frame = &screen.frame;
        self.buttons(frame.close.iter().chain(&frame.back));
        if let Some(question) = &frame.question {
            self.buttons([&question.confirm, &question.dismiss]);
        }
        if let Some(request) = frame.wallet {
            self.others.push(Action::WalletPaid(payment_of(request.wallet)));
            self.others
                .extend([WalletEnd::Cancelled, WalletEnd::Failed, WalletEnd::Unavailable].map(Action::WalletEnded));
        }
    }

    fn content(&mut self, content: &Content) {
        match content {
            Content::Loading(_) | Content::Working(_) => {}
            Content::Choose(choose) => {
                self.buttons(choose.wallets.iter().map(|wallet| &wallet.button));
                self.buttons([&choose.another_card, &choose.pay]);
                self.buttons(&choose.manage);
                choose.saved_cards.iter().for_each(|card| self.row(card));
            }
            Content::Manage(manage) => manage.saved_cards.iter().for_each(|card| self.row(card)),
            Content::Form(form) => {
                self.buttons([&form.pay]);
                let fields = form.sections.iter().flat_map(|section| &section.fields);
                fields.for_each(|field| self.field(field));
                self.has_error |= form.toggles.iter().any(|toggle| toggle.error.is_some());
                for toggle in form.toggles.iter().filter(|toggle| toggle.enabled) {
                    self.others.push(Action::Tick {
                        toggle: toggle.id,
                        on: !toggle.on,
                    });
                }
            }
            Content::Challenge(_) => {
                let outcome = ChallengeOutcome::authenticated("jwt");
                self.others.push(Action::ChallengeEnded(outcome));
            }
            Content::Done(done) => self.buttons(&done.buttons),
        }
    }

    fn buttons<'a>(&mut self, buttons: impl IntoIterator<Item = &'a Button>) {
        let enabled = buttons.into_iter().filter(|button| button.enabled);
        self.pressable.extend(enabled.map(|button| button.action.clone()));
    }

    fn row(&mut self, row: &CardRow) {
        self.pressable.extend(row.select.clone().filter(|_| row.enabled));
        self.buttons(&row.delete);
        row.cvv.iter().for_each(|field| self.field(field));
    }

    fn field(&mut self, field: &Field) {
        self.has_error |= field.error.is_some();
        if field.enabled {
            self.others.push(typing(field.id, ""));
            self.others.push(Action::Leave { field: field.id });
        }
    }
}

/// Every action that there is, to be tried where it is not shown.
pub(crate) fn every_action() -> Vec<Action> {
    let fields = FieldId::ALL.into_iter();
    let mut actions: Vec<Action> = fields
        .flat_map(|field| [typing(field, "7"), Action::Leave { field }])
        .collect();
    for toggle in [ToggleId::SaveCard, ToggleId::SetupConsent] {
        actions.extend([true, false].map(|on| Action::Tick { toggle, on }));
    }
    for id in [GOOD_CARD, ODD_CARD, "pm_missing"] {
        actions.push(Action::SelectCard { id: id.to_owned() });
        actions.push(Action::DeleteCard { id: id.to_owned() });
    }
    for wallet in [Wallet::GooglePay, Wallet::ApplePay] {
        actions.push(Action::PayWith { wallet });
    }
    actions.extend(
        [Wallet::GooglePay, Wallet::ApplePay]
            .map(payment_of)
            .map(Action::WalletPaid),
    );
    actions.extend([WalletEnd::Cancelled, WalletEnd::Failed, WalletEnd::Unavailable].map(Action::WalletEnded));
    actions.extend([
        Action::UseAnotherCard,
        Action::ManageCards,
        Action::Confirm,
        Action::Dismiss,
        Action::Pay,
        Action::ChallengeEnded(ChallengeOutcome::cancelled()),
        Action::TryAgain,
        Action::CheckAgain,
        Action::Back,
        Action::Close,
    ]);
    actions
}

pub(crate) fn typing(field: FieldId, text: &str) -> Action {
    Action::Type {
        field,
        text: text.into(),
        caret: text.len(),
    }
}

fn payment_of(wallet: Wallet) -> WalletPayment {
    match wallet {
        Wallet::GooglePay => WalletPayment::GooglePay("{}".into()),
        Wallet::ApplePay => WalletPayment::ApplePay(Box::new(ApplePayInput::new("{}"))),
    }
}

/// Whether two actions are the same thing on the screen, whatever is typed or given with them.
fn is_same(one: &Action, other: &Action) -> bool {
    match (one, other) {
        (Action::Type { field, .. }, Action::Type { field: other, .. }) => field == other,
        (Action::Tick { toggle, .. }, Action::Tick { toggle: other, .. }) => toggle == other,
        (Action::WalletPaid(one), Action::WalletPaid(other)) => {
            std::mem::discriminant(one) == std::mem::discriminant(other)
        }
        (Action::ChallengeEnded(_), Action::ChallengeEnded(_)) => true,
        (one, other) => one == other,
    }
}

/// Whether the customer or the platform does it on the way out, without paying or choosing anything.
pub(crate) fn leads_out(action: &Action) -> bool {
    matches!(action, Action::Close | Action::Back | Action::Confirm)
}

/// Whether a question that is open leaves it possible: it is an answer, or the end of a page or of a wallet.
pub(crate) fn is_possible_over_a_question(action: &Action) -> bool {
    matches!(
        action,
        Action::Confirm
            | Action::Dismiss
            | Action::Close
            | Action::Back
            | Action::ChallengeEnded(_)
            | Action::WalletPaid(_)
            | Action::WalletEnded(_)
            | Action::Heard(_)
    )
}

/// Whether anything is left of a card that was typed.
pub(crate) fn has_card_text(state: &State) -> bool {
    let card = [FieldId::CardNumber, FieldId::Expiry, FieldId::CardholderName];
    card.iter().any(|field| !state.entry.text(*field).is_empty()) || has_cvv(state)
}

/// Whether a CVV is left.
pub(crate) fn has_cvv(state: &State) -> bool {
    [FieldId::Cvv, FieldId::SavedCardCvv]
        .iter()
        .any(|field| !state.entry.text(*field).is_empty())
}
