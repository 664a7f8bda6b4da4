//! Which hosts a checkout talks to, and how long it waits for them.

mod error;
mod pins;

use std::time::{Duration, SystemTime};

use url::{Host, Url};

pub use error::{ConfigError, UrlProblem};
pub use pins::{HostPins, PinProblem};
pub(crate) use pins::{Pins, host_name};

/// The configuration of a checkout client. The default is Dojo's production and sandbox environment, which are one.
///
/// ```
/// use checkout_core::config::{CheckoutConfig, GatewayChoice};
///
/// let config = CheckoutConfig {
///     api_url: "http://127.0.0.1:8080".to_owned(),
///     gateway: GatewayChoice::Url("http://127.0.0.1:8080".to_owned()),
///     allow_insecure_loopback: true,
///     ..CheckoutConfig::default()
/// };
/// assert!(config.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckoutConfig {
    /// The API host, which knows intents, customers and saved cards. May have a path prefix; a trailing slash makes no
    /// difference. Default: `https://api.dojo.tech`.
    pub api_url: String,
    /// The payment gateway. Default: the one that Dojo's region manifests name.
    pub gateway: GatewayChoice,
    /// How long a connection may take to be established: DNS, TCP and TLS. Default: 10 s.
    pub connect_timeout: Duration,
    /// How long a logical request may take, with all its tries. Default: 25 s.
    pub request_timeout: Duration,
    /// How long an intent is read back, in all, when the outcome of a payment is not known. Default: 30 s.
    pub read_back_limit: Duration,
    /// Accept `http://` URLs whose host is a loopback address or `localhost`. For tests only; the default is `false`.
    pub allow_insecure_loopback: bool,
    /// Root certificates (PEM, each text may hold several) to trust beside those of the system.
    ///
    /// On Android the system's verifier takes none, so there these *replace* the system's, which is enough to talk to a
    /// test server. An app that wants to add one for good does so in its network security configuration.
    pub extra_root_certificates: Vec<String>,
    /// Public keys that hosts must show, in addition to valid certificates. Default: none, which is right for most apps:
    /// a pin that is forgotten stops payments.
    pub certificate_pins: Vec<HostPins>,
    /// Follows `checkout-sdk-rust/<version>` in the `User-Agent` header, such as `my-shop/2.1`. Visible ASCII.
    pub user_agent_suffix: Option<String>,
}

impl Default for CheckoutConfig {
    fn default() -> Self {
        CheckoutConfig {
            api_url: "https://api.dojo.tech".to_owned(),
            gateway: GatewayChoice::default(),
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(25),
            read_back_limit: Duration::from_secs(30),
            allow_insecure_loopback: false,
            extra_root_certificates: Vec::new(),
            certificate_pins: Vec::new(),
            user_agent_suffix: None,
        }
    }
}

/// How the payment gateway is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayChoice {
    /// This one. May have a path prefix; a trailing slash makes no difference.
    Url(String),
    /// The one that the newest of two manifests names.
    RegionManifests(RegionManifests),
}

impl Default for GatewayChoice {
    fn default() -> Self {
        GatewayChoice::RegionManifests(RegionManifests::default())
    }
}

/// Where the region manifests are, and what they may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionManifests {
    /// The manifest in Google's cloud. It wins when both are equally new.
    pub gcp_url: String,
    /// The manifest in Amazon's cloud.
    pub aws_url: String,
    /// The gateway when neither manifest can be used.
    pub fallback_url: String,
    /// The hosts that a manifest may name, compared without regard to case; empty means any.
    pub allowed_hosts: Vec<String>,
}

impl Default for RegionManifests {
    fn default() -> Self {
        RegionManifests {
            gcp_url: "https://storage.googleapis.com/rag-prod-manifest/rag-manifest.json".to_owned(),
            aws_url: "https://d1vkrwwafyvizg.cloudfront.net/rag-manifest.json".to_owned(),
            fallback_url: "https://web.e.connect.paymentsense.cloud".to_owned(),
            allowed_hosts: Vec::new(),
        }
    }
}

/// Longer than this nobody waits for a request; it also keeps sums of points in time from overflowing.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(3600);

