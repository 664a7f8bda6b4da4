//! A card that the customer types in: what the form holds, and what it becomes once every field is right.

use std::fmt;

use super::cardholder::{CardholderName, CardholderNameProblem};
use super::cvv::{Cvv, CvvProblem};
use super::expiry::{Expiry, ExpiryProblem};
use super::pan::{Pan, PanProblem};
use super::scheme::{CardScheme, SchemeGuess};
use super::today::Today;
use crate::details::{CustomerDetails, CustomerDetailsInput, DetailProblem};
use crate::flow::Flow;
use crate::secret::Secret;
use crate::summary::{CollectionRequirements, PaymentSummary};

/// The text of a card form, not checked yet. Wiped when it is dropped; prints nothing of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCardInput {
    /// The card number, with or without spaces and dashes.
    pub number: Secret,
    /// The expiry: `MM/YY`, `MM / YY`, `MM/YYYY` or `MMYY`.
    pub expiry: Secret,
    /// The CVV.
    pub cvv: Secret,
    /// The cardholder name, if the form asks for it.
    pub cardholder_name: Option<Secret>,
    /// Whether to save the card for the next checkout, if the customer was asked. Left out where no card can be saved:
    /// in the setup flow, which saves it anyway, and for an intent without a customer.
    pub save: Option<bool>,
    /// Setup flow: whether the customer agrees to payments that the merchant starts later. It has to be `true` there,
    /// and is left out elsewhere.
    pub mit_consent: Option<bool>,
    /// E-mail, addresses and the like.
    pub details: CustomerDetailsInput,
}

impl NewCardInput {
    /// The fields that every form has.
    pub fn new(number: impl Into<Secret>, expiry: impl Into<Secret>, cvv: impl Into<Secret>) -> Self {
        NewCardInput {
            number: number.into(),
            expiry: expiry.into(),
            cvv: cvv.into(),
            cardholder_name: None,
            save: None,
            mit_consent: None,
            details: CustomerDetailsInput::default(),
        }
    }

    /// Adds the cardholder name.
    pub fn with_cardholder_name(self, name: impl Into<Secret>) -> Self {
        NewCardInput {
            cardholder_name: Some(name.into()),
            ..self
        }
    }

    /// Adds the customer's answer to "save this card?".
    pub fn with_save(self, save: bool) -> Self {
        NewCardInput {
            save: Some(save),
            ..self
        }
    }

    /// Adds the customer's answer to "may the merchant charge this card later?", for the setup flow.
    pub fn with_mit_consent(self, consent: bool) -> Self {
        NewCardInput {
            mit_consent: Some(consent),
            ..self
        }
    }

    /// Adds e-mail, addresses and the like.
    pub fn with_details(self, details: CustomerDetailsInput) -> Self {
        NewCardInput { details, ..self }
    }

    /// Checks every field, and reports all that are wrong, so that a form can mark them at once.
    ///
    /// This is the form of a payment that collects nothing but the card; [`validate_for`](Self::validate_for) knows the
    /// intent. `supported_schemes` are the names in the intent, in any case; `today` decides whether the card has
    /// expired.
    pub fn validate(
        &self,
        supported_schemes: &[impl AsRef<str>],
        today: impl Into<Today>,
    ) -> Result<NewCard, CardErrors> {
        let form = Form {
            flow: Flow::Payment,
            collect: CollectionRequirements::default(),
            can_save_card: true,
        };
        self.check(supported_schemes, today.into(), form)
    }

    /// Checks every field against what the flow and the intent want, and reports all that are wrong at once.
    pub fn validate_for(
        &self,
        flow: Flow,
        summary: &PaymentSummary,
        today: impl Into<Today>,
    ) -> Result<NewCard, CardErrors> {
        let form = Form {
            flow,
            collect: summary.collect,
            can_save_card: summary.can_save_card(),
        };
        self.check(&summary.supported_schemes, today.into(), form)
    }

