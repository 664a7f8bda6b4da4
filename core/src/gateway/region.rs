//! Which gateway to use: the one that the newest of two region manifests names.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::Method;
use reqwest::header::LAST_MODIFIED;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tracing::debug;
use url::{Host, Url};

use crate::config::{CheckoutConfig, ConfigError, RegionManifests, has_user_info, is_loopback};
use crate::http::{Answer, HttpClient, Object, Request};

/// How long both manifests may take, with their retries. They are fetched while the customer chooses, and a customer
/// who is quicker than that waits no longer than this before the fallback is used.
const MANIFESTS_TAKE: Duration = Duration::from_secs(5);

/// Chooses the gateway once per client.
#[derive(Debug)]
pub(super) struct Regions {
    gcp: Url,
    aws: Url,
    fallback: Url,
    rules: HostRules,
    chosen: OnceCell<Url>,
}

impl Regions {
    pub(super) fn new(manifests: &RegionManifests, config: &CheckoutConfig) -> Result<Self, ConfigError> {
        Ok(Regions {
            gcp: config.base_url("gcp_url", &manifests.gcp_url)?,
            aws: config.base_url("aws_url", &manifests.aws_url)?,
            fallback: config.base_url("fallback_url", &manifests.fallback_url)?,
            rules: HostRules {
                config: config.clone(),
                allowed_hosts: manifests.allowed_hosts.clone(),
            },
            chosen: OnceCell::new(),
        })
    }

    /// The gateway. The first call fetches the manifests; those that come meanwhile wait for it.
    pub(super) async fn gateway(&self, http: &HttpClient) -> &Url {
        self.chosen.get_or_init(|| self.choose(http)).await
    }

    async fn choose(&self, http: &HttpClient) -> Url {
        let deadline = http.deadline().min(Instant::now() + MANIFESTS_TAKE);
        let (gcp, aws) = tokio::join!(
            self.fetch(http, &self.gcp, deadline),
            self.fetch(http, &self.aws, deadline)
        );
        let url = newest(gcp, aws).unwrap_or_else(|| self.fallback.clone());
        debug!(target: "checkout", host = url.host_str(), "gateway chosen");
        url
    }

    async fn fetch(&self, http: &HttpClient, url: &Url, deadline: Instant) -> Option<Manifest> {
        let request = Request::new(Method::GET, url.clone(), "{region manifest}");
        let answer = http.send_safe(&request, deadline).await.ok()?;
        self.rules.read(&answer)
    }
}

/// A manifest that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Manifest {
    gateway: Url,
    modified: SystemTime,
}

/// The newer one; Google's if they are equally new.
fn newest(gcp: Option<Manifest>, aws: Option<Manifest>) -> Option<Url> {
    let manifest = match (gcp, aws) {
        (Some(gcp), Some(aws)) if aws.modified > gcp.modified => aws,
        (Some(gcp), _) => gcp,
        (None, aws) => aws?,
    };
    Some(manifest.gateway)
}

/// Which hosts a manifest may name. It comes from a storage bucket and decides where card data goes.
#[derive(Debug)]
struct HostRules {
    config: CheckoutConfig,
    allowed_hosts: Vec<String>,
}

impl HostRules {
    fn read(&self, answer: &Answer) -> Option<Manifest> {
        if !answer.is_success() {
            return None;
        }
        let manifest = Object::parse(&answer.body)?;
        let gateway = Url::parse(manifest.text(&["baseUrl"])?)
            .ok()
            .filter(|url| self.allow(url))?;
        // A manifest that does not say how old it is counts as the oldest.
        let modified = answer.headers.get(LAST_MODIFIED).and_then(|date| date.to_str().ok());
        let modified = modified
            .and_then(|date| httpdate::parse_http_date(date).ok())
            .unwrap_or(UNIX_EPOCH);
        Some(Manifest { gateway, modified })
    }

    fn allow(&self, url: &Url) -> bool {
        let plain = !has_user_info(url) && url.query().is_none() && url.fragment().is_none();
        plain && self.config.may_talk_to(url) && self.allow_host(url)
    }

    fn allow_host(&self, url: &Url) -> bool {
        let this_machine = self.config.allow_insecure_loopback && is_loopback(url);
        let named = matches!(url.host(), Some(Host::Domain(_))) || this_machine;
        let host = url.host_str().unwrap_or_default();
        named
            && (self.allowed_hosts.is_empty()
                || self
                    .allowed_hosts
                    .iter()
                    .any(|allowed| allowed.trim().eq_ignore_ascii_case(host)))
    }
}

