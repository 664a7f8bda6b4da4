//! What the customer is offered, refused and asked again. The five rules are about money, and say nothing of it.

use checkout_core::flow::{
    Choice, Effect, Event, Flow, IntentFacts, IntentKind, IntentStatus, Method, Notice, Phase, Prepared, Refusal,
    SecretFreshness, State, step,
};
use checkout_core::money::{Currency, Money};

use crate::alphabet::{EXPIRED_BY, FRESH, NOW, SHOWN, intent, saved_cards};
use crate::world::params;

/// After these events, and what the last one asked for.
fn after(state: State, events: impl IntoIterator<Item = Event>) -> (State, Vec<Effect>) {
    let begin = (state, vec![]);
    events.into_iter().fold(begin, |(state, _), event| step(state, event))
}

fn open(secret: SecretFreshness, total: Money, has_customer: bool) -> IntentFacts {
    intent(
        IntentStatus::Created,
        IntentKind::CardPayment,
        secret,
        total,
        has_customer,
    )
}

/// The customer chooses, with three saved cards: `pm_good`, `pm_odd` and, expired, `pm_old`.
fn choosing() -> State {
    let mut cards = saved_cards();
    let mut old = cards[0].clone();
    old.id = "pm_old".to_owned();
    old.is_expired = true;
    cards.push(old);
    let state = State::new(params(Flow::Payment, true, false));
    let loaded = Event::IntentLoaded(Ok(open(FRESH, SHOWN, true)));
    after(state, [Event::Start, loaded, Event::SavedCardsLoaded(cards)]).0
}

fn choice(state: &State) -> &Choice {
    match state.phase() {
        Phase::Choosing(choice) => choice,
        phase => panic!("not choosing: {phase:?}"),
    }
}

fn listed(state: &State) -> Vec<&str> {
    choice(state).summary.saved_cards.iter().map(|card| &*card.id).collect()
}

fn pay(method: Method) -> Event {
    Event::Pay { method, now: NOW }
}

fn with(id: &str) -> Method {
    Method::SavedCard { id: id.to_owned() }
}

fn delete(id: &str) -> Event {
    Event::DeleteSavedCard { id: id.to_owned() }
}

fn deleted(id: &str, deleted: bool) -> Event {
    let id = id.to_owned();
    Event::SavedCardDeleted { id, deleted }
}

/// Refused, and nothing has changed.
fn refuses(state: &State, event: Event, refusal: Refusal) {
    let (next, effects) = step(state.clone(), event.clone());
    assert_eq!(effects, [Effect::Refuse(refusal)], "{event:?}");
    assert_eq!(&next, state, "{event:?}");
}

/// D2-02, D2-17, D7-13.
#[test]
fn what_is_not_offered_is_refused_and_what_is_offered_is_not() {
    let state = choosing();
    refuses(&state, pay(with("pm_missing")), Refusal::UnknownSavedCard);
    refuses(&state, pay(with("pm_odd")), Refusal::SavedCardNotPayable);
    refuses(&state, pay(with("pm_old")), Refusal::SavedCardExpired);
    for (method, effect) in [
        (with("pm_good"), Effect::CollectDeviceData),
        (Method::NewCard, Effect::CollectDeviceData),
        (Method::GooglePay, Effect::DecryptWallet),
        (Method::ApplePay, Effect::SubmitPayment),
    ] {
        assert_eq!(step(state.clone(), pay(method)).1, [effect]);
    }

    let loaded = Event::IntentLoaded(Ok(open(FRESH, SHOWN, false)));
    let (without, _) = after(State::new(params(Flow::Payment, false, false)), [Event::Start, loaded]);
    for wallet in [Method::GooglePay, Method::ApplePay] {
        refuses(&without, pay(wallet), Refusal::MethodNotOffered);
    }
}

/// D2-16.
#[test]
fn a_card_is_deleted_once_and_leaves_the_list_when_it_is_gone() {
    let state = choosing();
    refuses(&state, delete("pm_missing"), Refusal::UnknownSavedCard);
    let (state, effects) = step(state, delete("pm_good"));
    let (customer_id, id) = ("cust_1".to_owned(), "pm_good".to_owned());
    assert_eq!(effects, [Effect::DeleteSavedCard { customer_id, id }]);
    refuses(&state, delete("pm_good"), Refusal::SavedCardBeingDeleted);
    refuses(&state, pay(with("pm_good")), Refusal::SavedCardBeingDeleted);

    let (kept, _) = step(state.clone(), deleted("pm_good", false));
    assert_eq!(listed(&kept), ["pm_good", "pm_odd", "pm_old"]);
    assert!(choice(&kept).deleting.is_empty(), "it can be tried again");
    let (gone, _) = step(state, deleted("pm_good", true));
    assert_eq!(listed(&gone), ["pm_odd", "pm_old"]);
}