    fn check(&self, supported_schemes: &[impl AsRef<str>], today: Today, form: Form) -> Result<NewCard, CardErrors> {
        let mut errors = CardErrors::default();
        let pan = errors.note(Pan::parse(self.number.expose()).and_then(|pan| accepted(pan, supported_schemes)));
        let expiry = errors.note(Expiry::parse(self.expiry.expose()).and_then(|expiry| valid_on(expiry, today)));
        let cvv = errors.note(Cvv::parse(self.cvv.expose(), self.scheme()));
        let cardholder_name = errors.note(
            self.cardholder_name
                .as_ref()
                .map(|name| CardholderName::parse(name.expose()))
                .transpose(),
        );
        let details = self.details.check(form.flow, form.collect, &mut errors);
        let is_setup = form.flow == Flow::SetupIntent;
        if is_setup && self.mit_consent != Some(true) {
            errors.push(CardProblem::Detail(CardField::Consent, DetailProblem::Missing));
        }

        match (pan, expiry, cvv, cardholder_name, details) {
            (Some(pan), Some(expiry), Some(cvv), Some(cardholder_name), Some(details)) if errors.0.is_empty() => {
                Ok(NewCard {
                    pan,
                    expiry,
                    cvv,
                    cardholder_name,
                    save: self.save.filter(|_| form.can_save_card && !is_setup),
                    mit_consent: self.mit_consent.filter(|_| is_setup),
                    details,
                })
            }
            _ => Err(errors),
        }
    }

    /// The scheme as far as the number tells it: a mistyped number still says how long its CVV is.
    fn scheme(&self) -> Option<CardScheme> {
        SchemeGuess::while_typing(self.number.expose()).definite()
    }
}

/// What a form is held against.
#[derive(Clone, Copy)]
struct Form {
    flow: Flow,
    collect: CollectionRequirements,
    can_save_card: bool,
}

pub(crate) fn accepted(pan: Pan, supported_schemes: &[impl AsRef<str>]) -> Result<Pan, PanProblem> {
    match pan.scheme() {
        Some(scheme) if scheme.is_among(supported_schemes) => Ok(pan),
        _ => Err(PanProblem::SchemeNotAccepted),
    }
}

pub(crate) fn valid_on(expiry: Expiry, today: Today) -> Result<Expiry, ExpiryProblem> {
    expiry.check(today).map(|()| expiry)
}

/// A card whose every field passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCard {
    pan: Pan,
    expiry: Expiry,
    cvv: Cvv,
    cardholder_name: Option<CardholderName>,
    save: Option<bool>,
    mit_consent: Option<bool>,
    details: CustomerDetails,
}

impl NewCard {
    /// The card number.
    pub fn pan(&self) -> &Pan {
        &self.pan
    }

    /// The expiry.
    pub fn expiry(&self) -> Expiry {
        self.expiry
    }

    /// The CVV.
    pub fn cvv(&self) -> &Cvv {
        &self.cvv
    }

    /// The cardholder name, if the form asked for it.
    pub fn cardholder_name(&self) -> Option<&CardholderName> {
        self.cardholder_name.as_ref()
    }

    /// Whether to save the card, if the customer was asked and it can be saved.
    pub fn save(&self) -> Option<bool> {
        self.save
    }

    /// Setup flow: that the customer agrees to payments that the merchant starts later. Absent in the other flows.
    pub fn mit_consent(&self) -> Option<bool> {
        self.mit_consent
    }

    /// E-mail, addresses and the like.
    pub fn details(&self) -> &CustomerDetails {
        &self.details
    }
}