impl CheckoutConfig {
    /// Checks everything that can be checked without a network. Creating a checkout does it as well.
    pub fn validate(&self) -> Result<(), ConfigError> {
        self.api_base()?;
        match &self.gateway {
            GatewayChoice::Url(url) => drop(self.base_url("gateway", url)?),
            GatewayChoice::RegionManifests(manifests) => {
                self.base_url("gcp_url", &manifests.gcp_url)?;
                self.base_url("aws_url", &manifests.aws_url)?;
                self.base_url("fallback_url", &manifests.fallback_url)?;
            }
        }
        check_timeout("connect_timeout", self.connect_timeout)?;
        check_timeout("request_timeout", self.request_timeout)?;
        if self.read_back_limit > LONGEST_TIMEOUT {
            return Err(ConfigError::BadTimeout {
                setting: "read_back_limit",
            });
        }
        if self
            .user_agent_suffix
            .as_deref()
            .is_some_and(|suffix| !suffix.bytes().all(is_visible_ascii))
        {
            return Err(ConfigError::BadUserAgentSuffix);
        }
        self.pins().map(drop)
    }

    /// The hosts whose pins have expired by then, and are ignored. For a log: an update of the app is overdue.
    pub fn expired_pins(&self, now: SystemTime) -> Vec<&str> {
        let expired = self.certificate_pins.iter().filter(|pins| pins.valid_until <= now);
        expired.map(|pins| &*pins.host).collect()
    }

    pub(crate) fn pins(&self) -> Result<Vec<Pins>, ConfigError> {
        pins::read(&self.certificate_pins).map_err(|(position, problem)| ConfigError::BadPins { position, problem })
    }

    pub(crate) fn api_base(&self) -> Result<Url, ConfigError> {
        self.base_url("api_url", &self.api_url)
    }

    /// The URL that a setting holds, once it is known to be one that requests may go to.
    pub(crate) fn base_url(&self, setting: &'static str, text: &str) -> Result<Url, ConfigError> {
        let bad = |problem| ConfigError::BadUrl { setting, problem };
        let url = Url::parse(text.trim()).map_err(|_| bad(UrlProblem::Unreadable))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(bad(UrlProblem::Scheme));
        }
        if has_user_info(&url) {
            return Err(bad(UrlProblem::UserInfo));
        }
        if url.query().is_some() {
            return Err(bad(UrlProblem::Query));
        }
        if url.fragment().is_some() {
            return Err(bad(UrlProblem::Fragment));
        }
        if !self.may_talk_to(&url) {
            return Err(ConfigError::InsecureUrl { setting });
        }
        Ok(url)
    }

    /// Whether requests may go to this URL: with TLS, or to this machine if the configuration says so.
    pub(crate) fn may_talk_to(&self, url: &Url) -> bool {
        url.scheme() == "https" || (url.scheme() == "http" && self.allow_insecure_loopback && is_loopback(url))
    }

    /// Whether every request goes to this machine without TLS.
    pub(crate) fn never_uses_tls(&self) -> bool {
        let is_http = |url: &str| {
            url.trim_start()
                .get(..5)
                .is_some_and(|start| start.eq_ignore_ascii_case("http:"))
        };
        match &self.gateway {
            GatewayChoice::Url(gateway) => is_http(&self.api_url) && is_http(gateway),
            GatewayChoice::RegionManifests(_) => false, // a manifest may name an https gateway
        }
    }
}

fn check_timeout(setting: &'static str, timeout: Duration) -> Result<(), ConfigError> {
    match timeout {
        Duration::ZERO => Err(ConfigError::BadTimeout { setting }),
        timeout if timeout > LONGEST_TIMEOUT => Err(ConfigError::BadTimeout { setting }),
        _ => Ok(()),
    }
}

