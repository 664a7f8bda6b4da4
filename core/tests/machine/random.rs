//! Random sequences, longer than the search's and with any number in the gateway's answers.

use checkout_core::flow::{Event, Flow, GatewayAnswer, step};
use proptest::prelude::*;

use crate::alphabet::events;
use crate::world::World;

#[derive(Clone, Debug)]
struct Dice {
    pick: prop::sample::Index,
    code: i64,
    http_status: u16,
}

fn dice() -> impl Strategy<Value = Dice> {
    let code = prop_oneof![any::<i64>(), -10..8000_i64];
    (any::<prop::sample::Index>(), code, 100..600_u16).prop_map(|(pick, code, http_status)| Dice {
        pick,
        code,
        http_status,
    })
}

/// Leaving ends most checkouts at once; a long one needs a host that mostly stays.
fn pick(world: &World, dice: &Dice) -> Event {
    let gives_up = |event: &Event| matches!(event, Event::Leave | Event::DeadlinePassed);
    let mut possible = events(world);
    if dice.code % 7 != 0 {
        possible.retain(|event| !gives_up(event));
    }
    vary(dice.pick.get(&possible).clone(), dice)
}

fn vary(event: Event, dice: &Dice) -> Event {
    let vary = |answer| match answer {
        GatewayAnswer::Status { code: 7, challenge } => GatewayAnswer::Status {
            code: dice.code,
            challenge,
        },
        GatewayAnswer::Http { status: 302 } => GatewayAnswer::Http {
            status: dice.http_status,
        },
        answer => answer,
    };
    match event {
        Event::PaymentAnswered(answer) => Event::PaymentAnswered(vary(answer)),
        Event::ThreeDsCompleted(answer) => Event::ThreeDsCompleted(vary(answer)),
        event => event,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn random_sequences_keep_the_five_rules(
        flow in prop::sample::select(vec![Flow::Payment, Flow::SetupIntent, Flow::VirtualTerminal]),
        secret: bool,
        unknown: bool,
        sequence in prop::collection::vec(dice(), 1..200),
    ) {
        let mut world = World::new(flow, secret, unknown);
        for dice in sequence {
            let event = pick(&world, &dice);
            match world.after(&event, &step) {
                Ok(next) => world = next,
                Err(violation) => prop_assert!(false, "{violation:?} after {event:?} in {:?}", world.state),
            }
        }
    }
}
