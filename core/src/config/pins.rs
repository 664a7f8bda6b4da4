//! Public keys that a host must show beside a valid certificate.

use std::collections::BTreeSet;
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Host;

/// The public keys of one host.
///
/// Pins are checked in addition to everything else: a connection to this host is made only if its certificate is valid
/// and the certificate itself, or an authority of the chain that the server sends and that leads to it, has one of these
/// keys. After [`valid_until`](Self::valid_until) they are ignored, so that an app that was not updated for years can
/// still take payments; [`CheckoutConfig::expired_pins`](super::CheckoutConfig::expired_pins) names them then, and so do the
/// [diagnostics](crate::snapshot::Diagnostic::CertificatePinsExpired) of each checkout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPins {
    /// The host, such as `api.dojo.tech`. A gateway that a region manifest names is pinned only if it is listed here.
    pub host: String,
    /// At least two pins, one of them for a key that is not in use yet: a host that has to change its key goes on with
    /// it. A pin is the SHA-256 of a certificate's SubjectPublicKeyInfo in base64, with or without `sha256/` before it.
    pub spki_sha256: Vec<String>,
    /// When the pins end: by then an update of the app should have brought others.
    pub valid_until: SystemTime,
}

/// What is wrong with the pins of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinProblem {
    /// The host is no name of a host.
    #[error("its host is not the name of a host, such as api.dojo.tech")]
    Host,
    /// An earlier entry is for the same host.
    #[error("an earlier entry is for the same host")]
    HostTwice,
    /// A pin is no SHA-256 in base64.
    #[error("a pin is not a SHA-256 in base64 (44 characters)")]
    NotSha256,
    /// There is no backup pin.
    #[error("a backup pin is missing: give at least two different ones")]
    NoBackup,
}

/// The pins of one host, read.
#[derive(Debug)]
pub(crate) struct Pins {
    pub(crate) host: String,
    pub(crate) keys: BTreeSet<[u8; 32]>,
    pub(crate) valid_until: SystemTime,
}

/// Reads the pins of all hosts. An error tells the host by its position, counted from 1.
pub(super) fn read(all: &[HostPins]) -> Result<Vec<Pins>, (usize, PinProblem)> {
    let mut read: Vec<Pins> = Vec::with_capacity(all.len());
    for (pins, position) in all.iter().zip(1..) {
        let bad = |problem| (position, problem);
        let host = host_name(&pins.host).ok_or_else(|| bad(PinProblem::Host))?;
        if read.iter().any(|earlier| earlier.host == host) {
            return Err(bad(PinProblem::HostTwice));
        }
        let keys: Option<BTreeSet<[u8; 32]>> = pins.spki_sha256.iter().map(|pin| key(pin)).collect();
        let keys = keys.ok_or_else(|| bad(PinProblem::NotSha256))?;
        if keys.len() < 2 {
            return Err(bad(PinProblem::NoBackup));
        }
        read.push(Pins {
            host,
            keys,
            valid_until: pins.valid_until,
        });
    }
    Ok(read)
}

/// The name of a host as it stands in a URL: in small letters, in Punycode; and without the dot that it may end with.
pub(crate) fn host_name(text: &str) -> Option<String> {
    let Host::Domain(name) = Host::parse(text.trim().trim_end_matches('.')).ok()? else {
        return None; // certificates for addresses exist, hosts that need pins and have no name do not
    };
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    name.bytes().all(is_usual).then_some(name)
}

fn key(pin: &str) -> Option<[u8; 32]> {
    let pin = pin.trim();
    let pin = pin.strip_prefix("sha256/").unwrap_or(pin);
    STANDARD.decode(pin).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::config::{CheckoutConfig, ConfigError};

    const A: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const B: &str = "sha256/AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    fn pins(host: &str, keys: &[&str]) -> HostPins {
        HostPins {
            host: host.to_owned(),
            spki_sha256: keys.iter().map(|key| (*key).to_owned()).collect(),
            valid_until: SystemTime::now(),
        }
    }

    fn problem(all: Vec<HostPins>) -> (usize, PinProblem) {
        let config = CheckoutConfig {
            certificate_pins: all,
            ..CheckoutConfig::default()
        };
        match config.validate() {
            Err(ConfigError::BadPins { position, problem }) => (position, problem),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn usable_pins_are_read() {
        let all = [
            pins(" API.Dojo.Tech. ", &[A, B]),
            pins("b\u{fc}cher.example.test", &[B, A, A]),
        ];
        let read = read(&all).unwrap();
        assert_eq!(read[0].host, "api.dojo.tech");
        assert_eq!(read[0].keys, BTreeSet::from([[0; 32], [1; 32]]));
        assert_eq!((&*read[1].host, read[1].keys.len()), ("xn--bcher-kva.example.test", 2));
    }

    #[test]
    fn unusable_pins_are_refused_with_their_problem() {
        for host in [
            "",
            "https://api.dojo.tech",
            "api.dojo.tech/v1",
            "api.dojo.tech:443",
            "*.dojo.tech",
            "a b",
            "192.0.2.1",
            "[::1]",
        ] {
            assert_eq!(problem(vec![pins(host, &[A, B])]), (1, PinProblem::Host), "{host:?}");
        }
        let twice = vec![pins("api.dojo.tech", &[A, B]), pins("API.dojo.tech.", &[A, B])];
        assert_eq!(problem(twice), (2, PinProblem::HostTwice));
        for odd in [
            "",
            "AAAA",
            "sha1/AAAA",
            &A[..43],
            &format!("{A}{A}"),
            &A.replace('=', "-"),
            &format!("{}B=", &A[..42]),
        ] {
            assert_eq!(
                problem(vec![pins("x.test", &[A, B, odd])]),
                (1, PinProblem::NotSha256),
                "{odd:?}"
            );
        }
        for too_few in [&[][..], &[A], &[A, A]] {
            assert_eq!(problem(vec![pins("x.test", too_few)]), (1, PinProblem::NoBackup));
        }
    }

    #[test]
    fn expired_pins_are_named() {
        let (now, second) = (SystemTime::now(), Duration::from_secs(1));
        let until = |host, valid_until| HostPins {
            valid_until,
            ..pins(host, &[A, B])
        };
        let config = CheckoutConfig {
            certificate_pins: vec![until("old.test", now), until("good.test", now + second)],
            ..CheckoutConfig::default()
        };
        assert_eq!(config.expired_pins(now), ["old.test"]);
        assert!(config.expired_pins(now - second).is_empty());
    }
}
