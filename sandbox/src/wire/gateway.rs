//! Payment gateway bodies. The request types hold card data, so none of them can be printed.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use crate::domain::cards::Pan;
use crate::domain::customer::Expiry;
use crate::domain::ids;
use crate::domain::intent::Collected;
use crate::domain::payment::{Attempt, ChallengeReport, Instrument, PaymentAnswer};

/// Device data, card payment and saved-card payment share one request type; unused fields are left out.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PaymentRequest {
    #[serde(rename = "cV2")]
    cv2: Option<String>,
    card_number: Option<String>,
    card_name: Option<String>,
    expiry_date: Option<String>,
    save_payment_method: Option<bool>,
    mit_consent_given: Option<bool>,
    user_email_address: Option<String>,
    user_phone_number: Option<String>,
    billing_address: Option<GatewayAddress>,
    shipping_details: Option<GatewayShipping>,
    payment_method_id: Option<String>,
    meta_data: Option<BTreeMap<String, String>>,
}

/// An address of the gateway; unlike one of the API host it may lack everything.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GatewayAddress {
    address1: Option<String>,
    address2: Option<String>,
    address3: Option<String>,
    address4: Option<String>,
    city: Option<String>,
    state: Option<String>,
    postcode: Option<String>,
    country_code: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GatewayShipping {
    name: Option<String>,
    address: Option<GatewayAddress>,
}

/// A `statusCode` 400 in the body, with the reason.
pub(crate) type Rejected = &'static str;

impl PaymentRequest {
    /// Device data needs a card of either kind. Returns the number, if it was one.
    pub(crate) fn device_data_card(&self) -> Result<Option<Pan>, Rejected> {
        if self
            .expiry_date
            .as_deref()
            .is_some_and(|text| Expiry::parse_gateway(text).is_none())
        {
            return Err(EXPIRY_FORMAT);
        }
        match (&self.card_number, &self.payment_method_id) {
            (Some(number), None) => Pan::parse(number).map(Some).ok_or("cardNumber is not a card number."),
            (None, Some(_)) => Ok(None),
            _ => Err("Exactly one of cardNumber and paymentMethodId is needed."),
        }
    }

    /// The body of `/api/payments/{secret}`: the card and its CVV.
    pub(crate) fn into_new_card(self) -> Result<Attempt, Rejected> {
        if self.payment_method_id.is_some() {
            return Err("A saved card is paid with at /api/payments/recurring/{secret}.");
        }
        let number = self.card_number.as_ref().ok_or("cardNumber is needed: digits only.")?;
        let pan =
            Pan::parse(number).ok_or("cardNumber is not a card number: digits only, with a valid check digit.")?;
        let expiry = self
            .expiry_date
            .as_deref()
            .and_then(Expiry::parse_gateway)
            .ok_or(EXPIRY_FORMAT)?;
        let instrument = Instrument::NewCard {
            pan,
            expiry,
            cardholder: self.card_name.clone(),
            save: self.save_payment_method.unwrap_or(false),
            cvv: self.cvv()?,
        };
        Ok(self.attempt(instrument))
    }

    /// The body of `/api/payments/recurring/{secret}`: the card on file and its CVV.
    pub(crate) fn into_saved_card(self) -> Result<Attempt, Rejected> {
        if self.card_number.is_some() {
            return Err("A new card is paid with at /api/payments/{secret}.");
        }
        let instrument = Instrument::SavedCard {
            payment_method_id: self.payment_method_id.clone().ok_or("paymentMethodId is needed.")?,
            cvv: self.cvv()?,
        };
        Ok(self.attempt(instrument))
    }

    fn cvv(&self) -> Result<String, Rejected> {
        self.cv2
            .clone()
            .filter(|cvv| (3..=4).contains(&cvv.len()) && cvv.bytes().all(|b| b.is_ascii_digit()))
            .ok_or("cV2 is needed: 3 or 4 digits.")
    }

