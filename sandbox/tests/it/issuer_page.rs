//! The issuer's page, without a browser: what it shows, what it makes of answers, and what cannot be opened.

use checkout_sandbox::SandboxConfig;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{CHALLENGES, World, card};

const FORM: &str = "application/x-www-form-urlencoded";

/// A challenge that an app has been asked to show.
struct Challenge {
    world: World,
    intent: String,
    secret: String,
    jwt: String,
    md: String,
    url: String,
}

struct Page {
    status: u16,
    /// Where the browser is in the end.
    path: String,
    query: Vec<(String, String)>,
    policy: String,
    html: String,
}

impl Challenge {
    async fn of(number: &str) -> Self {
        let world = World::start().await;
        let intent = world.intent();
        let secret = world.secret(&intent).await;
        let reply = world.pay(&secret, card(number)).await;
        assert_eq!(reply.code(), 3);
        let text = |field: &str| reply.body[field].as_str().unwrap().to_owned();
        Self {
            jwt: text("paReq"),
            md: text("md"),
            url: text("stepUpUrl"),
            world,
            intent,
            secret,
        }
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded(fields);
        let url = format!("{}{path}", self.world.sandbox.url());
        let request = self.world.client.post(url).header("content-type", FORM).body(body);
        Page::of(request).await
    }

    async fn open(&self) -> Page {
        self.post("/acs/challenge", &[("JWT", &self.jwt), ("MD", &self.md)])
            .await
    }

    async fn answer(&self, action: &str, code: &str) -> Page {
        let fields = [("MD", self.md.as_str()), ("action", action), ("code", code)];
        self.post("/acs/challenge/answer", &fields).await
    }

    /// What the app reports to the gateway, and what comes of it.
    async fn complete(&self, action_code: &str, pa_res: &str) -> i64 {
        let body = json!({
            "paRes": pa_res, "transactionId": self.md,
            "cardinalValidateResponse": { "isValidated": true, "actionCode": action_code },
        });
        let path = format!("/mobile/payments/{}/three-ds-complete", self.secret);
        self.world.post(&path, body).await.code()
    }

