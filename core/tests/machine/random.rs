//! Random sequences, longer than the search's and with any number in the gateway's answers.

use checkout_core::flow::{Event, Flow, GatewayAnswer, step};
use proptest::prelude::*;

use crate::alphabet::happenings;
use crate::server::Before;
use crate::world::{Happening, World};

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
fn pick(world: &World, dice: &Dice) -> Happening {
    let gives_up = |event: &Event| matches!(event, Event::Leave | Event::DeadlinePassed);
    let mut possible = happenings(world);
    if dice.code % 7 != 0 {
        possible.retain(|happening| !gives_up(&happening.event));
    }
    let Happening { event, hidden } = dice.pick.get(&possible).clone();
    let varied = vary(event.clone(), dice);
    // Another number is only taken where the server could have sent it.
    let event = if world.server.may_say(&varied, hidden) {
        varied
    } else {
        event
    };
    Happening { event, hidden }
}

fn vary(event: Event, dice: &Dice) -> Event {
    let vary = |answer| match answer {
        GatewayAnswer::Status { code: 7, challenge } => GatewayAnswer::Status {
            code: dice.code,
            challenge,
        },
        GatewayAnswer::Http { status: 200, .. } => GatewayAnswer::Http {
            status: dice.http_status,
            claims_a_code: dice.code % 2 == 0,
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
        before in prop::sample::select(vec![
            Before::Untouched,
            Before::Doubt { charged: false },
            Before::Doubt { charged: true },
            Before::SecretGone { charged: false },
            Before::SecretGone { charged: true },
        ]),
        sequence in prop::collection::vec(dice(), 1..200),
    ) {
        let mut world = World::new(flow, secret, before);
        for dice in sequence {
            let happening = pick(&world, &dice);
            match world.after(&happening, &step, &mut |_| ()) {
                Ok(next) => world = next,
                Err(violation) => prop_assert!(false, "{violation:?} after {happening:?} in {:?}", world.state),
            }
        }
    }
}