/// The gateway that a manifest names, for [`crate::fuzzing`].
#[cfg(fuzzing)]
pub(super) fn gateway_in(manifest: &Answer, config: &CheckoutConfig) -> Option<Url> {
    let rules = HostRules {
        config: config.clone(),
        allowed_hosts: Vec::new(),
    };
    Some(rules.read(manifest)?.gateway)
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue};
    use zeroize::Zeroizing;

    use super::*;

    const OLD: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const NEW: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

    fn rules(allow_insecure_loopback: bool, allowed_hosts: &[&str]) -> HostRules {
        HostRules {
            config: CheckoutConfig {
                allow_insecure_loopback,
                ..CheckoutConfig::default()
            },
            allowed_hosts: allowed_hosts.iter().map(|host| (*host).to_owned()).collect(),
        }
    }

    fn answer(status: u16, body: &str, modified: Option<&str>) -> Answer {
        let mut headers = HeaderMap::new();
        if let Some(modified) = modified {
            headers.insert(LAST_MODIFIED, HeaderValue::from_str(modified).unwrap());
        }
        Answer {
            status,
            headers,
            body: Zeroizing::new(body.as_bytes().to_vec()),
            may_be_a_repetition: false,
        }
    }

    fn manifest(host: &str, modified: Option<&str>) -> Option<Manifest> {
        let body =
            format!(r#"{{"format":"1","baseUrl":"https://{host}","baseClientEventUrl":"https://ev.example.test"}}"#);
        rules(false, &[]).read(&answer(200, &body, modified))
    }

    fn chosen(gcp: Option<Option<&str>>, aws: Option<Option<&str>>) -> Option<String> {
        let gcp = gcp.map(|modified| manifest("gcp.example.test", modified).unwrap());
        let aws = aws.map(|modified| manifest("aws.example.test", modified).unwrap());
        newest(gcp, aws).and_then(|url| url.host_str().map(str::to_owned))
    }

    /// D5-05.
    #[test]
    fn the_newest_manifest_wins_and_gcp_wins_a_tie() {
        let gcp = Some("gcp.example.test".to_owned());
        let aws = Some("aws.example.test".to_owned());
        assert_eq!(chosen(Some(Some(OLD)), Some(Some(NEW))), aws);
        assert_eq!(chosen(Some(Some(NEW)), Some(Some(OLD))), gcp);
        assert_eq!(chosen(Some(Some(NEW)), Some(Some(NEW))), gcp);
        assert_eq!(chosen(Some(None), Some(None)), gcp);
        // Without a date, or with one that cannot be read: the oldest.
        assert_eq!(chosen(Some(None), Some(Some(OLD))), aws);
        assert_eq!(chosen(Some(Some("some day")), Some(Some(OLD))), aws);
        assert_eq!(chosen(Some(Some(OLD)), Some(Some("some day"))), gcp);
        // One usable, none usable.
        assert_eq!(chosen(None, Some(None)), aws);
        assert_eq!(chosen(Some(None), None), gcp);
        assert_eq!(chosen(None, None), None);
    }

    #[test]
    fn what_is_no_manifest_is_not_used() {
        let good = r#"{"baseUrl":"https://gw.example.test"}"#;
        assert!(rules(false, &[]).read(&answer(200, good, None)).is_some());
        for status in [301, 403, 404, 500] {
            assert!(
                rules(false, &[]).read(&answer(status, good, None)).is_none(),
                "{status}"
            );
        }
        for body in [
            "",
            "[]",
            "{}",
            "<Error/>",
            r#"{"baseUrl":null}"#,
            r#"{"baseUrl":""}"#,
            r#"{"baseUrl":1}"#,
            r#"{"baseUrl":"gw"}"#,
            r#"{"baseurl":"https://gw.example.test"}"#,
            r#"{"baseUrl":"https://a.test","baseUrl":"https://b.test"}"#,
        ] {
            assert!(
                rules(false, &[]).read(&answer(200, body, Some(NEW))).is_none(),
                "{body}"
            );
        }
    }

    fn allowed(rules: &HostRules, url: &str) -> bool {
        rules.allow(&Url::parse(url).unwrap())
    }

    /// D5-05.
    #[test]
    fn a_manifest_cannot_send_card_data_just_anywhere() {
        let any = rules(false, &[]);
        for url in [
            "https://gw.example.test",
            "https://gw.example.test/",
            "https://gw.example.test:8443/region-a/",
        ] {
            assert!(allowed(&any, url), "{url}");
        }
        for url in [
            "http://gw.example.test",
            "ftp://gw.example.test",
            "https://user@gw.example.test",
            "https://:p@gw.example.test",
            "https://192.0.2.1",
            "https://3221225985/",
            "https://[2001:db8::1]",
            "https://127.0.0.1",
            "http://127.0.0.1",
            "http://localhost",
            "https://gw.example.test/?a=b",
            "https://gw.example.test/#a",
        ] {
            assert!(!allowed(&any, url), "{url}");
        }
    }

    #[test]
    fn a_loopback_gateway_needs_permission() {
        let loopback = rules(true, &[]);
        for url in [
            "http://127.0.0.1:8080",
            "https://127.0.0.1:8443",
            "http://[::1]:1",
            "http://localhost:1",
        ] {
            assert!(allowed(&loopback, url), "{url}");
        }
        for url in ["http://192.0.2.1", "https://192.0.2.1", "http://gw.example.test"] {
            assert!(!allowed(&loopback, url), "{url}");
        }
    }

    /// D5-05.
    #[test]
    fn an_allow_list_is_exact() {
        let some = rules(true, &["gw.example.test", " GW2.example.test"]);
        assert!(allowed(&some, "https://gw.example.test"));
        assert!(allowed(&some, "https://GW.EXAMPLE.TEST"));
        assert!(allowed(&some, "https://gw2.example.test/x"));
        for url in [
            "https://a.gw.example.test",
            "https://gw.example.test.evil.test",
            "https://example.test",
            "http://127.0.0.1",
        ] {
            assert!(!allowed(&some, url), "{url}");
        }
    }
}
