//! Every result there can be, in every language: what is said about the money is what is known about it.

use checkout_core::flow::Flow;
use checkout_core::result::{Charge, PaymentResult, Reason, ReasonKind};
use checkout_core::status::Status;

use super::*;

const CHARGES: [Charge; 3] = [Charge::Charged, Charge::NotCharged, Charge::Unknown];
const FLOWS: [Flow; 3] = [Flow::Payment, Flow::SetupIntent, Flow::VirtualTerminal];

fn result(status: Status, charge: Charge, reason: Option<ReasonKind>) -> PaymentResult {
    PaymentResult {
        status,
        charge,
        reason: reason.map(Reason::from),
        gateway_code: None,
        payment_intent_id: "pi_1".to_owned(),
    }
}

fn every_result() -> impl Iterator<Item = PaymentResult> {
    let reasons = || ReasonKind::ALL.iter().copied().map(Some).chain([None]);
    let of_status = move |status| {
        CHARGES
            .into_iter()
            .flat_map(move |charge| reasons().map(move |reason| result(status, charge, reason)))
    };
    Status::ALL.into_iter().flat_map(of_status)
}

fn languages() -> impl Iterator<Item = Texts> {
    Language::ALL
        .into_iter()
        .map(|language| Texts::new(Locale::new(language)))
}

/// What each language calls another attempt, and says when nothing was taken.
fn words(language: Language) -> (&'static [&'static str], &'static str) {
    match language {
        Language::English => (&["try again", "try another", "another card"], "No money was taken"),
        Language::Spanish => (&["inténtelo", "intentar", "otra tarjeta"], "no se ha cobrado nada"),
        Language::Italian => (&["riprova", "un’altra carta"], "addebitato nulla"),
        Language::German => (&["versuchen", "andere karte"], "wurde nichts abgebucht"),
        Language::French => (&["réessay", "autre carte"], "Aucun débit"),
    }
}

#[test]
fn what_is_said_about_the_money_is_what_is_known() {
    for texts in languages() {
        let (attempts, nothing_taken) = words(texts.locale().language());
        let nothing_taken = nothing_taken.to_lowercase();
        for (flow, result) in FLOWS
            .into_iter()
            .flat_map(|flow| every_result().map(move |result| (flow, result)))
        {
            let told = result_text_of(flow, &result, &texts);
            let message = told.message.to_lowercase();
            let about = format!("{flow:?} {result:?}: {told:?}");
            assert!(
                !told.title.is_empty() && message.ends_with('.') && !message.contains("  "),
                "{about}"
            );
            assert!(!message.contains(['{', '}']), "{about}");
            let success = [TextId::TitlePaid, TextId::TitleSaved].map(|id| texts.get(id) == told.title);
            match result.charge {
                Charge::Charged => {
                    assert_eq!(success, [true, false], "{about}");
                    assert!(!message.contains(&nothing_taken), "{about}");
                }
                Charge::NotCharged => {
                    let is_saved = result.status == Status::Successful;
                    assert_eq!(success, [false, is_saved], "{about}");
                    let is_said =
                        [TextId::NoMoneyTaken, TextId::NoMoneyTakenNow].map(|id| told.message.ends_with(texts.get(id)));
                    assert!(is_said.contains(&true) && message.contains(&nothing_taken), "{about}");
                }
                Charge::Unknown => {
                    assert_eq!(success, [false, false], "{about}");
                    assert!(!message.contains(&nothing_taken), "{about}");
                    assert!(!attempts.iter().any(|attempt| message.contains(attempt)), "{about}");
                    let warning = match flow {
                        Flow::Payment => TextId::DoNotPayAgain,
                        Flow::SetupIntent => TextId::DoNotSaveAgain,
                        Flow::VirtualTerminal => TextId::DoNotChargeAgain,
                    };
                    assert!(told.message.ends_with(texts.get(warning)), "{about}");
                }
            }
        }
    }
}

