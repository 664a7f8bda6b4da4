//! Setup intents, the virtual terminal and the wallets, over HTTP.

use checkout_core::error::ActionError;
use checkout_core::input::{AddressInput, CustomerDetailsInput, ShippingInput};
use checkout_core::input::{CardField, NewCardInput};
use checkout_core::result::{Charge, PaymentResult, ReasonKind};
use checkout_core::summary::Wallet;
use checkout_core::threeds::ChallengeOutcome;
use checkout_core::wallet::{
    ApplePayInput, GooglePayMerchant, WalletError, apple_pay_request, google_pay_request_json,
};
use checkout_core::{CheckoutSession, SetupParams, VirtualTerminalParams};
use checkout_sandbox::NewPaymentIntent;
use serde_json::{Value, json};

use crate::shop::{APPROVED, CHALLENGED, DECLINED, Shop, card, challenge, choosing, three_ds_start};

fn reason(result: &PaymentResult) -> Option<ReasonKind> {
    result.reason.as_ref().map(|reason| reason.kind)
}

/// The body of the last request whose path ends so.
fn sent(shop: &Shop, end: &str) -> Value {
    let requests = shop.sandbox.requests();
    let request = requests.iter().rev().find(|request| request.path.ends_with(end));
    request.unwrap_or_else(|| panic!("no request to …{end}")).body.clone()
}

mod setup {
    use super::*;

    fn intent(shop: &Shop, amount: Option<Value>) -> String {
        let mut order = json!({
            "reference": "Table 4", "merchantInitiatedTransactionType": "NoShow", "terms": "20 GBP if you do not come.",
            "customer": { "id": shop.customer_id },
        });
        if let Some(amount) = amount {
            order["intendedAmount"] = amount;
        }
        shop.sandbox
            .merchant()
            .create_setup_intent(order)
            .expect("a valid setup intent")
    }

    fn consented(number: &str) -> NewCardInput {
        card(number).with_mit_consent(true)
    }

    async fn save(session: &CheckoutSession, number: &str) -> PaymentResult {
        choosing(session).await;
        session.pay_with_card(consented(number)).expect("a valid card");
        three_ds_start(session).await;
        session.three_ds_ready(true).expect("asked for");
        if number == CHALLENGED {
            challenge(session).await;
            let outcome = ChallengeOutcome::authenticated("eyJ.demo.approved");
            session.complete_challenge(outcome).expect("asked for");
        }
        session.result().await
    }

    /// D2-07, D7-18.
    #[tokio::test]
    async fn a_card_is_saved_and_nothing_is_charged() {
        let shop = Shop::open().await;
        let id = intent(&shop, None);
        let session = shop.checkout.start_setup(SetupParams::new(&id));
        let summary = choosing(&session).await;
        assert_eq!((summary.total, summary.saved_cards.len()), (None, 0));

        let Err(ActionError::InvalidCard(errors)) = session.pay_with_card(card(APPROVED)) else {
            panic!("without consent")
        };
        assert_eq!(
            errors.fields().iter().map(|e| e.field).collect::<Vec<_>>(),
            [CardField::Consent]
        );

        let result = save(&session, APPROVED).await;
        assert_eq!(
            (result.code(), result.charge, reason(&result)),
            (0, Charge::NotCharged, None)
        );
        let body = sent(&shop, "/api/payments/{secret}");
        assert_eq!(
            (&body["mitConsentGiven"], body.get("savePaymentMethod")),
            (&json!(true), None)
        );
        let cards = shop
            .checkout
            .saved_cards(&shop.customer_id, shop.secret())
            .await
            .expect("valid");
        assert_eq!(cards.len(), 1);

        let status = shop.checkout.setup_status(&id).await;
        assert_eq!((status.code(), status.charge), (0, Charge::NotCharged));
        let again = shop.checkout.start_setup(SetupParams::new(&id)).result().await;
        assert_eq!((again.code(), reason(&again)), (0, Some(ReasonKind::AlreadyCompleted)));
    }

    #[tokio::test]
    async fn it_can_be_challenged_and_declined_and_can_say_what_is_intended() {
        let shop = Shop::open().await;
        let id = intent(&shop, Some(json!({ "value": 2000, "currencyCode": "GBP" })));
        let summary = shop.checkout.setup_intent(&id).await.expect("a known intent");
        assert_eq!(summary.total.expect("it says").to_string(), "20.00 GBP");
        assert_eq!(shop.checkout.setup_status(&id).await.code(), 99);
        let declined = save(&shop.checkout.start_setup(SetupParams::new(&id)), DECLINED).await;
        assert_eq!((declined.code(), declined.charge), (5, Charge::NotCharged));
        let saved = save(&shop.checkout.start_setup(SetupParams::new(&id)), CHALLENGED).await;
        assert_eq!((saved.code(), saved.charge), (0, Charge::NotCharged));
    }

