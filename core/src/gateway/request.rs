//! The gateway's request bodies. Keys and formats are the wire's; what the customer was not asked is left out.

use serde::Serialize;

use super::Instrument;
use crate::secret::InRequest;
use crate::threeds::ChallengeOutcome;

/// The body of a payment, and of the device data that precedes it: one and the same.
#[derive(Serialize)]
pub(super) struct PaymentBody<'a> {
    #[serde(rename = "cV2")]
    cvv: InRequest<'a>,
    #[serde(flatten)]
    method: MethodFields<'a>,
    #[serde(rename = "metaData")]
    meta_data: MetaData,
}

#[derive(Serialize)]
#[serde(untagged)]
enum MethodFields<'a> {
    #[serde(rename_all = "camelCase")]
    SavedCard { payment_method_id: &'a str },
    #[serde(rename_all = "camelCase")]
    NewCard {
        card_number: InRequest<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        card_name: Option<InRequest<'a>>,
        /// `MM / YY`, with the spaces.
        expiry_date: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        save_payment_method: Option<bool>,
    },
}

#[derive(Serialize)]
struct MetaData {
    #[serde(rename = "dojo-sdk-core-version")]
    core_version: &'static str,
}

impl<'a> PaymentBody<'a> {
    pub(super) fn of(instrument: &'a Instrument) -> Self {
        let (cvv, method) = match instrument {
            Instrument::SavedCard { id, cvv } => (cvv, MethodFields::SavedCard { payment_method_id: id }),
            Instrument::NewCard(card) => (
                card.cvv(),
                MethodFields::NewCard {
                    card_number: InRequest(card.pan().digits()),
                    card_name: card.cardholder_name().map(|name| InRequest(name.text())),
                    expiry_date: card.expiry().wire_format(),
                    save_payment_method: card.save(),
                },
            ),
        };
        PaymentBody {
            cvv: InRequest(cvv.digits()),
            method,
            meta_data: MetaData {
                core_version: concat!("rust-", env!("CARGO_PKG_VERSION")),
            },
        }
    }
}

/// The body that reports how a challenge ended.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ThreeDsCompleteBody<'a> {
    pa_res: &'a str,
    transaction_id: &'a str,
    cardinal_validate_response: CardinalValidateResponse<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CardinalValidateResponse<'a> {
    is_validated: bool,
    error_number: i32,
    error_description: &'a str,
    action_code: &'static str,
}

impl<'a> ThreeDsCompleteBody<'a> {
    pub(super) fn of(transaction_id: &'a str, outcome: &'a ChallengeOutcome) -> Self {
        ThreeDsCompleteBody {
            pa_res: &outcome.pa_res,
            transaction_id,
            cardinal_validate_response: CardinalValidateResponse {
                is_validated: outcome.action.is_validated(),
                error_number: outcome.error_number,
                error_description: &outcome.error_description,
                action_code: outcome.action.wire_name(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::card::{Cvv, NewCardInput, UtcDay};

    fn new_card(name: Option<&str>, save: Option<bool>) -> Instrument {
        let mut input = NewCardInput::new("5200 0000 0000 1005", "1/29", "020");
        input.cardholder_name = name.map(Into::into);
        input.save = save;
        let today = UtcDay::new(2026, 3, 1).unwrap();
        Instrument::NewCard(input.validate(&["MASTERCARD"], today).unwrap())
    }

    fn body(instrument: &Instrument) -> Value {
        serde_json::to_value(PaymentBody::of(instrument)).unwrap()
    }

    fn meta_data() -> Value {
        json!({ "dojo-sdk-core-version": concat!("rust-", env!("CARGO_PKG_VERSION")) })
    }

    #[test]
    fn a_new_card() {
        assert_eq!(
            body(&new_card(Some("A Demo"), Some(true))),
            json!({ "cV2": "020", "cardNumber": "5200000000001005", "cardName": "A Demo", "expiryDate": "01 / 29",
                "savePaymentMethod": true, "metaData": meta_data() })
        );
    }

    /// D5-03.
    #[test]
    fn what_the_customer_was_not_asked_is_left_out() {
        assert_eq!(
            body(&new_card(None, None)),
            json!({ "cV2": "020", "cardNumber": "5200000000001005", "expiryDate": "01 / 29", "metaData": meta_data() })
        );
        assert_eq!(body(&new_card(None, Some(false)))["savePaymentMethod"], json!(false));
    }

    #[test]
    fn a_saved_card() {
        let instrument = Instrument::SavedCard {
            id: "pm_demo_1".to_owned(),
            cvv: Cvv::parse("1234", None).unwrap(),
        };
        assert_eq!(
            body(&instrument),
            json!({ "cV2": "1234", "paymentMethodId": "pm_demo_1", "metaData": meta_data() })
        );
    }

    #[test]
    fn the_end_of_a_challenge() {
        let body =
            |outcome: ChallengeOutcome| serde_json::to_value(ThreeDsCompleteBody::of("3ds-tx-0001", &outcome)).unwrap();
        assert_eq!(
            body(ChallengeOutcome::authenticated("eyJ.demo.jwt")),
            json!({ "paRes": "eyJ.demo.jwt", "transactionId": "3ds-tx-0001", "cardinalValidateResponse": {
                "isValidated": true, "errorNumber": 0, "errorDescription": "", "actionCode": "SUCCESS" } })
        );
        assert_eq!(
            body(ChallengeOutcome::error(-7, "no \"network\"")),
            json!({ "paRes": "", "transactionId": "3ds-tx-0001", "cardinalValidateResponse": {
                "isValidated": false, "errorNumber": -7, "errorDescription": "no \"network\"", "actionCode": "ERROR" } })
        );
        for (outcome, action) in [
            (ChallengeOutcome::failed(), "FAILURE"),
            (ChallengeOutcome::cancelled(), "CANCEL"),
            (ChallengeOutcome::timed_out(), "TIMEOUT"),
        ] {
            let response = &body(outcome)["cardinalValidateResponse"];
            assert_eq!(
                (&response["isValidated"], &response["actionCode"]),
                (&json!(false), &json!(action))
            );
        }
    }

    #[test]
    fn printing_an_instrument_shows_no_secret() {
        let printed = format!("{:?}", new_card(Some("A Demo"), None));
        for secret in ["5200", "1005", "020", "A Demo"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
