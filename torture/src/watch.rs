//! What must not be left behind: sessions, descriptors, panics, secrets in a log, requests to somebody else.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use checkout_core::live_sessions;
use tokio::net::TcpListener;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::flow::card;

static PANICS: AtomicUsize = AtomicUsize::new(0);
static STRAYS: AtomicUsize = AtomicUsize::new(0);
static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Descriptors that a runtime may keep for itself.
const OWN_DESCRIPTORS: usize = 8;

/// Looks after a suite: what was there when it began is not its own.
pub(crate) struct Watch {
    descriptors: usize,
    panics: usize,
    strays: usize,
    stray_port: u16,
}

impl Watch {
    /// Reads every word that the core logs, and hears every panic. Once per process.
    pub(crate) fn install() {
        let words = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(Words)
            .with_filter(filter_fn(|about| about.target() == "checkout"));
        let _ = tracing_subscriber::registry().with(words).try_init();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANICS.fetch_add(1, Ordering::SeqCst);
            before(panic);
        }));
    }

    /// Begins to watch, with a server at which nobody has any business.
    pub(crate) async fn begin() -> io::Result<Watch> {
        let nobody = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let stray_port = nobody.local_addr()?.port();
        tokio::spawn(async move {
            while nobody.accept().await.is_ok() {
                STRAYS.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ok(Watch {
            descriptors: descriptors(),
            panics: PANICS.load(Ordering::SeqCst),
            strays: STRAYS.load(Ordering::SeqCst),
            stray_port,
        })
    }

    /// Where a request would be seen that went to somebody else.
    pub(crate) fn stray_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.stray_port)
    }

    /// What is left behind, after a while in which things may end.
    pub(crate) async fn leaks(&self) -> Vec<String> {
        let most = self.descriptors + OWN_DESCRIPTORS;
        for _ in 0..100 {
            if live_sessions() == 0 && descriptors() <= most {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mut leaks = Vec::new();
        let mut left = |count: usize, what: &str| {
            if count > 0 {
                leaks.push(format!("{count} {what}"));
            }
        };
        left(live_sessions(), "live sessions");
        left(descriptors().saturating_sub(most), "descriptors more than before");
        left(PANICS.load(Ordering::SeqCst) - self.panics, "panics");
        left(
            STRAYS.load(Ordering::SeqCst) - self.strays,
            "connections to somebody else",
        );
        leaks.append(&mut TOLD.lock().unwrap_or_else(PoisonError::into_inner));
        leaks
    }
}

/// Open descriptors of this process.
pub(crate) fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Resident memory of this process, in KiB.
pub(crate) fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok())
        .unwrap_or(0)
}

/// Where the core's log goes: it is read, and thrown away.
struct Words;

impl<'a> MakeWriter<'a> for Words {
    type Writer = Words;

    fn make_writer(&'a self) -> Words {
        Words
    }
}

impl Write for Words {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(what) = secret_in(&String::from_utf8_lossy(bytes)) {
            let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
            told.push(format!("{what} in the core's log"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Secrets are known by their looks, so that none has to be kept to be searched for.
fn secret_in(line: &str) -> Option<&'static str> {
    let numbers = [card::APPROVED, card::CHALLENGED, card::DECLINED];
    if numbers.iter().any(|number| line.contains(number)) {
        return Some("a card number");
    }
    let is_secret = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=');
    let mut words = line.split(|c: char| !is_secret(c));
    words.find_map(|word| match word {
        word if word.len() >= 100 => Some("a session secret"),
        word if word.starts_with("cs_") && word.len() > 30 => Some("a customer secret"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_looks() {
        assert_eq!(secret_in(&format!("x {}", card::APPROVED)), Some("a card number"));
        assert_eq!(
            secret_in(&format!("POST /api/payments/{}/x", "aZ-_=".repeat(32))),
            Some("a session secret")
        );
        assert_eq!(
            secret_in(&format!("Basic cs_{}", "a".repeat(43))),
            Some("a customer secret")
        );
        assert_eq!(
            secret_in("POST /api/payments/{secret} status=200 ms=3 pi_sandbox_AAAAAAAAAAAAAAAAAAAAAA"),
            None
        );
    }

    #[test]
    fn this_process_has_memory_and_descriptors() {
        assert!(resident_kib() > 100 && descriptors() > 2);
    }
}
