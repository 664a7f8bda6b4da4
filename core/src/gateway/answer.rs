//! What the gateway's answer to a payment says. Nothing here is guessed: no `statusCode`, no code.

use url::Url;

use crate::config::{CheckoutConfig, has_user_info};
use crate::flow::GatewayAnswer;
use crate::http::{Answer, Json, Object};
use crate::status::Status;
use crate::threeds::Challenge;

const STATUS_CODE: &str = "statusCode";

/// Reads a complete answer. The `statusCode` counts whatever the HTTP status is.
pub(super) fn read(answer: &Answer, config: &CheckoutConfig) -> GatewayAnswer {
    let http = |claims_a_code| GatewayAnswer::Http {
        status: answer.status,
        claims_a_code,
    };
    let Some(body) = Object::parse(&answer.body) else {
        return http(mentions_a_code(&answer.body));
    };
    match body.get(STATUS_CODE) {
        None => http(false),
        Some(Json::Integer(code)) if is_http_status(*code, answer.status) => http(false),
        Some(Json::Integer(code)) => GatewayAnswer::Status {
            code: *code,
            challenge: challenge(&body, config),
        },
        Some(_) => http(true),
    }
}

/// D3-06: common gateways repeat the HTTP status in a `statusCode` of their own. It says nothing about a payment.
fn is_http_status(code: i64, http_status: u16) -> bool {
    code == i64::from(http_status) && Status::from_gateway(code).is_none()
}

/// D3-06: whether a body that cannot be read was one with a `statusCode`, before it was cut, repeated or re-encoded.
fn mentions_a_code(body: &[u8]) -> bool {
    let key = STATUS_CODE.as_bytes();
    let text: Vec<u8> = body.iter().copied().filter(|byte| *byte != 0).collect(); // UTF-16 has zeros between
    text.windows(key.len()).any(|window| window.eq_ignore_ascii_case(key))
}

fn challenge(body: &Object, config: &CheckoutConfig) -> Option<Challenge> {
    let step_up_url = body.text(&["stepUpUrl"]).filter(|url| may_be_opened(url, config));
    Some(Challenge {
        transaction_id: body.text(&["md"])?.to_owned(),
        payload: body.text(&["paReq"])?.to_owned(),
        step_up_url: step_up_url.map(str::to_owned),
    })
}

