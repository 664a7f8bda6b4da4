//! The state machine, driven by bytes: each picks what happens next, and every rule that the exhaustive search checks is
//! checked here, at depths that it does not reach.
#![no_main]
#![allow(dead_code, reason = "the search uses more of these modules than this target does")]

#[path = "../../core/tests/machine/alphabet.rs"]
mod alphabet;
#[path = "../../core/tests/machine/rules.rs"]
mod rules;
#[path = "../../core/tests/machine/server.rs"]
mod server;
#[path = "../../core/tests/machine/world.rs"]
mod world;

use checkout_core::flow::{Flow, step};
use libfuzzer_sys::fuzz_target;
use server::Before;
use world::World;

fuzz_target!(|bytes: &[u8]| {
    let [flow, before, happenings @ ..] = bytes else { return };
    let flow = [Flow::Payment, Flow::SetupIntent, Flow::VirtualTerminal][usize::from(flow % 3)];
    let mut world = World::new(flow, before & 1 != 0, before_it_began(before >> 1));
    for choice in happenings {
        let possible = alphabet::happenings(&world);
        let Some(happening) = possible.get(usize::from(*choice) % possible.len().max(1)) else {
            return;
        };
        match world.after(happening, &step, &mut |_| ()) {
            Ok(next) => world = next,
            Err(violation) => panic!("{violation:?} after {happening:?} in {:?}", world.state),
        }
    }
});

fn before_it_began(choice: u8) -> Before {
    let charged = choice & 1 != 0;
    match choice >> 1 & 3 {
        0 | 1 => Before::Untouched,
        2 => Before::Doubt { charged },
        _ => Before::SecretGone { charged },
    }
}
