//! Every event that can happen in a world: what the host may do at any time, and each answer to what is pending.

use checkout_core::card::SavedCard;
use checkout_core::flow::{
    Event, Flow, GatewayAnswer, IntentFacts, IntentKind, IntentStatus, LoadFailure, Method, SecretFreshness, WalletAuth,
};
use checkout_core::money::{Currency, Money};
use checkout_core::result::ReasonKind;
use checkout_core::summary::{PaymentSummary, Wallet};
use checkout_core::threeds::{Challenge, ChallengeOutcome};

use crate::world::{Pending, World};

const NOW: i64 = 1_000_000;

pub(crate) fn events(world: &World) -> Vec<Event> {
    let mut pending = world.pending.clone();
    pending.dedup();
    let answers = pending.into_iter().flat_map(|pending| answers(world.flow(), pending));
    host().into_iter().chain(answers).collect()
}

fn host() -> Vec<Event> {
    let saved = |id: &str| Method::SavedCard { id: id.to_owned() };
    let pay = |method| Event::Pay { method, now: NOW };
    vec![
        Event::Start,
        Event::Reject(ReasonKind::AlreadyInProgress.into()),
        pay(saved("pm_good")),
        pay(saved("pm_odd")),
        pay(saved("pm_missing")),
        pay(Method::NewCard),
        pay(Method::GooglePay),
        pay(Method::ApplePay),
        Event::DeleteSavedCard {
            id: "pm_good".to_owned(),
        },
        Event::DeleteSavedCard {
            id: "pm_missing".to_owned(),
        },
        Event::ThreeDsReady { started: true },
        Event::ThreeDsReady { started: false },
        Event::ChallengeEnded(ChallengeOutcome::authenticated("jwt")),
        Event::ChallengeEnded(ChallengeOutcome::timed_out()),
        Event::Leave,
        Event::DeadlinePassed,
    ]
}

fn answers(flow: Flow, pending: Pending) -> Vec<Event> {
    match pending {
        Pending::Intent => loads(flow, true).into_iter().map(Event::IntentLoaded).collect(),
        Pending::Refresh => loads(flow, false).into_iter().map(Event::SecretRefreshed).collect(),
        Pending::SavedCards => vec![Event::SavedCardsLoaded(vec![]), Event::SavedCardsLoaded(saved_cards())],
        Pending::Deletion => [true, false]
            .map(|deleted| Event::SavedCardDeleted {
                id: "pm_good".to_owned(),
                deleted,
            })
            .to_vec(),
        Pending::DeviceData => {
            vec![
                Event::DeviceDataCollected(Some("token".to_owned())),
                Event::DeviceDataCollected(None),
            ]
        }
        Pending::Wallet => [None, Some(WalletAuth::PanOnly), Some(WalletAuth::Cryptogram3ds)]
            .map(Event::WalletDecrypted)
            .to_vec(),
        Pending::Payment => gateway_answers().into_iter().map(Event::PaymentAnswered).collect(),
        Pending::ThreeDs => gateway_answers().into_iter().map(Event::ThreeDsCompleted).collect(),
        Pending::ReadBack => STATUSES
            .into_iter()
            .map(Some)
            .chain([None])
            .flat_map(|status| [true, false].map(|out_of_time| Event::ReadBack { status, out_of_time }))
            .collect(),
        Pending::Wait => vec![Event::Waited],
    }
}

const STATUSES: [IntentStatus; 10] = [
    IntentStatus::Created,
    IntentStatus::Authorized,
    IntentStatus::Captured,
    IntentStatus::Completed,
    IntentStatus::Canceled,
    IntentStatus::Closed,
    IntentStatus::Expired,
    IntentStatus::CardExpired,
    IntentStatus::Reversed,
    IntentStatus::Refunded,
];

fn loads(flow: Flow, every_kind: bool) -> Vec<Result<IntentFacts, LoadFailure>> {
    let fresh = SecretFreshness {
        unused: true,
        expires_at: Some(NOW + 61),
    };
    let expiring = SecretFreshness {
        expires_at: Some(NOW + 60),
        ..fresh
    };
    let used = SecretFreshness { unused: false, ..fresh };
    let undated = SecretFreshness {
        expires_at: None,
        ..fresh
    };
    let kind = match flow {
        Flow::Payment => IntentKind::CardPayment,
        Flow::SetupIntent => IntentKind::Setup,
        Flow::VirtualTerminal => IntentKind::VirtualTerminal,
    };
    let customer = Some("cust_1");
    let of_status = |status| intent(status, kind, fresh, customer);
    let of_secret = |secret| intent(IntentStatus::Created, kind, secret, customer);
    let mut loads: Vec<_> = STATUSES.into_iter().map(of_status).map(Ok).collect();
    let other_kinds = [IntentKind::CardPayment, IntentKind::Setup, IntentKind::VirtualTerminal];
    for other in other_kinds.into_iter().filter(|other| *other != kind) {
        loads.push(Ok(intent(IntentStatus::Created, other, fresh, customer)));
        loads.push(Ok(intent(IntentStatus::Authorized, other, fresh, customer)));
    }
    if every_kind {
        loads.extend([expiring, used, undated].map(of_secret).map(Ok));
        loads.push(Ok(intent(IntentStatus::Created, kind, fresh, None)));
    }
    loads.extend(
        [
            LoadFailure::Network,
            LoadFailure::NotFound,
            LoadFailure::AccessDenied,
            LoadFailure::Server { status: 503 },
            LoadFailure::Malformed {
                what: "status".to_owned(),
            },
        ]
        .map(Err),
    );
    loads
}

fn intent(status: IntentStatus, kind: IntentKind, secret: SecretFreshness, customer_id: Option<&str>) -> IntentFacts {
    let gbp = Currency::from_code("GBP").expect("GBP is a currency");
    let mut summary = PaymentSummary::new("pi_1", Some(Money::new(1250, gbp)));
    summary.supported_schemes = vec!["VISA".to_owned()];
    summary.customer_id = customer_id.map(str::to_owned);
    if customer_id.is_some() {
        summary.wallets = vec![Wallet::GooglePay, Wallet::ApplePay];
    }
    IntentFacts {
        status,
        kind,
        secret,
        summary,
    }
}

fn saved_cards() -> Vec<SavedCard> {
    let supported = ["VISA".to_owned()];
    vec![
        SavedCard::new("pm_good", "VISA", "44565300****1096", "2029-12-31", &supported),
        SavedCard::new("pm_odd", "FUTURECARD", "99995300****1096", "2029-12-31", &supported),
    ]
}

pub(crate) fn gateway_answers() -> Vec<GatewayAnswer> {
    let status = |code| GatewayAnswer::Status { code, challenge: None };
    let challenge = Challenge {
        transaction_id: "md".to_owned(),
        payload: "paReq".to_owned(),
        step_up_url: None,
    };
    let codes = [0, 3, 4, 5, 20, 30, 40, 99, 400, 401, 404, 500, 7, 7780];
    let http = [
        200, 204, 302, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 503,
    ];
    codes
        .map(status)
        .into_iter()
        .chain([GatewayAnswer::Status {
            code: 3,
            challenge: Some(challenge),
        }])
        .chain(http.map(|status| GatewayAnswer::Http { status }))
        .chain([true, false].map(|time_left| GatewayAnswer::NotConnected { time_left }))
        .chain([GatewayAnswer::Lost])
        .collect()
}