    #[tokio::test]
    async fn an_expiring_secret_is_refreshed_by_the_setup_route() {
        let shop = Shop::open().await;
        let session = shop.checkout.start_setup(SetupParams::new(intent(&shop, None)));
        choosing(&session).await;
        shop.sandbox
            .clock()
            .advance(std::time::Duration::from_secs(29 * 60 + 30));
        let _ = shop.checkout.setup_status(session.payment_intent_id()).await; // learns the server's time
        assert_eq!(save(&session, APPROVED).await.code(), 0);
        let refreshed =
            |path: &str| path.starts_with("/setup-intents/") && path.ends_with("refresh-client-session-secret");
        assert!(shop.sandbox.requests().iter().any(|request| refreshed(&request.path)));
    }

    /// D2-14.
    #[tokio::test]
    async fn flows_and_intents_have_to_match() {
        let shop = Shop::open().await;
        let terminal = shop
            .checkout
            .start_virtual_terminal(VirtualTerminalParams::new(shop.intent()));
        assert_eq!(reason(&terminal.result().await), Some(ReasonKind::WrongIntentType));
        // The setup route knows no payment intents.
        let setup = shop.checkout.start_setup(SetupParams::new(shop.intent()));
        assert_eq!(reason(&setup.result().await), Some(ReasonKind::PaymentIntentNotFound));
        let bad = shop.checkout.start_setup(SetupParams::new("../x")).result().await;
        assert_eq!((bad.code(), reason(&bad)), (400, Some(ReasonKind::InvalidArgument)));
        assert_eq!(shop.checkout.setup_status("").await.code(), 400);
    }

    /// D7-13.
    #[tokio::test]
    async fn nothing_but_a_new_card_is_offered() {
        let shop = Shop::open().await;
        let session = shop.checkout.start_setup(SetupParams::new(intent(&shop, None)));
        choosing(&session).await;
        assert_eq!(
            session.pay_with_google_pay(google("x")),
            Err(ActionError::MethodNotOffered)
        );
        assert_eq!(
            session.pay_with_apple_pay(apple("x")),
            Err(ActionError::MethodNotOffered)
        );
        session.cancel();
    }
}

mod virtual_terminal {
    use super::*;

    fn intent(shop: &Shop) -> String {
        let order = NewPaymentIntent::gbp(1250).with("cardHolderNotPresent", json!(true)).with(
            "config",
            json!({ "customerEmail": { "collectionRequired": true }, "billingAddress": { "collectionRequired": true },
                "shippingDetails": { "collectionRequired": true } }),
        );
        shop.sandbox
            .merchant()
            .create_payment_intent(order)
            .expect("a valid intent")
    }

    fn details() -> CustomerDetailsInput {
        CustomerDetailsInput {
            email: Some("alex@example.test".into()),
            billing_address: Some(AddressInput::new("GB", "AB1 2CD")),
            shipping: Some(ShippingInput {
                name: Some("Alex Example".into()),
                address: AddressInput {
                    lines: vec!["1 High Street".into()],
                    ..AddressInput::new("GB", "HU1 1AA")
                },
            }),
            delivery_notes: Some("Ring twice".into()),
            metadata: [("till".to_owned(), "7".to_owned())].into(),
            ..CustomerDetailsInput::default()
        }
    }

    /// D7-19, D7-20, D7-21.
    #[tokio::test]
    async fn a_typed_card_is_paid_with_details_and_without_device_data() {
        let shop = Shop::open().await;
        let session = shop
            .checkout
            .start_virtual_terminal(VirtualTerminalParams::new(intent(&shop)));
        let collect = choosing(&session).await.collect;
        assert!(collect.email && collect.billing_address && collect.shipping_details);
        let Err(ActionError::InvalidCard(errors)) = session.pay_with_card(card(APPROVED)) else {
            panic!("without details")
        };
        assert!(errors.of(CardField::Email).is_some() && errors.of(CardField::ShippingAddress).is_some());

        shop.sandbox.clear_requests();
        session
            .pay_with_card(card(APPROVED).with_details(details()))
            .expect("all is there");
        let result = session.result().await;
        assert_eq!((result.code(), result.charge), (0, Charge::Charged));
        assert_eq!(shop.requests(), ["pay"]);
        let body = sent(&shop, "/api/payments/{secret}");
        assert_eq!(body["shippingDetails"]["name"], "Alex Example");
        assert_eq!(
            body["billingAddress"],
            json!({ "countryCode": "GB", "postcode": "AB1 2CD" })
        );
        assert_eq!(
            (&body["metaData"]["DeliveryNotes"], &body["metaData"]["till"]),
            (&json!("Ring twice"), &json!("7"))
        );
    }