fn is_visible_ascii(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

pub(crate) fn has_user_info(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether the host is this machine, by its text alone: `localhost`, 127.0.0.0/8 or `::1`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(api_url: &str, allow_insecure_loopback: bool) -> CheckoutConfig {
        CheckoutConfig {
            api_url: api_url.to_owned(),
            allow_insecure_loopback,
            ..CheckoutConfig::default()
        }
    }

    #[test]
    fn the_default_is_valid() {
        CheckoutConfig::default().validate().unwrap();
    }

    /// D5-06.
    #[test]
    fn https_urls_of_every_shape_are_accepted() {
        for url in [
            "https://api.example.test",
            "https://api.example.test/",
            "https://api.example.test/v1/master",
            "https://api.example.test/v1/master/",
            "HTTPS://api.example.test:8443",
            "https://192.0.2.7",
            "https://[2001:db8::1]/",
            " https://api.example.test\n",
        ] {
            config(url, false)
                .validate()
                .unwrap_or_else(|error| panic!("{url:?}: {error}"));
        }
    }

    #[test]
    fn unusable_urls_are_refused_with_their_problem() {
        for (url, expected) in [
            ("", UrlProblem::Unreadable),
            ("api.dojo.tech", UrlProblem::Unreadable),
            ("https://", UrlProblem::Unreadable),
            ("/v1", UrlProblem::Unreadable),
            ("ftp://api.example.test", UrlProblem::Scheme),
            ("file:///etc/passwd", UrlProblem::Scheme),
            ("data:text/plain,x", UrlProblem::Scheme),
            ("https://user@api.example.test", UrlProblem::UserInfo),
            ("https://:pass@api.example.test", UrlProblem::UserInfo),
            ("https://api.example.test?x=1", UrlProblem::Query),
            ("https://api.example.test/#x", UrlProblem::Fragment),
        ] {
            match config(url, true).validate() {
                Err(ConfigError::BadUrl {
                    setting: "api_url",
                    problem,
                }) => assert_eq!(problem, expected, "{url:?}"),
                other => panic!("{url:?}: {other:?}"),
            }
        }
    }

    /// D5-07.
    #[test]
    fn http_needs_a_loopback_host_and_permission() {
        let loopback = [
            "http://127.0.0.1",
            "http://127.9.9.9:80/x",
            "http://[::1]:8080",
            "http://localhost:1",
            "http://LOCALHOST",
        ];
        for url in loopback {
            config(url, true)
                .validate()
                .unwrap_or_else(|error| panic!("{url}: {error}"));
            assert!(
                matches!(
                    config(url, false).validate(),
                    Err(ConfigError::InsecureUrl { setting: "api_url" })
                ),
                "{url}"
            );
        }
        for url in [
            "http://api.dojo.tech",
            "http://128.0.0.1",
            "http://0.0.0.0",
            "http://[::]",
            "http://192.168.0.1",
            "http://localhost.example.test",
            "http://127.0.0.1.example.test",
            "http://[::ffff:192.0.2.1]",
        ] {
            assert!(
                matches!(
                    config(url, true).validate(),
                    Err(ConfigError::InsecureUrl { setting: "api_url" })
                ),
                "{url}"
            );
        }
    }

    #[test]
    fn every_url_of_the_gateway_is_checked() {
        let refused = |gateway| {
            let config = CheckoutConfig {
                gateway,
                ..CheckoutConfig::default()
            };
            match config.validate() {
                Err(ConfigError::InsecureUrl { setting }) => setting,
                other => panic!("{other:?}"),
            }
        };
        let http = || "http://gateway.example.test".to_owned();
        let manifests = RegionManifests::default;
        assert_eq!(refused(GatewayChoice::Url(http())), "gateway");
        let gcp = RegionManifests {
            gcp_url: http(),
            ..manifests()
        };
        let aws = RegionManifests {
            aws_url: http(),
            ..manifests()
        };
        let fallback = RegionManifests {
            fallback_url: http(),
            ..manifests()
        };
        assert_eq!(refused(GatewayChoice::RegionManifests(gcp)), "gcp_url");
        assert_eq!(refused(GatewayChoice::RegionManifests(aws)), "aws_url");
        assert_eq!(refused(GatewayChoice::RegionManifests(fallback)), "fallback_url");
    }

    #[test]
    fn timeouts_have_bounds() {
        let refused = |config: CheckoutConfig| match config.validate() {
            Err(ConfigError::BadTimeout { setting }) => setting,
            other => panic!("{other:?}"),
        };
        let default = CheckoutConfig::default;
        for timeout in [Duration::ZERO, Duration::from_secs(3601), Duration::MAX] {
            assert_eq!(
                refused(CheckoutConfig {
                    connect_timeout: timeout,
                    ..default()
                }),
                "connect_timeout"
            );
            assert_eq!(
                refused(CheckoutConfig {
                    request_timeout: timeout,
                    ..default()
                }),
                "request_timeout"
            );
        }
        assert_eq!(
            refused(CheckoutConfig {
                read_back_limit: Duration::MAX,
                ..default()
            }),
            "read_back_limit"
        );
        CheckoutConfig {
            read_back_limit: Duration::ZERO,
            ..default()
        }
        .validate()
        .unwrap();
    }

    #[test]
    fn a_user_agent_suffix_cannot_break_out_of_its_header() {
        for suffix in ["a\r\nX: y", "caf\u{e9}", "a\0b"] {
            let config = CheckoutConfig {
                user_agent_suffix: Some(suffix.to_owned()),
                ..CheckoutConfig::default()
            };
            assert!(
                matches!(config.validate(), Err(ConfigError::BadUserAgentSuffix)),
                "{suffix:?}"
            );
        }
    }

    #[test]
    fn messages_do_not_repeat_a_url() {
        let error = config("https://user:hunter2@api.example.test", false)
            .validate()
            .unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
