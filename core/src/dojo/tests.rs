//! The API host's client against a server: what is sent, and what each answer becomes.

use std::time::Duration;

use super::*;
use crate::flow::Flow;
use crate::http::tests::server::{PATIENCE, Reply, SOON_OVER, Server, config_for, refusing_url};

const ID: &str = "pi_sandbox_demo0001";

fn api(url: &str) -> DojoApi {
    api_with(&config_for(url))
}

fn api_with(config: &CheckoutConfig) -> DojoApi {
    DojoApi::new(HttpClient::new(config).unwrap(), config).unwrap()
}

fn intent(status: &str) -> Reply {
    Reply::json(
        200,
        &format!(
            r#"{{"id":"{ID}","status":"{status}","clientSessionSecret":"c2Vj-_0=",
                "totalAmount":{{"value":1250,"currencyCode":"GBP"}}}}"#
        ),
    )
}

fn too_large() -> Reply {
    Reply::json(200, &" ".repeat(1024 * 1024 + 1))
}

fn customer_secret() -> Secret {
    Secret::from("cs_demo_0001")
}

/// D5-01.
#[tokio::test]
async fn the_public_routes_get_the_headers_of_an_app() {
    let cards = Reply::json(200, r#"{"savedPaymentMethods":[]}"#);
    let server = Server::start([intent("Created"), intent("Created"), cards, Reply::json(204, "")]).await;
    let api = api(&server.url());
    let loaded = api.load_intent(Flow::Payment, ID).await.unwrap();
    assert_eq!((loaded.secret.expose(), loaded.facts.secret.unused), ("c2Vj-_0=", true));
    api.refresh_secret(Flow::Payment, ID).await.unwrap();
    assert_eq!(api.saved_cards("cust_1", &customer_secret()).await.unwrap(), []);
    api.delete_saved_card("cust_1", "pm_1", &customer_secret())
        .await
        .unwrap();

    assert_eq!(
        server.lines(),
        [
            "GET /payment-intents/public/pi_sandbox_demo0001",
            "POST /payment-intents/public/pi_sandbox_demo0001/refresh-client-session-secret",
            "GET /customers/public/cust_1/payment-methods",
            "DELETE /customers/public/cust_1/payment-methods/pm_1",
        ]
    );
    for (seen, authorization) in
        server
            .seen()
            .iter()
            .zip([None, None, Some("Basic cs_demo_0001"), Some("Basic cs_demo_0001")])
    {
        assert_eq!(seen.header("Version"), Some("2022-04-07"), "{}", seen.line);
        assert_eq!(seen.header("IS-MOBILE"), Some("true"), "{}", seen.line);
        assert_eq!(seen.header("Accept"), Some("application/json"), "{}", seen.line);
        assert_eq!(seen.header("Authorization"), authorization, "{}", seen.line);
        assert_eq!(seen.body, "");
    }
    assert_eq!(server.seen()[1].header("Content-Length"), Some("0"));
    // One connection for all, but that none is kept which remembers the customer secret.
    let connections: Vec<usize> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 0, 0, 1]);
}

/// D5-06.
#[tokio::test]
async fn a_base_url_may_have_a_prefix_and_a_slash() {
    for suffix in ["", "/"] {
        let server = Server::start([intent("Created")]).await;
        api(&format!("{}/master{suffix}", server.url()))
            .load_intent(Flow::Payment, ID)
            .await
            .unwrap();
        assert_eq!(server.lines(), [format!("GET /master/payment-intents/public/{ID}")]);
    }
}

#[tokio::test]
async fn ids_cannot_leave_their_place_in_the_path() {
    let server = Server::start([Reply::json(404, ""), Reply::json(404, "")]).await;
    let api = api(&server.url());
    assert_eq!(
        api.saved_cards("../x?y#z", &customer_secret()).await.unwrap_err(),
        LoadFailure::NotFound
    );
    assert_eq!(server.lines(), ["GET /customers/public/..%2Fx%3Fy%23z/payment-methods"]);
    for odd in ["", ".", ".."] {
        assert!(matches!(
            api.load_intent(Flow::Payment, odd).await,
            Err(LoadFailure::Malformed { .. })
        ));
    }
    assert_eq!(server.seen().len(), 1);
}