/// A field of the card form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardField {
    /// The card number.
    Number,
    /// The expiry date.
    Expiry,
    /// The CVV.
    Cvv,
    /// The cardholder name.
    CardholderName,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
    /// The billing address: its lines, city and state.
    BillingAddress,
    /// The country of the billing address.
    BillingCountry,
    /// The postcode of the billing address.
    BillingPostcode,
    /// The name of whom the order is sent to.
    ShippingName,
    /// The shipping address: its lines, city and state.
    ShippingAddress,
    /// The country of the shipping address.
    ShippingCountry,
    /// The postcode of the shipping address.
    ShippingPostcode,
    /// The notes for the delivery.
    DeliveryNotes,
    /// The app's own data for the payment: not a field that a customer sees.
    Metadata,
    /// Setup flow: the customer's consent to payments that the merchant starts later.
    Consent,
}

impl fmt::Display for CardField {
    /// The field as a sentence names it, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CardField::Number => "the card number",
            CardField::Expiry => "the expiry date",
            CardField::Cvv => "the security code",
            CardField::CardholderName => "the cardholder name",
            CardField::Email => "the e-mail address",
            CardField::Phone => "the phone number",
            CardField::BillingAddress => "the billing address",
            CardField::BillingCountry => "the country of the billing address",
            CardField::BillingPostcode => "the postcode of the billing address",
            CardField::ShippingName => "the name for the shipping",
            CardField::ShippingAddress => "the shipping address",
            CardField::ShippingCountry => "the country of the shipping address",
            CardField::ShippingPostcode => "the postcode of the shipping address",
            CardField::DeliveryNotes => "the text of the delivery notes",
            CardField::Metadata => "the metadata",
            CardField::Consent => "the customer's consent",
        })
    }
}

/// What is wrong with a field. The messages never contain what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CardProblem {
    /// With the card number.
    #[error(transparent)]
    Number(#[from] PanProblem),
    /// With the expiry date.
    #[error(transparent)]
    Expiry(#[from] ExpiryProblem),
    /// With the CVV.
    #[error(transparent)]
    Cvv(#[from] CvvProblem),
    /// With the cardholder name.
    #[error(transparent)]
    CardholderName(#[from] CardholderNameProblem),
    /// With one of the customer's details.
    #[error("{0} {1}")]
    Detail(CardField, DetailProblem),
}

impl CardProblem {
    /// The field that it is about.
    pub fn field(self) -> CardField {
        match self {
            CardProblem::Number(_) => CardField::Number,
            CardProblem::Expiry(_) => CardField::Expiry,
            CardProblem::Cvv(_) => CardField::Cvv,
            CardProblem::CardholderName(_) => CardField::CardholderName,
            CardProblem::Detail(field, _) => field,
        }
    }
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{problem}")]
pub struct FieldError {
    /// The field to mark.
    pub field: CardField,
    /// What is wrong.
    pub problem: CardProblem,
}

impl<P: Into<CardProblem>> From<P> for FieldError {
    fn from(problem: P) -> Self {
        let problem = problem.into();
        FieldError {
            field: problem.field(),
            problem,
        }
    }
}

/// Everything that is wrong with a card form: at most one error a field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CardErrors(Vec<FieldError>);

impl CardErrors {
    /// The errors, in the order of the form.
    pub fn fields(&self) -> &[FieldError] {
        &self.0
    }

    /// What is wrong with a field, if anything is.
    pub fn of(&self, field: CardField) -> Option<CardProblem> {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.problem)
    }

    fn note<T, P: Into<CardProblem>>(&mut self, result: Result<T, P>) -> Option<T> {
        result.map_err(|problem| self.push(problem.into())).ok()
    }

    /// The first problem of a field is the one that is reported.
    pub(crate) fn push(&mut self, problem: CardProblem) {
        if self.of(problem.field()).is_none() {
            self.0.push(FieldError::from(problem));
        }
    }
}

impl<P: Into<CardProblem>> From<P> for CardErrors {
    /// A single error, such as that of a saved card's CVV.
    fn from(problem: P) -> Self {
        CardErrors(vec![FieldError::from(problem)])
    }
}

impl fmt::Display for CardErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, error) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CardErrors {}
