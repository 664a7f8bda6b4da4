//! The issuer's page as its hosts show it: WebView, WKWebView, a browser's tab, a frame.

use checkout_core::threeds::{ChallengeAction, ChallengeOutcome};
use checkout_core::web_challenge::{challenge_page, outcome_of};
use checkout_sandbox::Sandbox;
use serde_json::json;
use thirtyfour::Key;

use crate::browser::Browser;
use crate::{Payment, sandbox};

struct Scene {
    sandbox: Sandbox,
    browser: Browser,
    payment: Payment,
}

impl Scene {
    /// The page is open, by the form that the core makes.
    async fn open() -> Self {
        let scene = Self::prepared().await;
        scene.browser.open_html(&scene.form()).await;
        scene.browser.find("#code").await;
        scene
    }

    async fn prepared() -> Self {
        let sandbox = sandbox().await;
        let payment = Payment::challenged(&sandbox).await;
        let browser = Browser::start().await;
        Self {
            sandbox,
            browser,
            payment,
        }
    }

    fn form(&self) -> String {
        challenge_page(&self.payment.challenge).unwrap().auto_submit_html
    }

    /// Entering a frame too early finds the empty page that it begins with, for good.
    async fn enter_loaded_frame(&self) {
        for _ in 0..200 {
            self.browser.driver.enter_default_frame().await.unwrap();
            self.browser.find("iframe").await.enter_frame().await.unwrap();
            if self.browser.run("return !!document.getElementById('code')").await == true {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the frame stays empty");
    }

    /// What the core makes of the address that the browser has ended at.
    async fn outcome(&self) -> ChallengeOutcome {
        self.browser.find("#outcome").await;
        outcome_of(&self.browser.url().await, &self.payment.challenge).unwrap()
    }

    /// What the core makes of a message.
    fn told(&self, message: &serde_json::Value) -> ChallengeOutcome {
        outcome_of(message.as_str().unwrap(), &self.payment.challenge).unwrap()
    }

    async fn ends_with(self, action: ChallengeAction, code: i64) {
        let outcome = self.outcome().await;
        assert_eq!(outcome.action, action);
        assert_eq!(self.payment.complete(&self.sandbox, &outcome).await, code);
        let status = self
            .sandbox
            .merchant()
            .payment_intent_status(&self.payment.intent)
            .unwrap();
        assert_eq!(status, if code == 0 { "Captured" } else { "Created" });
        self.browser.close().await;
    }
}

#[tokio::test]
async fn approving_needs_only_a_keyboard() {
    let scene = Scene::open().await;
    let mut order = Vec::new();
    for _ in 0..4 {
        scene.browser.press(Key::Tab).await;
        order.push(scene.browser.focused().await);
    }
    assert_eq!(order, ["code", "Approve payment", "Fail check", "Cancel"]);
    assert_eq!(
        outcome_of(&scene.browser.url().await, &scene.payment.challenge),
        None,
        "not over yet"
    );
    scene
        .browser
        .find("#code")
        .await
        .send_keys("1234" + Key::Enter)
        .await
        .unwrap();
    assert_eq!(scene.browser.text("h1").await, "Check passed");
    scene.ends_with(ChallengeAction::Success, 0).await;
}

#[tokio::test]
async fn a_wrong_code_is_said_and_can_be_corrected() {
    let scene = Scene::open().await;
    scene
        .browser
        .find("#code")
        .await
        .send_keys("9999" + Key::Enter)
        .await
        .unwrap();
    scene
        .browser
        .until("document.getElementById('error').textContent.includes('2 tries left')")
        .await;
    let error = scene.browser.find("#error").await;
    assert_eq!(error.attr("role").await.unwrap().as_deref(), Some("alert"));
    assert_eq!(error.attr("aria-live").await.unwrap().as_deref(), Some("assertive"));
    let code = scene.browser.find("#code").await;
    assert_eq!(code.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
    assert_eq!(
        code.attr("aria-describedby").await.unwrap().as_deref(),
        Some("error hint")
    );
    assert_eq!(scene.browser.focused().await, "code", "one can go on typing");
    scene.browser.press("1234" + Key::Enter).await;
    scene.ends_with(ChallengeAction::Success, 0).await;
}

#[tokio::test]
async fn the_buttons_fail_and_cancel() {
    for (value, action) in [("fail", ChallengeAction::Failure), ("cancel", ChallengeAction::Cancel)] {
        let scene = Scene::open().await;
        scene.browser.click(&format!("button[value={value}]")).await;
        scene.ends_with(action, 5).await;
    }
}

#[tokio::test]
async fn everything_works_without_javascript() {
    let scene = Scene::prepared().await;
    scene
        .browser
        .command("Emulation.setScriptExecutionDisabled", json!({ "value": true }))
        .await;
    scene.browser.open_html(&scene.form()).await;
    scene.browser.click("noscript button").await;
    scene.browser.click("button[value=approve]").await;
    let error = scene.browser.text("#error").await;
    assert_eq!(error, "Enter the code.");
    scene.browser.find("#code").await.send_keys("1234").await.unwrap();
    scene.browser.click("button[value=approve]").await;
    scene.ends_with(ChallengeAction::Success, 0).await;
}

#[tokio::test]
async fn the_bridges_of_both_platforms_are_told() {
    let scene = Scene::prepared().await;
    scene
        .browser
        .before_every_page(
            "window.told = [];
             window.CheckoutThreeDs = { onOutcome(text) { told.push(text); } };
             window.webkit = { messageHandlers: { checkoutThreeDs: { postMessage(text) { told.push(text); } } } };",
        )
        .await;
    scene.browser.open_html(&scene.form()).await;
    scene
        .browser
        .find("#code")
        .await
        .send_keys("1234" + Key::Enter)
        .await
        .unwrap();
    scene
        .browser
        .until("location.pathname === '/acs/return' && told.length === 2")
        .await;
    let told = scene.browser.run("return told").await;
    assert_eq!(told[0], told[1]);
    assert_eq!(scene.told(&told[0]), scene.outcome().await);
    scene.ends_with(ChallengeAction::Success, 0).await;
}

#[tokio::test]
async fn a_broken_bridge_does_not_keep_the_others_from_being_told() {
    let scene = Scene::prepared().await;
    scene
        .browser
        .before_every_page(
            "window.webkit = { messageHandlers: { checkoutThreeDs: { postMessage() { throw new Error('gone'); } } } };
             window.CheckoutThreeDs = { onOutcome(text) { window.told = text; } };",
        )
        .await;
    scene.browser.open_html(&scene.form()).await;
    scene.browser.click("button[value=cancel]").await;
    let told = scene.browser.until("window.told").await;
    assert_eq!(scene.told(&told).action, ChallengeAction::Cancel);
    scene.browser.close().await;
}

/// A shop's own site with this page, on another origin than the issuer's.
async fn shop(page: String) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let site = axum::Router::new().fallback(async move || axum::response::Html(page));
    tokio::spawn(async move { axum::serve(listener, site).await.unwrap() });
    url
}

#[tokio::test]
async fn a_frame_tells_the_page_around_it() {
    let scene = Scene::prepared().await;
    let page = challenge_page(&scene.payment.challenge).unwrap();
    let around = scene.form().replace("<form ", "<iframe name=\"issuer\"></iframe><form target=\"issuer\" ").replace(
        "<script>",
        "<script>addEventListener('message', (event) => { window.told = event.data; window.from = event.origin; });",
    );
    scene.browser.driver.goto(shop(around).await).await.unwrap();
    scene.enter_loaded_frame().await;
    scene
        .browser
        .find("#code")
        .await
        .send_keys("1234" + Key::Enter)
        .await
        .unwrap();
    scene.browser.find("#outcome").await;
    scene.browser.driver.enter_default_frame().await.unwrap();
    let told = scene.browser.until("window.told").await;
    assert_eq!(scene.told(&told).action, ChallengeAction::Success);
    let from = scene.browser.run("return window.from").await;
    assert!(page.url.starts_with(from.as_str().unwrap()), "{from}");
    scene.browser.close().await;
}