    fn events(&self) -> Vec<String> {
        let state = self.world.sandbox.state();
        let intents = state["paymentIntents"].as_array().unwrap();
        let intent = intents
            .iter()
            .find(|intent| intent["id"] == self.intent.as_str())
            .unwrap();
        let timeline = intent["timeline"].as_array().unwrap();
        timeline
            .iter()
            .map(|entry| entry["event"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Page {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
        };
        assert!(header("content-type").starts_with("text/html"), "{}", response.status());
        assert_eq!(header("cache-control"), "no-store");
        let url = response.url().clone();
        Self {
            status: response.status().as_u16(),
            path: url.path().to_owned(),
            query: url.query_pairs().into_owned().collect(),
            policy: header("content-security-policy"),
            html: response.text().await.unwrap(),
        }
    }

    #[track_caller]
    fn shows(&self, text: &str) -> &Self {
        assert!(self.html.contains(text), "{text:?} is not in {}", self.html);
        self
    }

    #[track_caller]
    fn reports(&self, outcome: &str, md: &str) -> String {
        assert_eq!((self.status, self.path.as_str()), (200, "/acs/return"), "{}", self.html);
        let names: Vec<_> = self.query.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["outcome", "transactionId", "paRes"]);
        assert_eq!((self.query[0].1.as_str(), self.query[1].1.as_str()), (outcome, md));
        self.query[2].1.clone()
    }

    /// A page that says what is wrong, as every page has to be made.
    #[track_caller]
    fn is_mistake(&self, status: u16, heading: &str) {
        assert_eq!(self.status, status, "{}", self.html);
        self.shows(&format!("<h1>{heading}</h1>")).shows("<html lang=\"en\">");
    }
}

fn serde_urlencoded(fields: &[(&str, &str)]) -> String {
    reqwest::Url::parse_with_params("http://x", fields)
        .unwrap()
        .query()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn shows_who_wants_how_much_from_which_card() {
    let challenge = Challenge::of(CHALLENGES).await;
    assert_eq!(
        challenge.url,
        format!("{}/acs/challenge", challenge.world.sandbox.url())
    );
    let page = challenge.open().await;
    assert_eq!(page.status, 200);
    page.shows("Sandbox Shop")
        .shows("GBP 12.50")
        .shows("MASTERCARD •••• 1096");
    assert!(!page.html.contains(CHALLENGES));
    let again = challenge.open().await;
    assert_eq!(again.status, 200, "reloading is allowed");
}

#[tokio::test]
async fn lets_nothing_in_but_its_own_style_and_scripts() {
    let challenge = Challenge::of(CHALLENGES).await;
    let (page, other) = (challenge.open().await, challenge.open().await);
    assert_ne!(page.policy, other.policy, "a nonce is for one answer");
    let nonce = page.policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    page.shows(&format!("<style nonce=\"{nonce}\">"));
    for part in ["default-src 'none'", "form-action 'self'", "base-uri 'none'"] {
        assert!(page.policy.contains(part), "{part} is not in {}", page.policy);
    }
    assert!(!page.policy.contains("unsafe"));
    assert!(!page.policy.contains("frame-ancestors"), "any shop may frame it");
    assert!(
        !page.html.contains(" style=") && !page.html.contains("onclick"),
        "inline code would be blocked"
    );
    assert!(
        !page.html.contains("//cdn") && !page.html.contains("src=\"http"),
        "external asset"
    );
}

#[tokio::test]
async fn the_right_code_pays() {
    let challenge = Challenge::of(CHALLENGES).await;
    challenge.open().await;
    let pa_res = challenge
        .answer("approve", " 12 34 ")
        .await
        .reports("SUCCESS", &challenge.md);
    assert_eq!(pa_res.split('.').count(), 3, "{pa_res}");
    assert_eq!(challenge.complete("SUCCESS", &pa_res).await, 0);
    assert_eq!(challenge.world.status_of(&challenge.intent), "Captured");
    let events = challenge.events();
    assert!(events.contains(&"ChallengeOpened".to_owned()) && events.contains(&"ChallengeAnswered".to_owned()));
}

#[tokio::test]
async fn a_media_type_has_no_case() {
    let challenge = Challenge::of(CHALLENGES).await;
    let body = serde_urlencoded(&[("JWT", challenge.jwt.as_str()), ("MD", challenge.md.as_str())]);
    for media_type in [
        "Application/X-WWW-Form-URLEncoded",
        "APPLICATION/X-WWW-FORM-URLENCODED; charset=UTF-8",
    ] {
        let request = challenge.world.app(Method::POST, "/acs/challenge");
        let page = Page::of(request.header("content-type", media_type).body(body.clone())).await;
        assert_eq!(page.status, 200, "{media_type}");
    }
}

#[tokio::test]
async fn a_wrong_code_may_be_corrected_twice() {
    let challenge = Challenge::of(CHALLENGES).await;
    challenge.open().await;
    challenge.answer("approve", "").await.shows("Enter the code.");
    challenge
        .answer("approve", "4321")
        .await
        .shows("You have 2 tries left.")
        .shows("aria-live");
    challenge
        .answer("approve", "0000")
        .await
        .shows("You have one try left.");
    challenge
        .answer("approve", "1234")
        .await
        .reports("SUCCESS", &challenge.md);
}

#[tokio::test]
async fn three_wrong_codes_fail_and_no_claim_helps() {
    let challenge = Challenge::of(CHALLENGES).await;
    for code in ["1", "2"] {
        challenge.answer("approve", code).await;
    }
    let pa_res = challenge.answer("approve", "3").await.reports("FAILURE", &challenge.md);
    assert_eq!(pa_res, "");
    assert_eq!(
        challenge.complete("SUCCESS", "a.b.c").await,
        5,
        "the issuer does not stand by it"
    );
}

#[tokio::test]
async fn failing_and_cancelling_need_no_code() {
    for (action, outcome) in [("fail", "FAILURE"), ("cancel", "CANCEL")] {
        let challenge = Challenge::of(CHALLENGES).await;
        challenge.open().await;
        challenge.answer(action, "").await.reports(outcome, &challenge.md);
        assert_eq!(challenge.complete(outcome, "").await, 5);
        assert_eq!(challenge.world.status_of(&challenge.intent), "Created");
    }
}

#[tokio::test]
async fn an_issuer_that_refuses_does_so_whatever_is_typed() {
    for (number, outcome) in [
        ("4456530000200011", "FAILURE"),
        ("4456530000200029", "CANCEL"),
        ("4456530000200037", "TIMEOUT"),
    ] {
        let challenge = Challenge::of(number).await;
        challenge
            .answer("approve", "1234")
            .await
            .reports(outcome, &challenge.md);
    }
}

#[tokio::test]
async fn the_signed_answer_cannot_be_exchanged() {
    let challenge = Challenge::of(CHALLENGES).await;
    let pa_res = challenge
        .answer("approve", "1234")
        .await
        .reports("SUCCESS", &challenge.md);
    assert_eq!(challenge.complete("SUCCESS", &format!("{pa_res}x")).await, 5);
}

#[tokio::test]
async fn whoever_answers_twice_is_told_the_first_verdict_again() {
    let challenge = Challenge::of(CHALLENGES).await;
    let first = challenge
        .answer("approve", "1234")
        .await
        .reports("SUCCESS", &challenge.md);
    let second = challenge.answer("cancel", "").await.reports("SUCCESS", &challenge.md);
    assert_eq!(first, second);
    challenge.open().await.is_mistake(410, "This check is over");
}

#[tokio::test]
async fn what_cannot_be_opened_says_why() {
    let challenge = Challenge::of(CHALLENGES).await;
    let (jwt, md) = (challenge.jwt.as_str(), challenge.md.as_str());
    let missing = "Something is missing";
    for fields in [&[][..], &[("JWT", jwt)], &[("MD", md)], &[("JWT", jwt), ("MD", "")]] {
        challenge.post("/acs/challenge", fields).await.is_mistake(400, missing);
    }
    let unknown = challenge.post("/acs/challenge", &[("JWT", jwt), ("MD", "3ds-x")]).await;
    unknown.is_mistake(404, "There is no such check");
    let other = Challenge::of(CHALLENGES).await;
    for wrong in ["garbage", "%%%", other.jwt.as_str()] {
        let page = challenge.post("/acs/challenge", &[("JWT", wrong), ("MD", md)]).await;
        page.is_mistake(400, "This check cannot be opened");
    }
    let twice = challenge
        .post("/acs/challenge", &[("MD", md), ("MD", md), ("JWT", jwt)])
        .await;
    assert!((400..500).contains(&twice.status));
    challenge
        .post("/acs/challenge/answer", &[("MD", md)])
        .await
        .is_mistake(400, missing);
    let nobody = challenge.post("/acs/challenge/answer", &[("action", "cancel")]).await;
    nobody.is_mistake(404, "There is no such check");

    for path in ["/acs/challenge", "/acs/challenge/answer"] {
        let page = Page::of(challenge.world.app(Method::GET, path)).await;
        page.is_mistake(405, "This page is opened by a shop");
        let json = challenge.world.app(Method::POST, path).json(&json!({ "MD": md }));
        Page::of(json).await.is_mistake(415, "This cannot be read");
    }
    for query in [
        "",
        "?outcome=SUCCESS",
        "?transactionId=x",
        "?outcome=PAID&transactionId=x",
    ] {
        let page = Page::of(challenge.world.app(Method::GET, &format!("/acs/return{query}"))).await;
        page.is_mistake(400, missing);
    }
}

#[tokio::test]
async fn a_challenge_whose_session_is_over_is_not_known() {
    let challenge = Challenge::of(CHALLENGES).await;
    challenge
        .world
        .sandbox
        .clock()
        .advance(std::time::Duration::from_secs(31 * 60));
    challenge.open().await.is_mistake(404, "There is no such check");
}

#[tokio::test]
async fn the_address_cannot_write_into_the_page() {
    let world = World::start().await;
    let path = "/acs/return?outcome=CANCEL&transactionId=%3Cscript%3Ealert(1)%3C/script%3E%22";
    let page = Page::of(world.app(Method::GET, path)).await;
    assert_eq!(page.status, 200);
    assert!(!page.html.contains("<script>alert"), "{}", page.html);
}

#[tokio::test]
async fn the_page_is_on_the_api_host_even_if_the_gateway_has_its_own() {
    let world = World::with(SandboxConfig {
        gateway_port: Some(0),
        ..SandboxConfig::default()
    })
    .await;
    let secret = world.secret(&world.intent()).await;
    let reply: Value = world.pay(&secret, card(CHALLENGES)).await.body;
    assert_eq!(reply["stepUpUrl"], format!("{}/acs/challenge", world.sandbox.url()));
}
