//! Who may see and steer the sandbox itself, its control routes and its dashboard: whoever calls it by a name that it serves.
//!
//! There is no credential, so two kinds of web page must be kept out. One sends requests from another origin: a form, a picture,
//! a fetch that does not look at the answer. The other has a name that first led to its own server and now leads here (DNS
//! rebinding); to the browser it *is* this origin, and only the name gives it away.

use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use url::{Host, Url};

use crate::wire::json;
use crate::wire::problem::Problem;

/// The host's own loopback address, as an Android emulator calls it.
const EMULATORS_HOST: &str = "10.0.2.2";

/// The names under which a sandbox shows itself; those of the loopback interface are always among them.
pub(crate) struct ServedHosts(Vec<Host>);

impl ServedHosts {
    /// Those that were asked for, and the address that is listened on. The error is the one that is not a host.
    pub(crate) fn new(named: &[String], listening: std::net::IpAddr) -> Result<Self, String> {
        let mut hosts = vec![match listening {
            std::net::IpAddr::V4(ip) => Host::Ipv4(ip),
            std::net::IpAddr::V6(ip) => Host::Ipv6(ip),
        }];
        // "Any address" is where to listen, and nobody's name.
        hosts.retain(|_| !listening.is_unspecified());
        for name in named.iter().map(String::as_str).chain([EMULATORS_HOST]) {
            hosts.push(host(name).ok_or_else(|| name.to_owned())?);
        }
        Ok(Self(hosts))
    }

    fn contain(&self, host: &Host) -> bool {
        let loopback = match host {
            Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.to_canonical().is_loopback(),
        };
        loopback || self.0.contains(host)
    }

    /// Why a request about the sandbox itself is refused, if it is.
    pub(crate) fn refusal(&self, request: &Parts) -> Option<Problem> {
        let refused = |detail| Some(Problem::new(StatusCode::FORBIDDEN, detail));
        let called = match called(request) {
            Some(called) if self.contain(&called.host) => called,
            _ => {
                return refused(
                    "The Host header does not name this sandbox: call it by a loopback name, or start it with this host.",
                );
            }
        };
        if !every(&request.headers, header::ORIGIN, |origin| called.is_origin(origin)) {
            return refused("A page of another origin may not call this.");
        }
        let fetch_site = header::HeaderName::from_static("sec-fetch-site");
        if !every(&request.headers, fetch_site, |site| {
            matches!(site, "same-origin" | "none")
        }) {
            return refused("A page of another site may not call this.");
        }
        // A form cannot send JSON, and what is not a form has to ask first.
        let changes = request.method != Method::GET && request.method != Method::HEAD;
        if changes && request.headers.contains_key(header::CONTENT_TYPE) {
            return json::is_json(&request.headers).err();
        }
        None
    }
}

/// What a request calls this server.
struct Called {
    host: Host,
    port: Option<u16>,
}

impl Called {
    /// Whether this is what a page of this server says where it comes from. `null` is not.
    fn is_origin(&self, origin: &str) -> bool {
        let Ok(url) = Url::parse(origin) else { return false };
        let standard = match url.scheme() {
            "http" => 80,
            "https" => 443,
            _ => return false,
        };
        let host = url.host().map(|host| without_dot(host.to_owned()));
        host.as_ref() == Some(&self.host) && url.port().unwrap_or(standard) == self.port.unwrap_or(standard)
    }
}

/// By the one `Host` header, and by the request's target if that is a whole URL: then both have to say the same.
fn called(request: &Parts) -> Option<Called> {
    let mut hosts = request.headers.get_all(header::HOST).iter();
    let (Some(only), None) = (hosts.next(), hosts.next()) else {
        return None;
    };
    let authority = Authority::try_from(only.as_bytes()).ok()?;
    if request.uri.authority().is_some_and(|target| *target != authority) {
        return None;
    }
    let port = match authority.as_str().strip_prefix(authority.host())? {
        "" | ":" => None,
        port => Some(port.strip_prefix(':')?.parse().ok()?),
    };
    let host = host(authority.host())?;
    Some(Called { host, port })
}

/// A host as it stands in a URL: an IPv6 address in brackets. Capitals and the dot at the end of a name do not matter.
fn host(text: &str) -> Option<Host> {
    Host::parse(text).ok().map(without_dot)
}

fn without_dot(host: Host) -> Host {
    match host {
        Host::Domain(name) => Host::Domain(name.strip_suffix('.').map_or(name.clone(), str::to_owned)),
        address => address,
    }
}

