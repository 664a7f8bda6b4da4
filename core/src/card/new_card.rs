//! A card that the customer types in: what the form holds, and what it becomes once every field is right.

use std::fmt;

use super::cardholder::{CardholderName, CardholderNameProblem};
use super::cvv::{Cvv, CvvProblem};
use super::expiry::{Expiry, ExpiryProblem, UtcDay};
use super::pan::{Pan, PanProblem};
use super::scheme::{CardScheme, SchemeGuess};
use crate::secret::Secret;

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
    /// Whether to save the card for the next checkout, if the customer was asked.
    pub save: Option<bool>,
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

    /// Checks every field, and reports all that are wrong, so that a form can mark them at once.
    ///
    /// `supported_schemes` are the names in the intent, in any case; `today` decides whether the card has expired.
    pub fn validate(&self, supported_schemes: &[impl AsRef<str>], today: UtcDay) -> Result<NewCard, CardErrors> {
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

        match (pan, expiry, cvv, cardholder_name) {
            (Some(pan), Some(expiry), Some(cvv), Some(cardholder_name)) => Ok(NewCard {
                pan,
                expiry,
                cvv,
                cardholder_name,
                save: self.save,
            }),
            _ => Err(errors),
        }
    }

    /// The scheme as far as the number tells it: a mistyped number still says how long its CVV is.
    fn scheme(&self) -> Option<CardScheme> {
        SchemeGuess::while_typing(self.number.expose()).definite()
    }
}

fn accepted(pan: Pan, supported_schemes: &[impl AsRef<str>]) -> Result<Pan, PanProblem> {
    match pan.scheme() {
        Some(scheme) if scheme.is_among(supported_schemes) => Ok(pan),
        _ => Err(PanProblem::SchemeNotAccepted),
    }
}

fn valid_on(expiry: Expiry, today: UtcDay) -> Result<Expiry, ExpiryProblem> {
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

    /// Whether to save the card, if the customer was asked.
    pub fn save(&self) -> Option<bool> {
        self.save
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
}

impl CardProblem {
    /// The field that it is about.
    pub fn field(self) -> CardField {
        match self {
            CardProblem::Number(_) => CardField::Number,
            CardProblem::Expiry(_) => CardField::Expiry,
            CardProblem::Cvv(_) => CardField::Cvv,
            CardProblem::CardholderName(_) => CardField::CardholderName,
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
        result.map_err(|problem| self.0.push(FieldError::from(problem))).ok()
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