/// A host app opens this URL in a web view, so it has to be one that can be opened safely.
fn may_be_opened(url: &str, config: &CheckoutConfig) -> bool {
    Url::parse(url).is_ok_and(|url| config.may_talk_to(&url) && !has_user_info(&url))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;
    use zeroize::Zeroizing;

    use super::*;

    fn read_body(status: u16, body: &str, config: &CheckoutConfig) -> GatewayAnswer {
        let body = Zeroizing::new(body.as_bytes().to_vec());
        read(
            &Answer {
                status,
                headers: HeaderMap::new(),
                body,
                may_be_a_repetition: false,
            },
            config,
        )
    }

    fn answer(status: u16, body: &str) -> GatewayAnswer {
        read_body(status, body, &CheckoutConfig::default())
    }

    fn code(code: i64) -> GatewayAnswer {
        GatewayAnswer::Status { code, challenge: None }
    }

    /// D3-04.
    #[test]
    fn the_status_code_counts_whatever_the_http_status() {
        for status in [200, 201, 302, 400, 401, 500, 503] {
            assert_eq!(answer(status, r#"{"statusCode":0}"#), code(0), "{status}");
            assert_eq!(
                answer(status, r#"{"message":"x","statusCode":5,"extra":[1.5]}"#),
                code(5),
                "{status}"
            );
        }
        assert_eq!(answer(200, r#"{"statusCode":-1}"#), code(-1));
        assert_eq!(answer(200, r#"{"statusCode":9223372036854775807}"#), code(i64::MAX));
    }

    /// D1-01, D3-06.
    #[test]
    fn a_status_code_that_is_no_integer_is_none() {
        let no_code = [
            "",
            "null",
            "0",
            "[0]",
            "{}",
            "<html>0</html>",
            r#"{"statusCode":null}"#,
            r#"{"StatusCode":0}"#,
            r#"{"statuscode":0}"#,
            r#"{"result":{"statusCode":0}}"#,
        ];
        let claims_one = [
            r#"[{"statusCode":0}]"#,
            r#"{"statusCode":"0"}"#,
            r#"{"statusCode":0.0}"#,
            r#"{"statusCode":0e0}"#,
            r#"{"statusCode":-0}"#,
            r#"{"statusCode":false}"#,
            r#"{"statusCode":[0]}"#,
            r#"{"statusCode":{"value":0}}"#,
            r#"{"statusCode":}"#,
            r#"{"statusCode":0"#,
            r#"{"statusCode"#,
            r#"{"statusCode":0}{"statusCode":0}"#,
            r#"{"statusCode":0,"statusCode":0}"#,
            r#"{"statusCode":5,"statusCode":0}"#,
            r#"{"statusCode":99999999999999999999}"#,
            "\u{feff}{\"statusCode\":0}",
            "{\0\"\0s\0t\0a\0t\0u\0s\0C\0o\0d\0e\0\"\0:\0\x30\0}\0",
        ];
        let bodies = no_code.map(|body| (body, false)).into_iter();
        for (body, claims_a_code) in bodies.chain(claims_one.map(|body| (body, true))) {
            for status in [200, 401, 500] {
                let http = GatewayAnswer::Http { status, claims_a_code };
                assert_eq!(answer(status, body), http, "{body}");
            }
        }
    }

    /// D3-06.
    #[test]
    fn a_status_code_that_only_repeats_the_http_status_is_none() {
        for status in [403, 405, 413, 422, 429, 502, 503] {
            let repeated = format!(r#"{{"statusCode":{status},"message":"Rate limit is exceeded."}}"#);
            let claims_a_code = false;
            assert_eq!(answer(status, &repeated), GatewayAnswer::Http { status, claims_a_code });
            assert_eq!(answer(200, &repeated), code(status.into()));
        }
        for known in [400, 401, 404, 500] {
            assert_eq!(
                answer(known, &format!(r#"{{"statusCode":{known}}}"#)),
                code(known.into())
            );
        }
    }

    /// D3-08.
    #[test]
    fn a_challenge_needs_its_payload_and_its_transaction() {
        let whole = r#"{"statusCode":3,"paReq":"payload","md":"tx","stepUpUrl":"https://acs.example.test/c?x=1"}"#;
        let GatewayAnswer::Status {
            code: 3,
            challenge: Some(challenge),
        } = answer(200, whole)
        else {
            panic!("{:?}", answer(200, whole));
        };
        assert_eq!(challenge.transaction_id, "tx");
        assert_eq!(challenge.payload, "payload");
        assert_eq!(challenge.step_up_url.as_deref(), Some("https://acs.example.test/c?x=1"));
        for part in [
            r#""paReq":"p""#,
            r#""md":"m""#,
            r#""paReq":"","md":"m""#,
            r#""paReq":"p","md":"""#,
            r#""paReq":null,"md":"m""#,
            r#""paReq":1,"md":"m""#,
            r#""paReq":"p","md":{}"#,
        ] {
            assert_eq!(answer(200, &format!(r#"{{"statusCode":3,{part}}}"#)), code(3), "{part}");
        }
    }

    #[test]
    fn a_step_up_url_that_cannot_be_opened_safely_is_left_out() {
        let step_up = |url: &str, allow_insecure_loopback| {
            let config = CheckoutConfig {
                allow_insecure_loopback,
                ..CheckoutConfig::default()
            };
            let body = serde_json::json!({ "statusCode": 3, "paReq": "p", "md": "m", "stepUpUrl": url });
            match read_body(200, &body.to_string(), &config) {
                GatewayAnswer::Status {
                    code: 3,
                    challenge: Some(challenge),
                } => challenge.step_up_url,
                other => panic!("{other:?}"),
            }
        };
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "intent://x",
            "/relative",
            "http://acs.example.test/",
            "https://user:pass@acs.example.test/",
            "",
        ] {
            assert_eq!(step_up(url, true), None, "{url}");
        }
        assert_eq!(step_up("http://127.0.0.1:1/acs", false), None);
        assert_eq!(
            step_up("http://127.0.0.1:1/acs", true).as_deref(),
            Some("http://127.0.0.1:1/acs")
        );
    }
}
