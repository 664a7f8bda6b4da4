//! The rules for the one result of a sheet.

use checkout_core::result::{Charge, PaymentResult};
use checkout_sheet::model::{Kind, Stage};
use checkout_sheet::params::SheetResult;

use crate::rules::{Violation, hold, says_that_the_customer_left};
use crate::truth::is_success;
use crate::world::World;

pub(crate) fn check_finish(world: &World, result: &SheetResult) -> Result<(), Violation> {
    let kind = world.sheet.kind;
    let Some(payment) = &result.payment else {
        return hold(
            kind == Kind::SavedCards && result.last_attempt.is_none(),
            Violation::WrongResult,
        );
    };
    let is_running = world.session.as_ref().is_some_and(|session| session.result().is_none());
    hold(!is_running, Violation::ClosedBeforeResult)?;
    hold(
        !is_success(payment) || world.truth.is_success,
        Violation::SuccessNotGiven,
    )?;
    hold(
        !world.truth.is_in_doubt || payment.charge == Charge::Unknown,
        Violation::WrongResult,
    )?;
    check_last_attempt(world, result, payment)?;
    hold(is_grounded(world, payment), Violation::WrongResult)
}

/// It is core's own result. A sheet says by itself only that the customer left after an attempt that took nothing, or, if
/// it only reads, that nothing is settled.
fn is_grounded(world: &World, payment: &PaymentResult) -> bool {
    let truth = &world.truth;
    let is_given = truth.last.as_ref() == Some(payment);
    let is_after_an_attempt = truth.took_nothing.as_ref() == Some(payment);
    match world.sheet.kind {
        Kind::Status => is_given || (payment.code() == 99 && payment.charge == Charge::Unknown),
        // Who had left before gets what came of it.
        _ if is_after_an_attempt => truth.has_left || world.sheet.stage == Stage::Leaving,
        _ => is_given || (says_that_the_customer_left(payment) && truth.took_nothing.is_some()),
    }
}

fn check_last_attempt(world: &World, result: &SheetResult, payment: &PaymentResult) -> Result<(), Violation> {
    let took_nothing = &world.truth.took_nothing;
    hold(
        result.last_attempt.is_none() || result.last_attempt == *took_nothing,
        Violation::WrongResult,
    )?;
    let is_after_it = says_that_the_customer_left(payment) && took_nothing.is_some();
    hold(is_after_it == result.last_attempt.is_some(), Violation::LastAttemptLost)
}