    /// D3-12.
    #[tokio::test]
    async fn a_challenge_cannot_be_met() {
        let shop = Shop::open().await;
        let session = shop
            .checkout
            .start_virtual_terminal(VirtualTerminalParams::new(intent(&shop)));
        choosing(&session).await;
        session
            .pay_with_card(card(CHALLENGED).with_details(details()))
            .expect("all is there");
        let result = session.result().await;
        assert_eq!(
            (result.code(), reason(&result)),
            (30, Some(ReasonKind::ThreeDsNotSupported))
        );
    }
}

fn google(token: &str) -> String {
    let address = json!({ "name": "Alex Example", "address1": "1 High Street", "locality": "Hull", "postalCode": "HU1 1AA",
        "countryCode": "GB", "phoneNumber": "+441482000000" });
    json!({
        "apiVersion": 2, "apiVersionMinor": 0, "email": "alex@example.test", "shippingAddress": address,
        "paymentMethodData": {
            "type": "CARD", "info": { "cardNetwork": "VISA", "billingAddress": address },
            "tokenizationData": { "type": "PAYMENT_GATEWAY", "token": token },
        },
    })
    .to_string()
}

fn apple(data: &str) -> ApplePayInput {
    let token = json!({
        "paymentData": { "data": data, "signature": "sig", "version": "EC_v1",
            "header": { "publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx" } },
        "paymentMethod": { "displayName": "Visa 1005", "network": "Visa", "type": "debit" },
        "transactionIdentifier": "TX",
    });
    ApplePayInput::new(token.to_string())
}

mod google_pay {
    use super::*;

    async fn pay(shop: &Shop, token: &str) -> CheckoutSession {
        let session = shop.start(&shop.intent());
        choosing(&session).await;
        shop.sandbox.clear_requests();
        session.pay_with_google_pay(google(token)).expect("usable");
        session
    }

    #[tokio::test]
    async fn a_cryptogram_is_paid_at_once() {
        let shop = Shop::open().await;
        let approved = pay(&shop, "google-pay-cryptogram-approved").await.result().await;
        assert_eq!((approved.code(), approved.charge), (0, Charge::Charged));
        assert_eq!(
            shop.requests(),
            [
                "/api/payments/{secret}/google-pay/decrypt-token",
                "/api/payments/{secret}/google-pay"
            ]
        );
        let body = sent(&shop, "/google-pay");
        assert!(body["metaData"]["dojo-sdk-core-version"].is_string());
        for contact in ["email", "phoneNumber", "billingContact", "shippingContact"] {
            assert_eq!(body.get(contact), None, "the intent does not collect it");
        }
        let declined = pay(&shop, "google-pay-cryptogram-declined").await.result().await;
        assert_eq!((declined.code(), declined.charge), (5, Charge::NotCharged));
    }

    #[tokio::test]
    async fn a_plain_number_takes_device_data_and_three_ds() {
        let shop = Shop::open().await;
        for (token, code) in [("google-pay-pan-only-approved", 0), ("google-pay-pan-only-declined", 5)] {
            let session = pay(&shop, token).await;
            three_ds_start(&session).await;
            session.three_ds_ready(true).expect("asked for");
            assert_eq!(session.result().await.code(), code, "{token}");
        }
        let body = sent(&shop, "/api/device-data/{secret}");
        let keys: Vec<&String> = body.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["cardNumber", "expiryDate", "metaData"]);

