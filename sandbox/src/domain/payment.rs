//! What the gateway does with money: device data, payments, and the end of a 3-D Secure challenge.

use time::OffsetDateTime;

use super::cards::{CardScript, Pan, TestCard};
use super::challenge::{Challenge, IssuerPage, PresentedCard};
use super::customer::Expiry;
use super::intent::{CardSummary, Collected, Intent, PaymentDetails, Purpose, Status};
use super::wallets::WalletCard;
use super::{World, ids};

/// The gateway's status codes that the sandbox itself decides on.
pub(crate) mod code {
    pub(crate) const PAID: u16 = 0;
    pub(crate) const DECLINED: u16 = 5;
    pub(crate) const DUPLICATE: u16 = 20;
    pub(crate) const FAILED: u16 = 30;
    pub(crate) const NOT_EXECUTED_YET: u16 = 99;
    pub(crate) const INVALID: u16 = 400;
    pub(crate) const SECRET: u16 = 401;
    pub(crate) const NO_SECRET: u16 = 404;
    pub(crate) const SERVER_ERROR: u16 = 500;
}

/// A payment request, once it is known to make sense.
pub(crate) struct Attempt {
    pub(crate) instrument: Instrument,
    /// The shopper agreed that the merchant may charge the card later; setup intents only.
    pub(crate) mit_consent: bool,
    pub(crate) collected: Collected,
}

/// The card of a payment request, with the CVV that goes with it.
pub(crate) enum Instrument {
    /// Typed by the customer.
    NewCard {
        pan: Pan,
        expiry: Expiry,
        cardholder: Option<String>,
        save: bool,
        cvv: String,
    },
    /// On file.
    SavedCard { payment_method_id: String, cvv: String },
    /// Out of a wallet's token.
    Wallet(WalletCard),
}

impl Instrument {
    fn cvv(&self) -> Option<&str> {
        match self {
            Self::NewCard { cvv, .. } | Self::SavedCard { cvv, .. } => Some(cvv),
            Self::Wallet(_) => None,
        }
    }
}

/// What the gateway answers. Always with HTTP 200.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PaymentAnswer {
    Code {
        code: u16,
        message: String,
    },
    /// Status code 3.
    Challenge {
        md: String,
        pa_req: serde_json::Value,
    },
}