    fn attempt(self, instrument: Instrument) -> Attempt {
        let (shipping_name, shipping_address) = self
            .shipping_details
            .map_or((None, None), |shipping| (shipping.name, shipping.address));
        Attempt {
            instrument,
            mit_consent: self.mit_consent_given == Some(true),
            collected: Collected {
                email_address: self.user_email_address.filter(|text| !text.is_empty()),
                phone_number: self.user_phone_number.filter(|text| !text.is_empty()),
                billing_address: self.billing_address.and_then(address),
                shipping_name: shipping_name.filter(|text| !text.is_empty()),
                shipping_address: shipping_address.and_then(address),
                // Android's virtual terminal sends the notes like this.
                delivery_notes: self
                    .meta_data
                    .and_then(|mut meta| meta.remove("DeliveryNotes"))
                    .filter(|text| !text.is_empty()),
            },
        }
    }
}

const EXPIRY_FORMAT: &str = "expiryDate is needed, written `MM / YY` with the spaces.";

/// The address in the API host's form, unless every line of it is empty: iOS sends such when it asked for none.
fn address(sent: GatewayAddress) -> Option<Map<String, Value>> {
    let Ok(Value::Object(lines)) = serde_json::to_value(sent) else {
        return None;
    };
    filled(lines)
}

/// The lines that say something, if any does. The API host always shows a country.
pub(super) fn filled(lines: impl IntoIterator<Item = (String, Value)>) -> Option<Map<String, Value>> {
    let mut lines: Map<_, _> = lines
        .into_iter()
        .filter(|(_, line)| line.as_str().is_some_and(|line| !line.is_empty()))
        .collect();
    if lines.is_empty() {
        return None;
    }
    lines.entry("countryCode").or_insert_with(|| "".into());
    Some(lines)
}

/// `POST /mobile/payments/{secret}/three-ds-complete`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ThreeDsComplete {
    /// The signed result. The sandbox goes by `cardinalValidateResponse`, unless its own page has decided.
    pa_res: String,
    transaction_id: String,
    cardinal_validate_response: Option<CardinalValidateResponse>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CardinalValidateResponse {
    is_validated: Option<bool>,
    #[serde(rename = "errorNumber")]
    _error_number: Option<i64>,
    #[serde(rename = "errorDescription")]
    _error_description: Option<String>,
    action_code: Option<String>,
}

impl From<ThreeDsComplete> for ChallengeReport {
    fn from(body: ThreeDsComplete) -> Self {
        let outcome = body.cardinal_validate_response.unwrap_or_default();
        Self {
            transaction_id: body.transaction_id,
            pa_res: body.pa_res,
            is_validated: outcome.is_validated.unwrap_or(false),
            action_code: outcome.action_code.unwrap_or_default(),
        }
    }
}

/// The token that starts a 3-D Secure session: shaped like a JWT, and opaque.
pub(crate) fn device_data_token(intent_id: &str, expires_at: i64) -> String {
    ids::signed(&json!({
        "iss": "checkout-sandbox",
        "jti": ids::transaction_id(),
        "exp": expires_at,
        "OrderId": intent_id,
    }))
}

/// The gateway's answer to a payment. It comes with HTTP 200, whatever became of the payment.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AnswerBody {
    /// 0 paid, 3 challenge, 4 referred, 5 declined, 20 duplicate, 30 failed, 99 not executed, 400, 401, 404 or 500.
    status_code: u16,
    message: String,
    /// With 3: a page that takes the form fields `JWT` and `MD`.
    step_up_url: Option<String>,
    /// With 3: the challenge, opaque.
    pa_req: Option<String>,
    /// With 3: the 3-D Secure transaction.
    md: Option<String>,
}

/// What starts a 3-D Secure session.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct DeviceDataBody {
    pub(crate) form_action: String,
    /// Shaped like a JWT, and opaque.
    pub(crate) token: String,
}

/// A step before a payment: what was asked for, or a `statusCode` that says why not.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Step<T> {
    Done(T),
    Refused(AnswerBody),
}

pub(crate) fn answer(answer: PaymentAnswer, step_up_url: &str) -> AnswerBody {
    match answer {
        PaymentAnswer::Code { code, message } => AnswerBody {
            status_code: code,
            message,
            step_up_url: None,
            pa_req: None,
            md: None,
        },
        PaymentAnswer::Challenge { md, pa_req } => AnswerBody {
            status_code: 3,
            message: "Waiting for 3-D Secure.".to_owned(),
            step_up_url: Some(step_up_url.to_owned()),
            pa_req: Some(URL_SAFE_NO_PAD.encode(pa_req.to_string())),
            md: Some(md),
        },
    }
}
