//! A bank's page with what has broken hosts of such pages, in Chromium: the engine says where the page wants to go, and the
//! core what becomes of it.

use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use checkout_core::threeds::{Challenge, ChallengeOutcome};
use checkout_core::web_challenge::{Navigation, NavigationCause, NavigationContext, navigation};
use serde_json::Value;

use crate::browser::Browser;

/// Keeps what the page or a frame asks for, as Chromium tells it, and stops what the page cannot load itself.
const WATCH: &str = "navigation.addEventListener('navigate', (event) => {
        const url = event.destination.url;
        const byGesture = event.userInitiated || navigator.userActivation.isActive;
        top.wanted = [...(top.wanted || []), { url, byGesture, inFrame: window !== top }];
        if (!url.startsWith('http') || url.includes('/acs/return')) event.preventDefault();
    });";

struct Scene {
    browser: Browser,
    site: String,
}

impl Scene {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let router = axum::Router::new()
            .route(
                "/to-the-app",
                axum::routing::get(async || Redirect::to("testbank://redirected")),
            )
            .fallback(page);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        crate::install_tls();
        let browser = Browser::start().await;
        browser.before_every_page(WATCH).await;
        browser.driver.goto(format!("{site}/challenge.html")).await.unwrap();
        Self { browser, site }
    }

    /// What the core says of the last address that was asked for.
    async fn answer(&self, asked_for: &str) -> Navigation {
        let asked = self
            .browser
            .until(&format!(
                "(window.wanted || []).findLast((asked) => asked.url.startsWith('{asked_for}'))"
            ))
            .await;
        let context = NavigationContext {
            main_frame: asked["inFrame"] == false,
            cause: match asked["byGesture"] {
                Value::Bool(true) => NavigationCause::Gesture,
                _ => NavigationCause::Script,
            },
            new_window: false,
            depth: 0,
        };
        let challenge = Challenge {
            transaction_id: "3ds-1".to_owned(),
            payload: String::new(),
            step_up_url: Some(format!("{}/acs/challenge", self.site)),
        };
        navigation(asked["url"].as_str().unwrap(), context, &challenge)
    }

    async fn stays(&self) {
        assert_eq!(self.browser.url().await, format!("{}/challenge.html", self.site));
    }
}

async fn page(uri: axum::http::Uri) -> Response {
    if uri.path() == "/slow.png" {
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let name = Path::new(uri.path()).file_name().unwrap_or_default();
    match std::fs::read_to_string(pages.join(name)) {
        Ok(text) => Html(text).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn opened(navigation: Navigation) -> String {
    match navigation {
        Navigation::Open(link) => link.url,
        other => panic!("not opened: {other:?}"),
    }
}

#[tokio::test]
async fn links_to_an_app_are_for_the_system_and_the_page_stays() {
    let scene = Scene::open().await;
    for (element, url) in [
        ("#app", "testbank://approve?id=1"),
        ("#button", "testbank://approve?id=2"),
    ] {
        scene.browser.click(element).await;
        assert_eq!(opened(scene.answer(url).await), url);
    }
    scene.browser.click("#intent").await;
    let intent = opened(scene.answer("intent://approve").await);
    assert!(
        intent.contains("BROWSABLE") && !intent.contains("component"),
        "{intent}"
    );
    scene.browser.click("#phone").await;
    assert_eq!(scene.answer("tel:").await, Navigation::Ignore);
    scene.stays().await;
    scene.browser.close().await;
}

#[tokio::test]
async fn a_script_alone_and_a_frame_open_nothing() {
    let scene = Scene::open().await;
    scene.browser.find("iframe").await.enter_frame().await.unwrap();
    scene.browser.click("#inside").await;
    scene.browser.driver.enter_default_frame().await.unwrap();
    assert_eq!(scene.answer("testbank://from-a-frame").await, Navigation::Ignore);
    scene.stays().await;
    scene
        .browser
        .driver
        .goto(format!("{}/alone.html", scene.site))
        .await
        .unwrap();
    assert_eq!(scene.answer("testbank://alone").await, Navigation::Ignore);
    scene.browser.close().await;
}

#[tokio::test]
async fn windows_tell_their_opener_and_close() {
    let scene = Scene::open().await;
    let page = scene.browser.driver.window().await.unwrap();
    for element in ["#window", "#blank"] {
        scene.browser.run("document.title = 'waiting'").await;
        scene.browser.click(element).await;
        let windows = scene.browser.driver.windows().await.unwrap();
        let window = windows.into_iter().find(|window| *window != page).unwrap();
        scene.browser.driver.switch_to_window(window).await.unwrap();
        // Its answer does not come: the window is gone.
        let approve = scene.browser.find("#approve").await;
        let _ = approve.click().await;
        scene.browser.driver.switch_to_window(page.clone()).await.unwrap();
        scene.browser.until("document.title === 'approved'").await;
        assert_eq!(scene.browser.driver.windows().await.unwrap().len(), 1);
    }
    scene.stays().await;
    scene.browser.close().await;
}

#[tokio::test]
async fn the_way_back_ends_it_before_it_is_loaded() {
    let scene = Scene::open().await;
    scene.browser.click("#end").await;
    let end = scene.answer(&format!("{}/acs/return", scene.site)).await;
    assert_eq!(end, Navigation::Ended(ChallengeOutcome::cancelled()));
    scene.stays().await;
    scene.browser.close().await;
}
