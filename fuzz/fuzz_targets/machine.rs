//! The state machine, driven by bytes: each picks the next event among those that can happen, and every rule that the
//! exhaustive search checks is checked here, at depths that it does not reach.
#![no_main]

#[path = "../../core/tests/machine/alphabet.rs"]
mod alphabet;
#[path = "../../core/tests/machine/rules.rs"]
mod rules;
#[path = "../../core/tests/machine/world.rs"]
mod world;

use checkout_core::flow::{Flow, step};
use libfuzzer_sys::fuzz_target;
use world::World;

fuzz_target!(|bytes: &[u8]| {
    let Some((beginning, choices)) = bytes.split_first() else {
        return;
    };
    let flow = [Flow::Payment, Flow::SetupIntent, Flow::VirtualTerminal][usize::from(beginning % 3)];
    let mut world = World::new(flow, beginning & 64 != 0, beginning & 128 != 0);
    for choice in choices {
        let possible = alphabet::events(&world);
        let event = &possible[usize::from(*choice) % possible.len()];
        match world.after(event, &step) {
            Ok(next) => world = next,
            Err(violation) => panic!("{violation:?} after {event:?} in {:?}", world.state),
        }
    }
});