/// D2-03, D2-04, D2-05, D3-02.
#[tokio::test]
async fn each_answer_becomes_a_named_failure() {
    let malformed = |what: &str| LoadFailure::Malformed { what: what.to_owned() };
    let other = intent("Created");
    for (replies, expected, requests) in [
        (vec![Reply::json(404, "{}")], LoadFailure::NotFound, 1),
        (vec![Reply::json(401, "{}")], LoadFailure::AccessDenied, 1),
        (vec![Reply::json(403, "{}")], LoadFailure::AccessDenied, 1),
        (vec![Reply::json(400, "{}")], LoadFailure::Server { status: 400 }, 1),
        (vec![Reply::json(302, "{}")], LoadFailure::Server { status: 302 }, 1),
        (vec![Reply::json(429, "{}"); 3], LoadFailure::Server { status: 429 }, 3),
        (vec![Reply::json(503, "{}"); 3], LoadFailure::Server { status: 503 }, 3),
        (vec![Reply::cut(), Reply::cut(), Reply::cut()], LoadFailure::Network, 3),
        (vec![too_large()], malformed("the answer is too large"), 1),
        (vec![Reply::json(200, "<html>")], malformed("not a JSON object"), 1),
        (vec![Reply::json(200, "[]")], malformed("not a JSON object"), 1),
        (vec![Reply::json(204, "")], malformed("not a JSON object"), 1),
        (vec![Reply::json(200, "{}")], malformed("id"), 1),
        (vec![intent("Paid")], malformed("status"), 1),
    ] {
        let server = Server::start(replies.clone()).await;
        let api = api(&server.url());
        assert_eq!(
            api.load_intent(Flow::Payment, ID).await.unwrap_err(),
            expected,
            "{replies:?}"
        );
        assert_eq!(server.seen().len(), requests, "{replies:?}");

        let server = Server::start(replies.clone()).await;
        assert_eq!(
            self::api(&server.url())
                .refresh_secret(Flow::Payment, ID)
                .await
                .unwrap_err(),
            expected
        );
        let server = Server::start(replies).await;
        assert_eq!(
            self::api(&server.url())
                .read_status(Flow::Payment, ID)
                .await
                .unwrap_err(),
            expected
        );
    }
    let server = Server::start([other]).await;
    let failure = api(&server.url())
        .load_intent(Flow::Payment, "pi_sandbox_other")
        .await
        .unwrap_err();
    assert_eq!(
        failure,
        malformed("id"),
        "the intent of another id is not the one that was asked for"
    );
    assert_eq!(
        api(&refusing_url()).load_intent(Flow::Payment, ID).await.unwrap_err(),
        LoadFailure::Network
    );
}

