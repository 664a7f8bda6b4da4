//! Everything that can happen in a world: what the host may do at any time, and each answer to what is pending that the
//! server may give there.
//!
//! Answers that the machine cannot tell apart are represented by one of them; `alike` checks that it cannot.

use checkout_core::card::SavedCard;
use checkout_core::flow::{
    Event, Flow, GatewayAnswer, IntentFacts, IntentKind, IntentStatus, LoadFailure, Method, Prepared, SecretFreshness,
    WalletAuth,
};
use checkout_core::money::{Currency, Money};
use checkout_core::result::ReasonKind;
use checkout_core::summary::{PaymentSummary, Wallet};
use checkout_core::threeds::{Challenge, ChallengeOutcome};

use crate::server::Hidden;
use crate::world::{Happening, Pending, World};

/// When everything happens, on the API host's clock; an hour later every secret has expired.
pub(crate) const NOW: i64 = 1_000_000;
pub(crate) const EXPIRED_BY: i64 = NOW + 3_600;

/// The total that the customer is shown first.
pub(crate) const SHOWN: Money = Money::new(1250, Currency::GBP);

pub(crate) fn happenings(world: &World) -> Vec<Happening> {
    events(world)
        .into_iter()
        .flat_map(|event| {
            [Hidden::Nothing, Hidden::Executed]
                .into_iter()
                .filter(|hidden| world.server.may_say(&event, *hidden))
                .map(|hidden| Happening {
                    event: event.clone(),
                    hidden,
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

fn events(world: &World) -> Vec<Event> {
    let mut pending = world.pending.clone();
    pending.dedup();
    let answers = pending.into_iter().flat_map(|pending| answers(world.flow(), pending));
    host().into_iter().chain(answers).collect()
}

fn host() -> Vec<Event> {
    let saved = |id: &str| Method::SavedCard { id: id.to_owned() };
    let pay = |method| Event::Pay { method, now: NOW };
    let delete = |id: &str| Event::DeleteSavedCard { id: id.to_owned() };
    vec![
        Event::Start,
        Event::Reject(ReasonKind::AlreadyInProgress.into()),
        Event::Reject(ReasonKind::InvalidArgument.into()),
        pay(saved("pm_good")),
        pay(saved("pm_odd")),
        pay(saved("pm_missing")),
        pay(Method::NewCard),
        pay(Method::GooglePay),
        pay(Method::ApplePay),
        delete("pm_good"),
        delete("pm_missing"),
        Event::ThreeDsReady { started: true },
        Event::ThreeDsReady { started: false },
        Event::ChallengeEnded(ChallengeOutcome::authenticated("jwt")),
        Event::Leave,
        Event::DeadlinePassed,
    ]
}

fn answers(flow: Flow, pending: Pending) -> Vec<Event> {
    match pending {
        Pending::Intent => loads(flow).into_iter().map(Event::IntentLoaded).collect(),
        Pending::Refresh => refreshes(flow).into_iter().map(Event::SecretRefreshed).collect(),
        Pending::SavedCards => vec![Event::SavedCardsLoaded(vec![]), Event::SavedCardsLoaded(saved_cards())],
        Pending::Deletion => [true, false]
            .map(|deleted| Event::SavedCardDeleted {
                id: "pm_good".to_owned(),
                deleted,
            })
            .to_vec(),
        Pending::DeviceData => prepared(["token".to_owned()])
            .into_iter()
            .map(Event::DeviceDataCollected)
            .collect(),
        Pending::Wallet => prepared([WalletAuth::PanOnly, WalletAuth::Cryptogram3ds])
            .into_iter()
            .map(Event::WalletDecrypted)
            .collect(),
        Pending::Check => STATUSES
            .into_iter()
            .map(Ok)
            .chain([Err(LoadFailure::Network)])
            .map(Event::IntentChecked)
            .collect(),
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

fn prepared<T>(done: impl IntoIterator<Item = T>) -> Vec<Prepared<T>> {
    let refused = [NOW, EXPIRED_BY].map(|now| Prepared::SecretRefused { now });
    let done = done.into_iter().map(Prepared::Done);
    done.chain(refused).chain([Prepared::Failed]).collect()
}

const STATUSES: [IntentStatus; 6] = [
    IntentStatus::Created,
    IntentStatus::Authorized,
    IntentStatus::Captured,
    IntentStatus::Completed,
    IntentStatus::Canceled,
    IntentStatus::Expired,
];

fn loads(flow: Flow) -> Vec<Result<IntentFacts, LoadFailure>> {
    let kind = kind_of(flow);
    let of_status = |status| intent(status, kind, FRESH, SHOWN, true);
    let of_secret = |secret| intent(IntentStatus::Created, kind, secret, SHOWN, true);
    let mut loads: Vec<_> = STATUSES.into_iter().map(of_status).map(Ok).collect();
    let expiring = SecretFreshness {
        expires_at: Some(NOW + 60),
        ..FRESH
    };
    loads.push(Ok(of_secret(expiring)));
    loads.push(Ok(intent(IntentStatus::Created, kind, FRESH, SHOWN, false)));
    loads.extend(of_other_kind(kind).map(Ok));
    loads.extend([LoadFailure::Network, LoadFailure::AccessDenied].map(Err));
    loads
}

fn refreshes(flow: Flow) -> Vec<Result<IntentFacts, LoadFailure>> {
    let kind = kind_of(flow);
    let mut refreshes: Vec<_> = STATUSES
        .into_iter()
        .map(|status| Ok(intent(status, kind, FRESH, SHOWN, true)))
        .collect();
    let other = Money::new(1250, Currency::EUR);
    refreshes.push(Ok(intent(IntentStatus::Created, kind, FRESH, other, true)));
    refreshes.extend(of_other_kind(kind).map(Ok));
    refreshes.push(Err(LoadFailure::Network));
    refreshes
}

fn kind_of(flow: Flow) -> IntentKind {
    match flow {
        Flow::Payment => IntentKind::CardPayment,
        Flow::SetupIntent => IntentKind::Setup,
        Flow::VirtualTerminal => IntentKind::VirtualTerminal,
    }
}

fn of_other_kind(kind: IntentKind) -> [IntentFacts; 2] {
    let other = match kind {
        IntentKind::CardPayment => IntentKind::Setup,
        IntentKind::Setup | IntentKind::VirtualTerminal => IntentKind::CardPayment,
    };
    [IntentStatus::Created, IntentStatus::Authorized].map(|status| intent(status, other, FRESH, SHOWN, true))
}

pub(crate) const FRESH: SecretFreshness = SecretFreshness {
    unused: true,
    expires_at: Some(NOW + 61),
};

pub(crate) fn intent(
    status: IntentStatus,
    kind: IntentKind,
    secret: SecretFreshness,
    total: Money,
    has_customer: bool,
) -> IntentFacts {
    let mut summary = PaymentSummary::new("pi_1", Some(total));
    summary.supported_schemes = vec!["VISA".to_owned()];
    summary.customer_id = has_customer.then(|| "cust_1".to_owned());
    if has_customer {
        summary.wallets = vec![Wallet::GooglePay, Wallet::ApplePay];
    }
    IntentFacts {
        status,
        kind,
        secret,
        summary,
    }
}

pub(crate) fn saved_cards() -> Vec<SavedCard> {
    let supported = ["VISA".to_owned()];
    vec![
        SavedCard::new("pm_good", "VISA", "44565300****1096", "2029-12-31", &supported),
        SavedCard::new("pm_odd", "FUTURECARD", "99995300****1096", "2029-12-31", &supported),
    ]
}

pub(crate) fn gateway_answers() -> Vec<GatewayAnswer> {
    let codes = [0, 3, 4, 5, 20, 30, 99, 400, 401, 404, 500, 7];
    let statuses = [200, 400, 401, 403, 404, 429, 503];
    let not_connected = [true, false].map(|time_left| GatewayAnswer::NotConnected { time_left });
    codes
        .map(status)
        .into_iter()
        .chain([challenge()])
        .chain(statuses.map(|status| http(status, false)))
        .chain([400, 401].map(|status| http(status, true)))
        .chain(not_connected)
        .chain([GatewayAnswer::Lost])
        .collect()
}

pub(crate) fn status(code: i64) -> GatewayAnswer {
    GatewayAnswer::Status { code, challenge: None }
}

pub(crate) fn http(status: u16, claims_a_code: bool) -> GatewayAnswer {
    GatewayAnswer::Http { status, claims_a_code }
}

fn challenge() -> GatewayAnswer {
    GatewayAnswer::Status {
        code: 3,
        challenge: Some(Challenge {
            transaction_id: "md".to_owned(),
            payload: "paReq".to_owned(),
            step_up_url: None,
        }),
    }
}

mod alike {
    //! What the search leaves out leads to the same as what it does not.

    use checkout_core::flow::{Effect, State, step};

    use super::*;
    use crate::world::params;

    fn submitting() -> State {
        let loaded = Ok(intent(
            IntentStatus::Created,
            IntentKind::VirtualTerminal,
            FRESH,
            SHOWN,
            false,
        ));
        let mut state = State::new(params(Flow::VirtualTerminal, false, false));
        let method = Method::NewCard;
        for event in [
            Event::Start,
            Event::IntentLoaded(loaded),
            Event::Pay { method, now: NOW },
        ] {
            state = step(state, event).0;
        }
        state
    }

    fn after(answer: GatewayAnswer) -> (State, Vec<Effect>) {
        step(submitting(), Event::PaymentAnswered(answer))
    }

    #[test]
    fn answers_that_the_search_leaves_out_are_like_one_that_it_has() {
        for refused in [405, 413, 415, 422] {
            assert_eq!(after(http(refused, false)), after(http(400, false)), "{refused}");
        }
        let known = [400, 401, 403, 404, 405, 413, 415, 422, 429];
        for open in (100..600).filter(|status| !known.contains(status)) {
            assert_eq!(after(http(open, false)), after(http(503, false)), "{open}");
        }
        for claimed in 100..600 {
            assert_eq!(after(http(claimed, true)), after(http(400, true)), "{claimed}");
        }
        let result = |code| {
            let (state, _) = after(status(code));
            format!("{state:?}").replace(&code.to_string(), "the code")
        };
        for unknown in [40, 7770, 7780, -1, 999, i64::MAX] {
            assert_eq!(result(unknown), result(777_777), "{unknown}");
        }
    }

    #[test]
    fn a_deletion_is_not_heard_once_a_payment_is_out_nor_anything_after_the_result() {
        let deleted = Event::SavedCardDeleted {
            id: "pm_good".to_owned(),
            deleted: true,
        };
        let unanswered = [
            submitting(),
            after(GatewayAnswer::Lost).0,
            after(status(401)).0,
            after(http(400, false)).0,
        ];
        for state in unanswered {
            assert_eq!(step(state.clone(), deleted.clone()), (state, vec![]));
        }
        let (over, _) = after(status(0));
        let late = answers(Flow::VirtualTerminal, Pending::ReadBack)
            .into_iter()
            .chain(answers(Flow::VirtualTerminal, Pending::Refresh))
            .chain([deleted, Event::Waited]);
        for event in late {
            assert_eq!(step(over.clone(), event), (over.clone(), vec![]));
        }
    }

    #[test]
    fn statuses_that_the_search_leaves_out_are_like_one_that_it_has() {
        let settled = |status| {
            let (state, _) = after(GatewayAnswer::Lost);
            let status = Some(status);
            step(
                state,
                Event::ReadBack {
                    status,
                    out_of_time: false,
                },
            )
        };
        assert_eq!(settled(IntentStatus::Closed), settled(IntentStatus::Canceled));
        assert_eq!(settled(IntentStatus::CardExpired), settled(IntentStatus::Expired));
        for status in [IntentStatus::Reversed, IntentStatus::Refunded] {
            let renamed = format!("{:?}", settled(status)).replace(&format!("Intent{status:?}"), "IntentCanceled");
            assert_eq!(renamed, format!("{:?}", settled(IntentStatus::Canceled)));
        }
    }
}
