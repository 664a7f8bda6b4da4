//! A card that the customer types in: what the form holds, and what it becomes once every field is right.

use super::details::{CustomerDetails, CustomerDetailsInput};
use super::problems::{CardErrors, CardField, CardProblem, DetailProblem};
use crate::card::{CardScheme, CardholderName, Cvv, Expiry, ExpiryProblem, Pan, PanProblem, SchemeGuess, Today};
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
            (Some(pan), Some(expiry), Some(cvv), Some(cardholder_name), Some(details))
                if errors.fields().is_empty() =>
            {
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

pub(super) fn accepted(pan: Pan, supported_schemes: &[impl AsRef<str>]) -> Result<Pan, PanProblem> {
    match pan.is_taken(supported_schemes) {
        true => Ok(pan),
        false => Err(PanProblem::SchemeNotAccepted),
    }
}

pub(super) fn valid_on(expiry: Expiry, today: Today) -> Result<Expiry, ExpiryProblem> {
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