#[test]
fn results_are_told_apart() {
    let texts = Texts::new(Locale::from_tag("en-GB"));
    let told = |status, charge, reason| result_text(&result(status, charge, reason), &texts);
    let not_charged = |status, reason| told(status, Charge::NotCharged, Some(reason));

    let declined = not_charged(Status::Declined, ReasonKind::Declined);
    assert_eq!(declined.title, "Payment declined");
    assert_eq!(
        declined.message,
        "Your bank has declined this. Check the card details or use another card. No money was taken."
    );
    let in_doubt = told(Status::Declined, Charge::Unknown, Some(ReasonKind::Declined));
    assert_eq!(in_doubt.title, "Your payment is not confirmed yet");
    assert!(
        in_doubt
            .message
            .starts_with("This attempt did not go through, but an earlier one may have.")
    );

    assert_eq!(
        told(Status::Successful, Charge::Charged, None).message,
        "Your payment has been made."
    );
    assert_eq!(
        told(Status::Successful, Charge::Charged, Some(ReasonKind::AlreadyCompleted)).message,
        "This order had already been paid. You have not been charged again."
    );
    assert_eq!(
        told(Status::Successful, Charge::NotCharged, None).message,
        "Your card has been saved. No money was taken."
    );
    assert_eq!(
        not_charged(Status::Failed, ReasonKind::IntentRefunded).message,
        "The earlier payment of this order has been refunded. No money was taken this time."
    );

    // A refusal by the bank, the customer's leaving and a fault are three things.
    let left = not_charged(Status::UserClosedWithoutPaying, ReasonKind::UserLeft);
    let fault = not_charged(Status::SdkInternalError, ReasonKind::Network);
    assert_eq!(
        (left.title.as_str(), fault.title.as_str()),
        ("Payment cancelled", "Payment not made")
    );
    let reasons = [
        ReasonKind::Declined,
        ReasonKind::Referred,
        ReasonKind::UserLeft,
        ReasonKind::Network,
        ReasonKind::ServerError,
        ReasonKind::RateLimited,
        ReasonKind::DeadlinePassed,
        ReasonKind::IntentExpired,
        ReasonKind::IntentCanceled,
        ReasonKind::WalletFailed,
        ReasonKind::ThreeDsFailed,
        ReasonKind::TotalChanged,
        ReasonKind::PaymentFailed,
    ];
    let messages: std::collections::BTreeSet<String> = reasons
        .iter()
        .map(|reason| not_charged(Status::Failed, *reason).message)
        .collect();
    assert_eq!(messages.len(), reasons.len());
}

#[test]
fn a_setup_speaks_of_the_card() {
    for texts in languages() {
        let of_payments = [
            TextId::TitlePaid,
            TextId::TitleUnknown,
            TextId::TitleNotPaid,
            TextId::TitleDeclined,
            TextId::TitleCancelled,
        ];
        for result in every_result().filter(|result| result.charge != Charge::Charged) {
            let told = result_text_of(Flow::SetupIntent, &result, &texts);
            assert!(
                !of_payments.iter().any(|id| texts.get(*id) == told.title),
                "{result:?}: {told:?}"
            );
        }
    }
    let english = Texts::default();
    for result in every_result().filter(|result| result.charge != Charge::Charged) {
        let told = result_text_of(Flow::SetupIntent, &result, &english);
        assert!(
            !told.message.contains("order") && !told.message.contains("to pay"),
            "{result:?}: {told:?}"
        );
    }
}

#[test]
fn a_replaced_text_is_in_the_result() {
    let texts = Texts::default()
        .with(TextId::NoMoneyTaken, "You keep your money.")
        .unwrap();
    let told = result_text(
        &result(Status::Declined, Charge::NotCharged, Some(ReasonKind::Declined)),
        &texts,
    );
    assert!(told.message.ends_with(" You keep your money."));
}