/// Whether all headers of a name are as they should be. There may be none.
fn every(headers: &HeaderMap, name: header::HeaderName, fits: impl Fn(&str) -> bool) -> bool {
    let mut values = headers.get_all(name).iter().map(HeaderValue::to_str);
    values.all(|value| value.is_ok_and(&fits))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use axum::http::Request;
    use axum::response::IntoResponse;

    use super::*;

    /// The status of a refusal, or 200.
    fn status(method: &str, target: &str, headers: &[(&str, &str)]) -> u16 {
        let named = ["Checkout.Example".to_owned(), "[fd00::7]".to_owned()];
        let hosts = ServedHosts::new(&named, IpAddr::V4(Ipv4Addr::new(192, 168, 7, 7))).unwrap();
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        hosts
            .refusal(&parts)
            .map_or(200, |problem| problem.into_response().status().as_u16())
    }

    #[test]
    fn hosts_that_are_served_and_hosts_that_are_not() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "localhost.",
            "localhost.:1",
            "shop.localhost",
            "127.0.0.1",
            "127.3.2.1:9",
            "[::1]",
            "[::1]:80",
            "[::ffff:127.0.0.1]",
            "[0:0:0:0:0:0:0:1]:8",
            "10.0.2.2:8080",
            "192.168.7.7",
            "checkout.example",
            "CHECKOUT.example.:8",
            "[FD00::7]:8",
        ] {
            assert_eq!(status("GET", "/", &[("host", host)]), 200, "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "notlocalhost",
            "localhost@evil.example",
            "user@localhost",
            "localhost:x",
            "localhost:99999",
            "::1",
            "[::2]",
            "0.0.0.0",
            "[::]",
            "10.0.2.3",
            "192.168.7.8",
            "127.0.0.1.evil.example",
            ".",
            "localhost..",
            "a b",
            "checkout.example.evil",
        ] {
            assert_eq!(status("POST", "/", &[("host", host)]), 403, "{host}");
        }
        assert_eq!(status("GET", "/", &[]), 403);
        assert_eq!(status("GET", "/", &[("host", "localhost"), ("host", "localhost")]), 403);
        assert_eq!(status("GET", "http://evil.example/", &[("host", "localhost")]), 403);
        assert_eq!(status("GET", "http://localhost/", &[("host", "localhost")]), 200);
    }

    #[test]
    fn origins_and_sites() {
        let from = |origin| status("POST", "/", &[("host", "localhost:8080"), ("origin", origin)]);
        for origin in [
            "http://localhost:8080",
            "https://LOCALHOST:8080",
            "http://localhost.:8080",
        ] {
            assert_eq!(from(origin), 200, "{origin}");
        }
        for origin in [
            "null",
            "NULL",
            "",
            "http://localhost",
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "http://evil.example",
            "file://",
            "localhost:8080",
            "chrome-extension://localhost:8080",
            "http://localhost:8080.evil.example",
        ] {
            assert_eq!(from(origin), 403, "{origin}");
        }
        let two = [
            ("host", "localhost"),
            ("origin", "http://localhost"),
            ("origin", "http://evil.example"),
        ];
        assert_eq!(status("POST", "/", &two), 403);
        assert_eq!(
            status("POST", "/", &[("host", "[::1]"), ("origin", "http://[::1]:80")]),
            200
        );
        for (site, expected) in [
            ("none", 200),
            ("same-origin", 200),
            ("same-site", 403),
            ("cross-site", 403),
            ("", 403),
            ("Cross-Site", 403),
        ] {
            assert_eq!(
                status("GET", "/", &[("host", "localhost"), ("sec-fetch-site", site)]),
                expected,
                "{site}"
            );
        }
    }

    #[test]
    fn what_a_form_can_send_is_refused_and_a_host_has_to_be_one() {
        for kind in [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "",
        ] {
            let form = [("host", "localhost"), ("content-type", kind)];
            assert_eq!(status("POST", "/_sandbox/reset", &form), 415, "{kind}");
            assert_eq!(status("DELETE", "/_sandbox/faults", &form), 415, "{kind}");
        }
        let json = [
            ("host", "localhost"),
            ("content-type", "application/json; charset=utf-8"),
        ];
        assert_eq!(status("POST", "/_sandbox/reset", &json), 200);
        for name in ["", "two words", "a/b", "[::1", "http://x"] {
            let bad = ServedHosts::new(&[name.to_owned()], Ipv4Addr::LOCALHOST.into());
            assert_eq!(bad.err().as_deref(), Some(name));
        }
    }
}
