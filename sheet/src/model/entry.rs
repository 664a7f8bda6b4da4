//! What was typed and ticked: edited as core says, and checked by it.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use checkout_core::card::{SavedCard, Today};
use checkout_core::flow::Flow;
use checkout_core::input::{
    self, AddressInput, CardErrors, CardField, CardProblem, CustomerDetailsInput, Feedback, Moment, NewCardInput,
    ShippingInput,
};
use checkout_core::secret::Secret;
use checkout_core::summary::PaymentSummary;

use super::fields::{FieldId, ToggleId};

/// One field's text.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed {
    /// What stands in the field.
    pub text: Secret,
    /// Where the caret is, in UTF-16 code units.
    pub caret: usize,
    /// What is wrong with it, as far as the customer is told by now.
    pub problem: Option<CardProblem>,
    /// Whether no more fits, and it is right: the focus may go on.
    pub is_full: bool,
}

impl Typed {
    fn new(text: impl Into<Secret>) -> Self {
        let text = text.into();
        Typed {
            caret: utf16_length(text.expose()),
            text,
            problem: None,
            is_full: false,
        }
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typed")
            .field("text", &self.text)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

// A search tells states apart by their hash; a secret has none of its own, so that it does not end in a table by chance.
impl Hash for Typed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.expose().hash(state);
        self.caret.hash(state);
        self.problem.hash(state);
        self.is_full.hash(state);
    }
}

/// Everything that was typed and ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    typed: BTreeMap<FieldId, Typed>,
    ticked: BTreeMap<ToggleId, bool>,
    /// The setup's consent is missing, and the customer has been told.
    pub(crate) consent_missing: bool,
}

impl Entry {
    /// A field, if anything was ever typed there.
    pub fn typed(&self, field: FieldId) -> Option<&Typed> {
        self.typed.get(&field)
    }

    /// The text of a field.
    pub fn text(&self, field: FieldId) -> &str {
        self.typed.get(&field).map_or("", |typed| typed.text.expose())
    }

    /// Whether something is ticked.
    pub fn is_ticked(&self, toggle: ToggleId) -> bool {
        self.ticked.get(&toggle).copied().unwrap_or_default()
    }

    pub(super) fn tick(&mut self, toggle: ToggleId, on: bool) {
        self.ticked.insert(toggle, on);
        if toggle == ToggleId::SetupConsent {
            self.consent_missing = false;
        }
    }

    /// Fills a field in that nobody has typed in.
    pub(super) fn prefill(&mut self, field: FieldId, text: &str) {
        self.typed.entry(field).or_insert_with(|| Typed::new(text));
    }

    /// The field's text is now this one, as core edits it; what no more typing can mend is told at once.
    pub(super) fn edit(&mut self, field: FieldId, text: &Secret, caret: usize, form: &Form<'_>) {
        let mut typed = edited(field, text.expose(), caret, self.text(FieldId::CardNumber), form);
        typed.problem = self.problem_while_typing(field, typed.text.expose(), form);
        typed.is_full &= typed.problem.is_none();
        self.typed.insert(field, typed);
        if field == FieldId::CardNumber {
            // The scheme says how long the CVV is.
            self.look_again(FieldId::Cvv, form);
        }
        if field == FieldId::BillingCountry {
            self.look_again(FieldId::BillingPostcode, form);
        }
    }

    fn look_again(&mut self, field: FieldId, form: &Form<'_>) {
        let problem = self.problem_while_typing(field, self.text(field), form);
        if let Some(typed) = self.typed.get_mut(&field) {
            typed.problem = problem;
        }
    }

