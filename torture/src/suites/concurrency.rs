//! Thousands of checkouts of one client: nothing lost, nothing kept.

use std::time::Duration;

use anyhow::Result;
use checkout_core::config::GatewayChoice;
use checkout_core::{Checkout, CheckoutConfig, PaymentParams, live_sessions};
use tokio::task::JoinSet;

use crate::campaign::{Case, Settings};
use crate::flow::{Flow, Pace, Visit, play};
use crate::judge::{Verdict, shown};
use crate::serve::Served;
use crate::watch::{descriptors, resident_kib};

pub(crate) const NAME: &str = "concurrency";

/// What two cores can serve at once.
const WAVE: usize = 100;
/// More than a client needs that has done this before.
const MEMORY_MAY_GROW_KIB: u64 = 24 * 1024;
/// Where everybody starts at once, some wait long.
const PATIENCE: Duration = Duration::from_secs(900);

/// Two cases, each of thousands of checkouts (hundreds in the short form).
pub(crate) fn cases(settings: &Settings) -> Vec<Case> {
    let (in_waves, at_once) = if settings.short { (400, 300) } else { (10_000, 10_000) };
    let cases = [
        (format!("{in_waves} checkouts in waves of {WAVE}"), in_waves, WAVE),
        (format!("{at_once} checkouts all at once"), at_once, at_once),
    ];
    let cases = cases.into_iter().filter(|(name, ..)| settings.wants(name));
    cases
        .map(|(name, count, wave)| Case::new(name, move || crowd(count, wave)))
        .collect()
}

async fn crowd(count: usize, wave: usize) -> Result<Verdict> {
    let mut served = Served::start(count).await?;
    let checkout = Checkout::new(CheckoutConfig {
        api_url: served.url.clone(),
        gateway: GatewayChoice::Url(served.url.clone()),
        connect_timeout: Duration::from_secs(300),
        request_timeout: Duration::from_secs(600),
        read_back_limit: Duration::from_secs(60),
        allow_insecure_loopback: true,
        ..CheckoutConfig::default()
    })?;
    let mut verdict = Verdict::default();
    let mut codes_0 = 0;
    // The first wave buys what a client needs once: buffers, a pool, the allocator's arenas.
    let mut memory = None;
    let descriptors_before = descriptors();
    for intents in served.intents.chunks(wave) {
        codes_0 += one_wave(&checkout, intents, &mut verdict).await?;
        let after = memory.get_or_insert_with(resident_kib);
        let grown = resident_kib().saturating_sub(*after);
        if grown > MEMORY_MAY_GROW_KIB {
            verdict.wrong("memory", format!("{grown} KiB more than after the first wave"));
            break;
        }
        let most = descriptors_before + 2 * wave + 16;
        if descriptors() > most {
            verdict.wrong(
                "descriptors",
                format!("{} are open, {most} at most make sense", descriptors()),
            );
        }
    }
    let grown = resident_kib().saturating_sub(memory.unwrap_or_default());
    verdict
        .notes
        .push(format!("{grown} KiB more resident than after the first wave"));
    verdict.charges = served.paid().await?;
    if verdict.charges != codes_0 {
        verdict.wrong(
            "books that do not agree",
            format!("{codes_0} were told 0, {} are paid", verdict.charges),
        );
    }
    drop(checkout);
    for _ in 0..200 {
        if live_sessions() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    if live_sessions() > 0 {
        verdict.wrong("live sessions", live_sessions().to_string());
    }
    Ok(verdict)
}

/// Gives how many of a wave were told that they had paid.
async fn one_wave(checkout: &Checkout, intents: &[String], verdict: &mut Verdict) -> Result<usize> {
    let mut running = JoinSet::new();
    for intent in intents {
        let session = checkout.start_payment(PaymentParams::new(intent));
        running.spawn(async move { play(&session, Flow::NewCard, &Pace::default(), PATIENCE).await });
    }
    let mut codes_0 = 0;
    while let Some(visit) = running.join_next().await {
        let Visit { result, took, oddities } = visit?;
        verdict.took = verdict.took.max(took);
        for oddity in oddities {
            verdict.wrong("odd", oddity);
        }
        match result {
            Some(result) if result.code() == 0 => codes_0 += 1,
            Some(result) => verdict.wrong("a checkout that crowding has cost", shown(&result)),
            None => verdict.lost += 1,
        }
    }
    Ok(codes_0)
}
