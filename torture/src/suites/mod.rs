//! The suites of the campaign, one a file.

pub(crate) mod clock;
pub(crate) mod concurrency;
pub(crate) mod crash;
pub(crate) mod cut_sweep;
pub(crate) mod doubt;
mod gate;
pub(crate) mod hostile;
pub(crate) mod lag;
pub(crate) mod network_change;
pub(crate) mod races;
pub(crate) mod tls_sweep;

use std::sync::Arc;

use crate::campaign::{self, Settings, Tally};
use crate::watch::Watch;

use anyhow::Result;
use tokio::sync::OnceCell;

use crate::shop::Shop;

/// The suites, in the order in which they run.
pub(crate) const NAMES: [&str; 10] = [
    cut_sweep::NAME,
    tls_sweep::NAME,
    hostile::NAME,
    network_change::NAME,
    clock::NAME,
    lag::NAME,
    doubt::NAME,
    races::NAME,
    crash::NAME,
    concurrency::NAME,
];

/// So many cases wait for something at once.
const AT_ONCE: usize = 300;
/// So many where each has processes of its own.
const PROCESSES_AT_ONCE: usize = 12;

/// Runs one suite.
pub(crate) async fn run(name: &'static str, settings: &Settings) -> Result<Tally> {
    let watch = Watch::begin().await?;
    let (cases, at_once) = match name {
        cut_sweep::NAME => (cut_sweep::cases(settings).await?, AT_ONCE),
        tls_sweep::NAME => (tls_sweep::cases(settings), AT_ONCE),
        hostile::NAME => (hostile::cases(settings, &watch.stray_url()), AT_ONCE),
        network_change::NAME => (network_change::cases(settings).await?, AT_ONCE),
        clock::NAME => (clock::cases(settings), AT_ONCE),
        lag::NAME => (lag::cases(settings), AT_ONCE),
        doubt::NAME => (doubt::cases(settings), AT_ONCE),
        races::NAME => (races::cases(settings).await?, PROCESSES_AT_ONCE),
        crash::NAME => (crash::cases(settings).await?, PROCESSES_AT_ONCE),
        _ => (concurrency::cases(settings), 1),
    };
    Ok(campaign::run(name, cases, at_once, &watch).await)
}

/// Cases share a sandbox, a few at a time: its books are read as a whole, so they must stay short.
const CASES_PER_SHOP: usize = 20;

/// A sandbox that opens when the first case needs it and closes after the last.
#[derive(Clone, Default)]
struct Booth {
    shop: Arc<OnceCell<Shop>>,
    tls: bool,
}

impl Booth {
    async fn shop(&self) -> Result<&Shop> {
        let open = async || match self.tls {
            true => Shop::with_tls().await,
            false => Shop::open().await,
        };
        self.shop.get_or_try_init(open).await
    }
}

/// Hands out booths, the same one to a few cases in a row.
#[derive(Default)]
struct Market {
    booth: Booth,
    handed_out: usize,
}

impl Market {
    fn with_tls() -> Market {
        Market {
            booth: Booth {
                tls: true,
                ..Booth::default()
            },
            handed_out: 0,
        }
    }

    fn booth(&mut self) -> Booth {
        if self.handed_out.is_multiple_of(CASES_PER_SHOP) {
            self.booth = Booth {
                shop: Arc::default(),
                tls: self.booth.tls,
            };
        }
        self.handed_out += 1;
        self.booth.clone()
    }
}