#[tokio::test]
async fn the_status_is_read_with_retries_or_once() {
    let server = Server::start([Reply::json(503, ""), intent("Captured")]).await;
    assert_eq!(
        api(&server.url()).read_status(Flow::Payment, ID).await,
        Ok(IntentStatus::Captured)
    );

    let once = SOON_OVER;
    for (reply, expected) in [
        (intent("Authorized"), Some(IntentStatus::Authorized)),
        (
            Reply::json(200, &format!(r#"{{"id":"{ID}","status":"Created"}}"#)),
            Some(IntentStatus::Created),
        ),
        (Reply::json(200, r#"{"id":"pi_other","status":"Captured"}"#), None),
        (
            Reply::json(
                200,
                &format!(r#"{{"id":"{ID}","status":"Created","status":"Captured"}}"#),
            ),
            None,
        ),
        (
            Reply::json(500, &format!(r#"{{"id":"{ID}","status":"Captured"}}"#)),
            None,
        ),
        (Reply::json(404, ""), None),
        (Reply::cut(), None),
        (Reply::Silence, None),
    ] {
        let server = Server::start([reply.clone()]).await;
        assert_eq!(
            api(&server.url()).read_status_once(Flow::Payment, ID, once).await,
            expected,
            "{reply:?}"
        );
        assert_eq!(server.seen().len(), 1, "{reply:?}");
    }
    assert_eq!(
        api(&refusing_url())
            .read_status_once(Flow::Payment, ID, Duration::MAX)
            .await,
        None
    );
}

/// A warm connection that fell silent, under each kind of request of the API host.
#[tokio::test]
async fn a_connection_that_fell_silent_does_not_eat_the_time() {
    let silent_after = async |idle: u64, replies: Vec<Reply>| {
        let server = Server::start([vec![intent("Created")], replies].concat()).await;
        let api = api(&server.url());
        api.load_intent(Flow::Payment, ID).await.unwrap();
        api.http.age_connections(Duration::from_secs(idle));
        (server, api)
    };
    let connections = |server: &Server| server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>();

    let (server, api) = silent_after(30, vec![Reply::Silence, intent("Captured")]).await;
    let started = Instant::now();
    let status = api.read_status_once(Flow::Payment, ID, 2 * PATIENCE).await;
    assert_eq!(
        (status, connections(&server)),
        (Some(IntentStatus::Captured), vec![0, 0, 1])
    );
    assert!(started.elapsed() < PATIENCE);

    let (server, api) = silent_after(30, vec![Reply::Silence, intent("Created")]).await;
    api.load_intent(Flow::Payment, ID).await.unwrap();
    assert_eq!(connections(&server), [0, 0, 1]);

    // A refresh goes where nobody can have fallen silent, like a payment.
    let (server, api) = silent_after(30, vec![intent("Created")]).await;
    api.refresh_secret(Flow::Payment, ID).await.unwrap();
    assert_eq!(connections(&server), [0, 1]);

    let server = Server::start([Reply::Silence, intent("Created")]).await;
    let api = api_with(&CheckoutConfig {
        request_timeout: SOON_OVER,
        ..config_for(&server.url())
    });
    let failure = api.refresh_secret(Flow::Payment, ID).await.unwrap_err();
    assert_eq!(
        (failure, server.seen().len()),
        (LoadFailure::Network, 1),
        "a late one would void the next"
    );
}

#[tokio::test]
async fn deleting_twice_is_deleting_once() {
    for (replies, expected) in [
        (vec![Reply::json(204, "")], Ok(())),
        (vec![Reply::json(200, "{}")], Ok(())),
        (vec![Reply::cut(), Reply::json(204, "")], Ok(())),
        (vec![Reply::cut(), Reply::json(404, "")], Ok(())),
        (vec![Reply::json(500, ""), Reply::json(404, "")], Ok(())),
        // Nothing was done by the first try, so this card was never there.
        (
            vec![Reply::json(429, ""), Reply::json(404, "")],
            Err(LoadFailure::NotFound),
        ),
        (vec![Reply::json(404, "")], Err(LoadFailure::NotFound)),
        (vec![Reply::json(401, "")], Err(LoadFailure::AccessDenied)),
        (vec![Reply::json(302, "")], Err(LoadFailure::Server { status: 302 })),
        (
            vec![Reply::cut(), Reply::cut(), Reply::cut()],
            Err(LoadFailure::Network),
        ),
    ] {
        let server = Server::start(replies.clone()).await;
        let deleted = api(&server.url())
            .delete_saved_card("cust_1", "pm_1", &customer_secret())
            .await;
        assert_eq!((deleted, server.seen().len()), (expected, replies.len()), "{replies:?}");
    }
}

#[tokio::test]
async fn a_customer_secret_that_cannot_stand_in_a_header_is_not_sent() {
    let server = Server::start([]).await;
    let secret = Secret::from("cs_demo\r\nX-Evil: 1");
    let failure = api(&server.url()).saved_cards("cust_1", &secret).await.unwrap_err();
    assert!(
        matches!(&failure, LoadFailure::Malformed { what } if !what.contains("cs_demo")),
        "{failure:?}"
    );
    assert!(server.seen().is_empty());
}