        let session = pay(&shop, "google-pay-pan-only-challenged").await;
        three_ds_start(&session).await;
        session.three_ds_ready(true).expect("asked for");
        challenge(&session).await;
        let outcome = ChallengeOutcome::authenticated("eyJ.demo.approved");
        session.complete_challenge(outcome).expect("asked for");
        assert_eq!(session.result().await.code(), 0);
    }

    /// D7-12.
    #[tokio::test]
    async fn a_token_that_cannot_be_opened_pays_nothing() {
        let shop = Shop::open().await;
        for token in [
            "google-pay-unknown-auth-method",
            "google-pay-undecryptable",
            "no such token",
        ] {
            let result = pay(&shop, token).await.result().await;
            let expected = (7770, Charge::NotCharged, Some(ReasonKind::WalletFailed));
            assert_eq!((result.code(), result.charge, reason(&result)), expected, "{token}");
            assert_eq!(
                shop.requests(),
                ["/api/payments/{secret}/google-pay/decrypt-token"],
                "{token}"
            );
        }
    }

    /// D5-04.
    #[tokio::test]
    async fn what_the_intent_collects_is_handed_on() {
        let shop = Shop::open().await;
        let order = NewPaymentIntent::gbp(1250).with(
            "config",
            json!({ "customerEmail": { "collectionRequired": true }, "billingAddress": { "collectionRequired": true },
                "shippingDetails": { "collectionRequired": true } }),
        );
        let intent = shop
            .sandbox
            .merchant()
            .create_payment_intent(order)
            .expect("a valid intent");
        let session = shop.start(&intent);
        choosing(&session).await;
        session
            .pay_with_google_pay(google("google-pay-cryptogram-approved"))
            .expect("usable");
        assert_eq!(session.result().await.code(), 0);
        let body = sent(&shop, "/google-pay");
        assert_eq!(
            (&body["email"], &body["phoneNumber"]),
            (&json!("alex@example.test"), &json!("+441482000000"))
        );
        for contact in ["billingContact", "shippingContact"] {
            assert_eq!(body[contact]["postcode"], "HU1 1AA", "{contact}");
            assert_eq!(body[contact].get("postalCode"), None, "{contact}");
        }
    }

    #[tokio::test]
    async fn the_request_for_the_sheet_comes_from_the_summary() {
        let shop = Shop::open().await;
        let session = shop.start(&shop.intent());
        let summary = choosing(&session).await;
        assert_eq!(summary.wallets, [Wallet::ApplePay, Wallet::GooglePay]);
        let merchant = GooglePayMerchant {
            gateway_merchant_id: "gateway-merchant-1".to_owned(),
            merchant_id: None,
            merchant_name: None,
            country_code: "GB".to_owned(),
        };
        let request: Value =
            serde_json::from_str(&google_pay_request_json(&summary, &merchant).expect("offered")).expect("JSON");
        assert_eq!(request["transactionInfo"]["totalPrice"], "12.50");
        assert_eq!(apple_pay_request(&summary, "GB").expect("offered").amount, "12.50");
        session.cancel();
    }

    /// D7-13, D7-14.
    #[tokio::test]
    async fn what_cannot_be_used_leaves_the_session_where_it_was() {
        let shop = Shop::open().await;
        let intent = NewPaymentIntent::gbp(1250).with("paymentMethods", json!(["Card"]));
        let intent = shop
            .sandbox
            .merchant()
            .create_payment_intent(intent)
            .expect("a valid intent");
        let session = shop.start(&intent);
        assert!(choosing(&session).await.wallets.is_empty());
        shop.sandbox.clear_requests();
        assert_eq!(
            session.pay_with_google_pay(google("x")),
            Err(ActionError::MethodNotOffered)
        );
        assert_eq!(
            session.pay_with_apple_pay(apple("x")),
            Err(ActionError::MethodNotOffered)
        );
        let not_json = ActionError::UnusableWalletData(WalletError::NotJson);
        assert_eq!(session.pay_with_google_pay("not JSON"), Err(not_json.clone()));
        assert_eq!(session.pay_with_apple_pay(ApplePayInput::new("[]")), Err(not_json));
        assert!(shop.requests().is_empty());
        choosing(&session).await;
        session.cancel();
    }
}

mod apple_pay {
    use super::*;

    #[tokio::test]
    async fn it_is_paid_in_one_request() {
        let shop = Shop::open().await;
        for (data, code, charge) in [
            ("apple-pay-approved", 0, Charge::Charged),
            ("apple-pay-declined", 5, Charge::NotCharged),
        ] {
            let session = shop.start(&shop.intent());
            choosing(&session).await;
            shop.sandbox.clear_requests();
            session.pay_with_apple_pay(apple(data)).expect("usable");
            let result = session.result().await;
            assert_eq!((result.code(), result.charge), (code, charge), "{data}");
            assert_eq!(shop.requests(), ["/cors/api/payments/{secret}/apple-pay"]);
        }
        let body = sent(&shop, "/apple-pay");
        assert_eq!(body.get("metaData"), None);
        assert_eq!(body.get("billingContact"), None);
    }

    /// D4-01.
    #[tokio::test]
    async fn a_lost_answer_is_looked_up_and_not_repeated() {
        let shop = Shop::open().await;
        shop.fault(json!({ "match": { "path": "/cors/api/payments/*/apple-pay" }, "action": { "cut": "after" } }));
        let session = shop.start(&shop.intent());
        choosing(&session).await;
        shop.sandbox.clear_requests();
        session.pay_with_apple_pay(apple("apple-pay-approved")).expect("usable");
        let result = session.result().await;
        assert_eq!(
            (result.code(), reason(&result)),
            (0, Some(ReasonKind::ConfirmedByIntent))
        );
        assert_eq!(shop.requests(), ["/cors/api/payments/{secret}/apple-pay", "intent"]);
    }
}