    fn problem_while_typing(&self, field: FieldId, text: &str, form: &Form<'_>) -> Option<CardProblem> {
        let schemes = form.schemes();
        let feedback = match field {
            FieldId::CardNumber => input::check_number(text, schemes, Moment::Typing),
            FieldId::Expiry => input::check_expiry(text, form.today?, Moment::Typing),
            FieldId::Cvv => input::check_cvv(text, self.text(FieldId::CardNumber), Moment::Typing),
            FieldId::SavedCardCvv => input::check_saved_card_cvv(text, form.card?, Moment::Typing),
            FieldId::CardholderName => input::check_cardholder_name(text, Moment::Typing),
            FieldId::Email => input::check_email(text, Moment::Typing),
            FieldId::BillingPostcode => input::check_postcode(text, self.text(FieldId::BillingCountry), Moment::Typing),
            // What else there is can always be mended by typing on.
            _ => Feedback::Valid,
        };
        match feedback {
            Feedback::Wrong(problem) => Some(problem),
            Feedback::Unfinished | Feedback::Valid => None,
        }
    }

    /// The customer goes on from a field: what is not right in it is told. Nothing is said of a field that is empty: the
    /// customer may come back to it.
    pub(super) fn leave(&mut self, field: FieldId, form: &Form<'_>) {
        if self.text(field).is_empty() {
            return;
        }
        let problem = match (field, form.card) {
            (FieldId::SavedCardCvv, Some(card)) => saved_cvv_problem(self.text(field), card),
            (FieldId::SavedCardCvv, None) => None,
            _ => self.check(form).err().and_then(|errors| problem_of(field, &errors)),
        };
        if let Some(typed) = self.typed.get_mut(&field) {
            typed.problem = problem;
        }
    }

    /// Tells everything that is wrong, and says where the first of it is.
    pub(super) fn tell(&mut self, errors: &CardErrors, fields: &[FieldId]) -> Option<FieldId> {
        self.consent_missing = errors.of(CardField::Consent).is_some();
        let mut first = None;
        for &field in fields {
            let problem = problem_of(field, errors);
            if problem.is_some() {
                first = first.or(Some(field));
            }
            match self.typed.get_mut(&field) {
                Some(typed) => typed.problem = problem,
                None if problem.is_some() => {
                    let typed = Typed {
                        problem,
                        ..Typed::new("")
                    };
                    self.typed.insert(field, typed);
                }
                None => {}
            }
        }
        first
    }

    /// Tells what is wrong with the CVV of a saved card. `true`: something is.
    pub(super) fn tell_saved_cvv(&mut self, card: &SavedCard) -> bool {
        let problem = saved_cvv_problem(self.text(FieldId::SavedCardCvv), card);
        let typed = self
            .typed
            .entry(FieldId::SavedCardCvv)
            .or_insert_with(|| Typed::new(""));
        typed.problem = problem;
        problem.is_some()
    }

    pub(super) fn check(&self, form: &Form<'_>) -> Result<NewCardInput, CardErrors> {
        let input = self.card_input(form);
        match (form.summary, form.today) {
            (Some(summary), Some(today)) => input.validate_for(form.flow, summary, today).map(|_| input),
            // Before there is a summary there is no form.
            _ => Err(CardErrors::default()),
        }
    }

    /// Wipes the CVVs: a CVV is for one payment.
    pub(super) fn wipe_cvv(&mut self) {
        self.typed.remove(&FieldId::Cvv);
        self.typed.remove(&FieldId::SavedCardCvv);
    }

    /// Wipes the CVV of the saved card, when another one is selected.
    pub(super) fn wipe_saved_cvv(&mut self) {
        self.typed.remove(&FieldId::SavedCardCvv);
    }

    /// Wipes everything.
    pub(super) fn wipe(&mut self) {
        *self = Entry::default();
    }

    fn card_input(&self, form: &Form<'_>) -> NewCardInput {
        let card = NewCardInput::new(
            self.secret(FieldId::CardNumber),
            self.secret(FieldId::Expiry),
            self.secret(FieldId::Cvv),
        )
        .with_cardholder_name(self.secret(FieldId::CardholderName));
        NewCardInput {
            save: form.asks_to_save.then(|| self.is_ticked(ToggleId::SaveCard)),
            mit_consent: (form.flow == Flow::SetupIntent).then(|| self.is_ticked(ToggleId::SetupConsent)),
            details: self.details(),
            ..card
        }
    }

