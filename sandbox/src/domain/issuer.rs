//! The card issuer's side of a 3-D Secure challenge: what its page shows, and what it makes of the customer's answer.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::challenge::{Challenge, Verdict};
use super::intent::{Intent, Money};
use super::{World, ids};

/// The code that the customer has to type.
pub(crate) const ONE_TIME_CODE: &str = "1234";

/// The customer fails the challenge with this many wrong codes.
const TRIES: u8 = 3;

/// What the customer did.
pub(crate) enum CustomerAnswer {
    Code(String),
    Failed,
    Cancelled,
}

/// What the page shows next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The question again: no code was typed.
    CodeMissing,
    /// The question again: the code was wrong, and so many tries are left.
    CodeWrong { tries_left: u8 },
    /// The end.
    Over(Verdict),
}

/// What the customer is asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) md: String,
    pub(crate) amount: Option<Money>,
    /// Scheme and last four digits.
    pub(crate) card: String,
}

/// Why there is nothing to ask.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoQuestion {
    /// No payment waits for this challenge (any more).
    Unknown,
    /// It has been answered.
    Over,
    /// The payload is not that of this challenge.
    WrongPayload,
}

impl World {
    /// Opens the page of a challenge.
    pub(crate) fn open_challenge(
        &mut self,
        md: &str,
        pa_req: &Value,
        now: OffsetDateTime,
    ) -> Result<Question, NoQuestion> {
        let intent = self.challenged_intent(md, now).ok_or(NoQuestion::Unknown)?;
        let expected = challenge_of(intent).map(|challenge| challenge.pa_req(intent.terms.purpose.amount().as_ref()));
        if expected.as_ref() != Some(pa_req) {
            return Err(NoQuestion::WrongPayload);
        }
        let id = intent.id.clone();
        let question = self.question(md, now)?;
        if let Some(intent) = self.intents.get_mut(&id) {
            intent.note(now, "ChallengeOpened", None);
        }
        Ok(question)
    }

    /// What a page that is still open asks.
    pub(crate) fn question(&self, md: &str, now: OffsetDateTime) -> Result<Question, NoQuestion> {
        let intent = self.challenged_intent(md, now).ok_or(NoQuestion::Unknown)?;
        let challenge = challenge_of(intent).ok_or(NoQuestion::Unknown)?;
        if challenge.page.verdict.is_some() {
            return Err(NoQuestion::Over);
        }
        Ok(Question {
            md: md.to_owned(),
            amount: intent.terms.purpose.amount(),
            card: format!("{} •••• {}", challenge.card.scheme, challenge.card.pan.last_four()),
        })
    }

    /// The customer's answer. Whoever answers twice is told the first verdict again.
    pub(crate) fn answer_challenge(&mut self, md: &str, answer: &CustomerAnswer, now: OffsetDateTime) -> Option<Next> {
        let id = self.challenged_intent(md, now)?.id.clone();
        let intent = self.intents.get_mut(&id)?;
        let challenge = intent.session.as_mut()?.challenge.as_mut()?;
        if let Some(verdict) = &challenge.page.verdict {
            return Some(Next::Over(verdict.clone()));
        }
        let outcome = match answer {
            CustomerAnswer::Code(code) if code.is_empty() => return Some(Next::CodeMissing),
            // The issuer of some test cards refuses whatever the customer does.
            CustomerAnswer::Code(code) if code == ONE_TIME_CODE => {
                challenge.script.expected_action_code().unwrap_or("SUCCESS")
            }
            CustomerAnswer::Code(_) => {
                challenge.page.wrong_codes += 1;
                let tries_left = TRIES.saturating_sub(challenge.page.wrong_codes);
                if tries_left > 0 {
                    intent.note(now, "ChallengeCodeWrong", None);
                    return Some(Next::CodeWrong { tries_left });
                }
                "FAILURE"
            }
            CustomerAnswer::Failed => "FAILURE",
            CustomerAnswer::Cancelled => "CANCEL",
        };
        let verdict = Verdict::new(outcome, md, now);
        challenge.page.verdict = Some(verdict.clone());
        intent.note(now, "ChallengeAnswered", Some(outcome.to_owned()));
        Some(Next::Over(verdict))
    }

    /// The intent whose payment waits for this challenge. A live session has at most one.
    fn challenged_intent(&self, md: &str, now: OffsetDateTime) -> Option<&Intent> {
        self.intents.values().find(|intent| {
            let live = intent.session.as_ref().is_some_and(|session| session.is_live(now));
            live && challenge_of(intent).is_some_and(|challenge| challenge.md == md)
        })
    }
}

fn challenge_of(intent: &Intent) -> Option<&Challenge> {
    intent.session.as_ref()?.challenge.as_ref()
}

impl Challenge {
    /// The payload that opens it. A stand-in for a 3-D Secure component can read from it what this card's holder would do.
    pub(crate) fn pa_req(&self, amount: Option<&Money>) -> Value {
        json!({
            "messageType": "CReq",
            "threeDSServerTransID": self.md,
            "maskedCard": self.card.pan.masked(),
            "purchaseAmount": amount.map(|amount| amount.value),
            "purchaseCurrency": amount.map(|amount| amount.currency_code.as_str()),
            "expectedActionCode": self.script.expected_action_code(),
        })
    }

    /// Whether the issuer stands by a claim that the customer was authenticated. It does so for challenges that a 3-D
    /// Secure component of the app has shown: those never came to the page.
    pub(crate) fn issuer_stands_by(&self, pa_res: &str) -> bool {
        match &self.page.verdict {
            Some(verdict) => verdict.pa_res.as_deref() == Some(pa_res),
            None => true,
        }
    }
}

impl Verdict {
    fn new(outcome: &str, md: &str, now: OffsetDateTime) -> Self {
        let claims = json!({
            "iss": "checkout-sandbox",
            "iat": now.unix_timestamp(),
            "jti": ids::transaction_id(),
            "Payload": { "Validated": true, "ActionCode": outcome, "ErrorNumber": 0, "TransactionId": md },
        });
        Self {
            outcome: outcome.to_owned(),
            pa_res: (outcome == "SUCCESS").then(|| ids::signed(&claims)),
        }
    }
}
