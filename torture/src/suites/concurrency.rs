//! Thousands of checkouts of one client: nothing lost, nothing kept.

use std::time::Duration;

use anyhow::Result;
use checkout_core::config::GatewayChoice;
use checkout_core::{Checkout, CheckoutConfig, PaymentParams, live_sessions};
use tokio::task::JoinSet;

use crate::campaign::{Case, Settings};
use crate::customer::{Pace, Visit, play};
use crate::flow::Flow;
use crate::judge::{Verdict, shown};
use crate::serve::Served;
use crate::watch::{descriptors, resident_kib};

pub(crate) const NAME: &str = "concurrency";

/// What two cores can serve at once.
const WAVE: usize = 100;
/// What a process may have gained when a wave is over, compared with the end of its first.
const MAY_STAY_KIB: u64 = 24 * 1024;
/// What a checkout may take while it runs: its connection's buffers are most of it.
const MAY_TAKE_KIB: u64 = 160;
/// How many connections a checkout may have at once, as two hosts would need.
const MAY_CONNECT: usize = 2;
const BETWEEN_STARTS: Duration = Duration::from_millis(1);
/// What a process opens and needs whatever it does.
const OWN_DESCRIPTORS: usize = 32;
const OWN_KIB: u64 = 24 * 1024;
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
        .map(|(name, count, wave)| Case::new(name, move || crowd(count, wave)).within(2 * PATIENCE))
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
    let mut used = Use::now();
    let mut after_the_first = None;
    for intents in served.intents.chunks(wave) {
        codes_0 += one_wave(&checkout, intents, &mut verdict, &mut used).await?;
        let first = *after_the_first.get_or_insert_with(resident_kib);
        let stays = resident_kib().saturating_sub(first);
        if stays > MAY_STAY_KIB {
            verdict.wrong("memory", format!("{stays} KiB more than after the first wave"));
            break;
        }
    }
    used.judge(wave, &mut verdict);
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

/// What this process used at most.
struct Use {
    memory_before: u64,
    descriptors_before: usize,
    memory: u64,
    descriptors: usize,
    live: usize,
}

impl Use {
    fn now() -> Use {
        let (memory, descriptors) = (resident_kib(), descriptors());
        Use {
            memory_before: memory,
            descriptors_before: descriptors,
            memory,
            descriptors,
            live: 0,
        }
    }

    fn look(&mut self) {
        self.memory = self.memory.max(resident_kib());
        self.descriptors = self.descriptors.max(descriptors());
    }

    fn judge(&self, wave: usize, verdict: &mut Verdict) {
        let memory = self.memory - self.memory_before;
        let descriptors = self.descriptors - self.descriptors_before;
        let used = format!(
            "at most {} live at once, {memory} KiB and {descriptors} descriptors more than before",
            self.live
        );
        if memory > OWN_KIB + MAY_TAKE_KIB * wave as u64 || descriptors > OWN_DESCRIPTORS + MAY_CONNECT * wave {
            verdict.wrong("more than a crowd needs", used.clone());
        }
        verdict.notes.push(used);
    }
}

/// Gives how many of a wave were told that they had paid.
async fn one_wave(checkout: &Checkout, intents: &[String], verdict: &mut Verdict, used: &mut Use) -> Result<usize> {
    let mut sessions = Vec::with_capacity(intents.len());
    for intent in intents {
        sessions.push(checkout.start_payment(PaymentParams::new(intent)));
        // One kernel queues a thousand connections for a listener: a moment each lets the server take them.
        tokio::time::sleep(BETWEEN_STARTS).await;
    }
    used.live = used.live.max(live_sessions());
    // Nobody taps before the last has come.
    let mut running = JoinSet::new();
    for session in sessions {
        running.spawn(async move { play(&session, Flow::NewCard, &Pace::default(), PATIENCE).await });
        tokio::time::sleep(BETWEEN_STARTS).await;
    }
    let mut codes_0 = 0;
    while let Some(visit) = running.join_next().await {
        if running.len().is_multiple_of(64) {
            used.look();
        }
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