impl PaymentAnswer {
    pub(crate) fn code(code: u16, message: impl Into<String>) -> Self {
        Self::Code {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn secret_rejected() -> Self {
        Self::code(code::SECRET, "The session secret is unknown, used or expired.")
    }
}

/// How a challenge ended, as the app's 3-D Secure component reports it.
#[derive(Debug)]
pub(crate) struct ChallengeReport {
    pub(crate) transaction_id: String,
    pub(crate) pa_res: String,
    pub(crate) is_validated: bool,
    pub(crate) action_code: String,
}

impl ChallengeReport {
    /// A refusal in the action code weighs more than `isValidated`. `SUCCESS` alone is none: iOS sends an error's text there.
    fn authenticated(&self) -> bool {
        match self.action_code.to_ascii_uppercase().as_str() {
            "CANCEL" | "FAILURE" | "ERROR" | "TIMEOUT" => false,
            "NOACTION" => true,
            _ => self.is_validated,
        }
    }
}

impl World {
    /// Device data for the payment that will follow under this secret. Returns the intent's id.
    pub(crate) fn collect_device_data(
        &mut self,
        secret: &str,
        card: Option<Pan>,
        now: OffsetDateTime,
    ) -> Option<String> {
        let id = self.intent_of_session(secret, now)?.id.clone();
        let intent = self.intents.get_mut(&id)?;
        if let Some(session) = intent.session.as_mut() {
            session.device_data_of = card;
        }
        intent.note(now, "DeviceDataCollected", None);
        Some(id)
    }

    /// A payment request under a session secret.
    pub(crate) fn pay(&mut self, secret: &str, attempt: Attempt, now: OffsetDateTime) -> PaymentAnswer {
        let Some(intent) = self.intent_of_session(secret, now) else {
            return PaymentAnswer::secret_rejected();
        };
        let id = intent.id.clone();
        if intent.status != Status::Created {
            return self.duplicate(&id, now);
        }
        if let Err(refused) = suits(intent, &attempt) {
            return refused;
        }
        let cvv = attempt.instrument.cvv().map(str::to_owned);
        let card = match self.present(intent, attempt.instrument) {
            Ok(card) => card,
            Err(message) => return PaymentAnswer::code(code::INVALID, message),
        };
        if let Some(intent) = self.intents.get_mut(&id) {
            intent.keep(attempt.collected);
        }
        if !self.card_schemes().contains(&card.scheme) {
            return self.refuse(
                &id,
                &card,
                code::FAILED,
                "The merchant does not take this card scheme.",
                now,
            );
        }
        if card.expiry.is_over(now.date()) {
            return self.refuse(&id, &card, code::DECLINED, "The card has expired.", now);
        }
        let Some(script) = card.pan.script() else {
            return self.refuse(&id, &card, code::DECLINED, NOT_A_TEST_CARD, now);
        };
        if cvv.is_some_and(|cvv| script.cvv != cvv) {
            return self.refuse(&id, &card, code::DECLINED, "Declined: the CVV is wrong.", now);
        }
        match script.script {
            CardScript::Approve => self.approve(&id, &card, now),
            CardScript::Answer(code) => self.refuse(&id, &card, code, answer_message(code), now),
            CardScript::Challenge
            | CardScript::ChallengeFails
            | CardScript::ChallengeCancelled
            | CardScript::ChallengeTimesOut => self.challenge(&id, card, script, now),
        }
    }

    /// The outcome of the challenge that the last payment under this secret asked for.
    pub(crate) fn complete_challenge(
        &mut self,
        secret: &str,
        report: &ChallengeReport,
        now: OffsetDateTime,
    ) -> PaymentAnswer {
        let Some(intent) = self.intent_of_session(secret, now) else {
            return PaymentAnswer::secret_rejected();
        };
        let id = intent.id.clone();
        let Some(challenge) = intent.session.as_ref().and_then(|session| session.challenge.clone()) else {
            return PaymentAnswer::code(
                code::INVALID,
                "No payment under this session secret is waiting for a challenge.",
            );
        };
        // Both SDKs send an empty id when the challenge could not even start: that is a refusal, not a mistake.
        if !report.transaction_id.is_empty() && report.transaction_id != challenge.md {
            return PaymentAnswer::code(code::INVALID, "transactionId is not the md of the challenge.");
        }
        if intent.status != Status::Created {
            return self.duplicate(&id, now);
        }
        let authenticated =
            !report.transaction_id.is_empty() && report.authenticated() && challenge.issuer_stands_by(&report.pa_res);
        if challenge.script.result() != code::PAID {
            return self.refuse(
                &id,
                &challenge.card,
                challenge.script.result(),
                "Declined: the issuer refused the challenge.",
                now,
            );
        }
        if !authenticated {
            return self.refuse(
                &id,
                &challenge.card,
                code::DECLINED,
                "Declined: the cardholder was not authenticated.",
                now,
            );
        }
        self.approve(&id, &challenge.card, now)
    }

    fn present(&self, intent: &Intent, instrument: Instrument) -> Result<PresentedCard, &'static str> {
        match instrument {
            Instrument::NewCard {
                pan,
                expiry,
                cardholder,
                save,
                ..
            } => {
                let scheme = pan.scheme().ok_or("cardNumber belongs to no known card scheme.")?;
                Ok(PresentedCard {
                    pan,
                    scheme,
                    expiry,
                    cardholder,
                    saved_id: None,
                    save,
                })
            }
            Instrument::SavedCard { payment_method_id, .. } => {
                let customer = intent
                    .customer_id()
                    .ok_or("The payment intent has no customer, so no saved card fits.")?;
                let saved = self
                    .cards_of(customer)
                    .find(|card| card.id == payment_method_id)
                    .ok_or("paymentMethodId is not a saved card of the payment intent's customer.")?;
                Ok(PresentedCard {
                    pan: saved.pan.clone(),
                    scheme: saved.scheme,
                    expiry: saved.expiry,
                    cardholder: saved.cardholder.clone(),
                    saved_id: Some(saved.id.clone()),
                    save: false,
                })
            }
            Instrument::Wallet(wallet) => Ok(PresentedCard {
                scheme: wallet.pan.scheme().ok_or("The wallet's card is of no known scheme.")?,
                pan: wallet.pan,
                expiry: wallet.expiry,
                cardholder: None,
                saved_id: None,
                save: false,
            }),
        }
    }

    pub(super) fn approve(&mut self, id: &str, card: &PresentedCard, now: OffsetDateTime) -> PaymentAnswer {
        let payment_method_id = card.saved_id.clone().or_else(|| self.save_after_payment(id, card, now));
        self.void_session(id);
        if let Some(intent) = self.intents.get_mut(id) {
            let (status, event, message) = match intent.terms.purpose {
                Purpose::Setup(_) => (Status::Completed, "Authorized", "AUTHORIZED"),
                Purpose::Payment(_) if intent.terms.manual_capture => (Status::Authorized, "Authorized", "AUTHORIZED"),
                Purpose::Payment(_) => (Status::Captured, "Captured", "DEPOSITED"),
            };
            if status == Status::Completed {
                intent.kept_card = Some(card.clone());
            }
            let details = PaymentDetails {
                payment_method_id,
                ..details(card, message, ids::auth_code(), now)
            };
            intent.note_payment(event, details.clone());
            intent.payment = Some(details);
            self.enter(id, status);
        }
        PaymentAnswer::code(code::PAID, "Paid.")
    }

    fn save_after_payment(&mut self, id: &str, card: &PresentedCard, now: OffsetDateTime) -> Option<String> {
        let intent = self.intents.get(id)?;
        let customer = intent.customer_id()?.to_owned();
        // A setup intent is the wish to save: it needs no flag.
        if !card.save && !matches!(intent.terms.purpose, Purpose::Setup(_)) {
            return None;
        }
        self.save_card(&customer, &card.pan, card.expiry, card.cardholder.clone(), now)
    }

    /// No money moved. The intent stays `Created`; a final answer uses up the secret.
    pub(super) fn refuse(
        &mut self,
        id: &str,
        card: &PresentedCard,
        code: u16,
        message: &'static str,
        now: OffsetDateTime,
    ) -> PaymentAnswer {
        let undecided = matches!(code, code::NOT_EXECUTED_YET | code::SERVER_ERROR);
        if !undecided {
            self.void_session(id);
        }
        if let Some(intent) = self.intents.get_mut(id) {
            let event = if undecided { "Error" } else { "Declined" };
            intent.note_payment(event, details(card, message, String::new(), now));
        }
        PaymentAnswer::code(code, message)
    }

    fn duplicate(&mut self, id: &str, now: OffsetDateTime) -> PaymentAnswer {
        self.void_session(id);
        if let Some(intent) = self.intents.get_mut(id) {
            intent.note(now, "DuplicateRefused", None);
        }
        PaymentAnswer::code(
            code::DUPLICATE,
            "The payment intent is not waiting to be paid any more.",
        )
    }

    fn challenge(
        &mut self,
        id: &str,
        card: PresentedCard,
        script: &'static TestCard,
        now: OffsetDateTime,
    ) -> PaymentAnswer {
        let md = ids::id("3ds-");
        let Some(intent) = self.intents.get_mut(id) else {
            return PaymentAnswer::secret_rejected();
        };
        intent.note_payment(
            "AuthChallenged",
            details(&card, "CHALLENGE_REQUESTED", String::new(), now),
        );
        let challenge = Challenge {
            md: md.clone(),
            card,
            script,
            page: IssuerPage::default(),
        };
        let pa_req = challenge.pa_req(intent.terms.purpose.amount().as_ref());
        if let Some(session) = intent.session.as_mut() {
            session.challenge = Some(challenge);
        }
        PaymentAnswer::Challenge { md, pa_req }
    }
}

pub(super) const NOT_A_TEST_CARD: &str = "Declined: not one of the sandbox's test cards.";

/// Whether an intent can be paid this way at all.
fn suits(intent: &Intent, attempt: &Attempt) -> Result<(), PaymentAnswer> {
    let invalid = |message| Err(PaymentAnswer::code(code::INVALID, message));
    let is_setup = matches!(intent.terms.purpose, Purpose::Setup(_));
    match &attempt.instrument {
        Instrument::NewCard { .. } if is_setup && !attempt.mit_consent => {
            invalid("A setup intent needs the shopper's consent: mitConsentGiven must be true.")
        }
        Instrument::NewCard { .. } => Ok(()),
        Instrument::SavedCard { .. } if is_setup => invalid("A setup intent takes a new card, not a saved one."),
        Instrument::SavedCard { .. } => Ok(()),
        Instrument::Wallet(_) if !intent.terms.takes_wallets() => {
            Err(PaymentAnswer::code(code::FAILED, "The intent does not take wallets."))
        }
        Instrument::Wallet(wallet) => {
            let collected = intent
                .session
                .as_ref()
                .and_then(|session| session.device_data_of.as_ref());
            if wallet.needs_device_data && collected != Some(&wallet.pan) {
                return invalid("A PAN_ONLY token needs device data first, collected with the decrypted card number.");
            }
            Ok(())
        }
    }
}

fn details(card: &PresentedCard, message: &'static str, auth_code: String, now: OffsetDateTime) -> PaymentDetails {
    PaymentDetails {
        transaction_id: ids::transaction_id(),
        at: now,
        message: message.into(),
        auth_code,
        card: CardSummary::from(card),
        payment_method_id: card.saved_id.clone(),
    }
}

pub(super) fn answer_message(code: u16) -> &'static str {
    match code {
        4 => "Referred to the issuer.",
        code::DECLINED => "Declined by the issuer.",
        code::DUPLICATE => "Duplicate transaction.",
        code::FAILED => "Failed.",
        code::NOT_EXECUTED_YET => "Not executed yet.",
        code::SERVER_ERROR => "Gateway error.",
        _ => "Refused.",
    }
}