    fn details(&self) -> CustomerDetailsInput {
        CustomerDetailsInput {
            email: self.filled(FieldId::Email),
            phone: self.filled(FieldId::Phone),
            billing_address: Some(AddressInput {
                lines: self.lines(FieldId::BillingLine1, FieldId::BillingLine2),
                city: self.filled(FieldId::BillingCity),
                state: self.filled(FieldId::BillingState),
                postcode: self.filled(FieldId::BillingPostcode),
                country_code: self.country(FieldId::BillingCountry),
            }),
            shipping: Some(ShippingInput {
                name: self.filled(FieldId::ShippingName),
                address: AddressInput {
                    lines: self.lines(FieldId::ShippingLine1, FieldId::ShippingLine2),
                    city: self.filled(FieldId::ShippingCity),
                    state: self.filled(FieldId::ShippingState),
                    postcode: self.filled(FieldId::ShippingPostcode),
                    country_code: self.country(FieldId::ShippingCountry),
                },
            }),
            delivery_notes: self.filled(FieldId::DeliveryNotes),
            metadata: BTreeMap::new(),
        }
    }

    fn secret(&self, field: FieldId) -> Secret {
        self.typed
            .get(&field)
            .map_or_else(|| Secret::from(""), |typed| typed.text.clone())
    }

    fn filled(&self, field: FieldId) -> Option<Secret> {
        Some(self.secret(field)).filter(|text| !text.is_empty())
    }

    fn lines(&self, first: FieldId, second: FieldId) -> Vec<Secret> {
        [first, second]
            .into_iter()
            .filter_map(|line| self.filled(line))
            .collect()
    }

    fn country(&self, field: FieldId) -> Option<String> {
        Some(self.text(field).to_owned()).filter(|code| !code.is_empty())
    }
}

/// What a form is checked against.
pub(super) struct Form<'a> {
    pub(super) flow: Flow,
    pub(super) summary: Option<&'a PaymentSummary>,
    pub(super) today: Option<Today>,
    /// The saved card that is selected.
    pub(super) card: Option<&'a SavedCard>,
    pub(super) asks_to_save: bool,
}

impl Form<'_> {
    fn schemes(&self) -> &[String] {
        self.summary.map_or(&[], |summary| &summary.supported_schemes)
    }
}

fn edited(field: FieldId, text: &str, caret: usize, number: &str, form: &Form<'_>) -> Typed {
    let plain = |text: &str| Typed {
        caret: caret.min(utf16_length(text)),
        ..Typed::new(text)
    };
    match (field, form.card) {
        (FieldId::CardNumber, _) => {
            let edit = input::edit_card_number(text, caret);
            Typed {
                caret: edit.caret,
                is_full: edit.is_full && edit.is_complete,
                ..Typed::new(edit.text)
            }
        }
        (FieldId::Expiry, _) => {
            let edit = input::edit_expiry(text, caret);
            Typed {
                caret: edit.caret,
                is_full: edit.is_complete,
                ..Typed::new(edit.text)
            }
        }
        (FieldId::Cvv, _) => {
            let edit = input::edit_cvv(text, caret, number);
            Typed {
                caret: edit.caret,
                is_full: edit.is_full,
                ..Typed::new(edit.text)
            }
        }
        (FieldId::SavedCardCvv, Some(card)) => {
            let edit = input::edit_saved_card_cvv(text, caret, card);
            Typed {
                caret: edit.caret,
                is_full: edit.is_full,
                ..Typed::new(edit.text)
            }
        }
        _ => plain(text),
    }
}

fn saved_cvv_problem(text: &str, card: &SavedCard) -> Option<CardProblem> {
    match input::check_saved_card_cvv(text, card, Moment::Leaving) {
        Feedback::Wrong(problem) => Some(problem),
        Feedback::Unfinished | Feedback::Valid => None,
    }
}

/// What the errors say of a field. The lines, city and state of an address are one field for core: what is wrong with
/// them is shown at the first line.
fn problem_of(field: FieldId, errors: &CardErrors) -> Option<CardProblem> {
    errors.of(field.checked_as()?)
}

fn utf16_length(text: &str) -> usize {
    text.encode_utf16().count()
}