/// D3-16: the new total and the new secret are what is chosen with from then on.
#[test]
fn another_total_is_shown_and_paid_under_the_secret_that_came_with_it() {
    let other = Money::new(2500, Currency::GBP);
    let newer = SecretFreshness {
        expires_at: Some(EXPIRED_BY + 3_600),
        ..FRESH
    };
    let late = |method| Event::Pay {
        method,
        now: EXPIRED_BY,
    };
    let (state, effects) = step(choosing(), late(Method::NewCard));
    assert_eq!(effects, [Effect::RefreshSecret]);
    let (state, effects) = step(state, Event::SecretRefreshed(Ok(open(newer, other, true))));
    assert_eq!(effects, [Effect::ForgetInstrument]);
    assert_eq!(choice(&state).notice, Some(Notice::TotalChanged));
    assert_eq!(choice(&state).summary.total, Some(other));
    assert_eq!(listed(&state), ["pm_good", "pm_odd", "pm_old"]);

    let mut heard = choice(&state).clone();
    heard.notice = None;
    let heard = state.clone().with_phase(Phase::Choosing(heard));
    let (paying, effects) = step(state, late(Method::NewCard));
    assert_eq!(effects, [Effect::CollectDeviceData]);
    assert_eq!(paying, step(heard, late(Method::NewCard)).0, "who pays has heard it");
}

/// D3-17: another device may have just paid, so the intent is asked, and if it is open the payment goes out. Not after a
/// secret that had simply run out.
#[test]
fn after_a_refused_secret_an_open_intent_is_paid() {
    let ends = FRESH.expires_at.expect("it ends");
    for (refused_at, asks) in [(ends - 1, true), (ends, false)] {
        let refused = Event::DeviceDataCollected(Prepared::SecretRefused { now: refused_at });
        let collected = Event::DeviceDataCollected(Prepared::Done("token".to_owned()));
        let (state, effects) = after(
            choosing(),
            [
                pay(Method::NewCard),
                refused,
                Event::SecretRefreshed(Ok(open(FRESH, SHOWN, true))),
                collected,
                Event::ThreeDsReady { started: true },
            ],
        );
        if !asks {
            assert_eq!(effects, [Effect::SubmitPayment]);
            continue;
        }
        assert!(matches!(effects[..], [Effect::CheckIntent { .. }]), "{effects:?}");
        let (_, effects) = step(state, Event::IntentChecked(Ok(IntentStatus::Created)));
        assert_eq!(effects, [Effect::SubmitPayment]);
    }
}

/// D3-01: an attempt must end within a secret's life.
#[test]
fn a_secret_is_usable_once_and_until_a_minute_before_its_end() {
    let secret = |unused, left: Option<i64>| SecretFreshness {
        unused,
        expires_at: left.map(|left| NOW + left),
    };
    for (left, usable) in [
        (Some(61), true),
        (Some(60), false),
        (Some(59), false),
        (Some(-1), false),
        (None, false),
    ] {
        assert_eq!(secret(true, left).is_usable(NOW), usable, "{left:?}");
        assert!(!secret(false, left).is_usable(NOW), "{left:?}");
    }
}

#[test]
fn statuses_are_known_by_their_names_and_by_no_others() {
    for (name, status) in [
        ("Created", IntentStatus::Created),
        ("Authorized", IntentStatus::Authorized),
        ("Captured", IntentStatus::Captured),
        ("Completed", IntentStatus::Completed),
        ("Canceled", IntentStatus::Canceled),
        ("Closed", IntentStatus::Closed),
        ("Expired", IntentStatus::Expired),
        ("CardExpired", IntentStatus::CardExpired),
        ("Reversed", IntentStatus::Reversed),
        ("Refunded", IntentStatus::Refunded),
    ] {
        assert_eq!(IntentStatus::from_wire(name), Some(status));
        assert_eq!(IntentStatus::from_wire(&name.to_lowercase()), None);
    }
    assert_eq!(IntentStatus::from_wire(""), None);
}
