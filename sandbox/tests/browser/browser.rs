//! One Chromium, driven through WebDriver.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Slow machines run several of these at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// Remembers what a content security policy has blocked.
const COLLECT_VIOLATIONS: &str = "window.violations = [];
    addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.sourceFile));";

pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    _chromedriver: Child,
}

/// The widths that pages have to look right at.
#[derive(Clone, Copy)]
pub(crate) enum Screen {
    Phone,
    Desktop,
}

impl Browser {
    pub(crate) async fn start() -> Self {
        let (chromedriver, url) = chromedriver().await;
        let mut chromium = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            // In containers Chromium may neither make namespaces nor use /dev/shm.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--hide-scrollbars",
            "--lang=en-GB",
        ] {
            chromium.add_arg(argument).unwrap();
        }
        let driver = WebDriver::new(url, chromium).await.unwrap();
        let browser = Self {
            driver,
            _chromedriver: chromedriver,
        };
        browser.before_every_page(COLLECT_VIOLATIONS).await;
        browser.screen(Screen::Desktop, false).await;
        browser
    }

    /// Every test ends with it: nothing was blocked by a content security policy.
    pub(crate) async fn close(self) {
        let violations = self.run("return window.violations || []").await;
        assert_eq!(violations, json!([]), "the page broke its own policy");
        self.driver.quit().await.unwrap();
    }

    pub(crate) async fn command(&self, name: &str, parameters: Value) {
        self.driver.cdp().send_raw(name, parameters).await.unwrap();
    }

    pub(crate) async fn before_every_page(&self, script: &str) {
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))
            .await;
    }

    pub(crate) async fn screen(&self, screen: Screen, dark: bool) {
        let (width, height, scale, mobile) = match screen {
            Screen::Phone => (390, 844, 2, true),
            Screen::Desktop => (1280, 800, 1, false),
        };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            // What moves cannot be clicked, and a picture of it would differ from run to run.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.command("Emulation.setEmulatedMedia", features).await;
    }

    /// Opens a document that is in no server.
    pub(crate) async fn open_html(&self, html: &str) {
        use base64::Engine;
        let encoded = base64::engine::general_purpose::STANDARD.encode(html);
        self.driver
            .goto(format!("data:text/html;charset=utf-8;base64,{encoded}"))
            .await
            .unwrap();
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        let returned = self.driver.execute(script, vec![]).await;
        returned.unwrap().json().clone()
    }

    pub(crate) async fn find(&self, css: &str) -> WebElement {
        let found = self
            .driver
            .query(By::Css(css))
            .wait(PATIENCE, Duration::from_millis(50))
            .first()
            .await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    pub(crate) async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        let focused = self.driver.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// What the keyboard would talk to: the element's id, or what it says.
    pub(crate) async fn focused(&self) -> String {
        let script = "const it = document.activeElement; return it.id || it.textContent.trim() || it.tagName";
        self.run(script).await.as_str().unwrap().to_owned()
    }

    pub(crate) async fn url(&self) -> String {
        self.driver.current_url().await.unwrap().to_string()
    }

    /// Waits until a script returns something true. What it looks at may not be on the page yet.
    pub(crate) async fn until(&self, condition: &str) -> Value {
        let start = Instant::now();
        loop {
            let patient = format!("try {{ return {condition} }} catch (error) {{ return null }}");
            let value = self.run(&patient).await;
            if !matches!(value, Value::Null | Value::Bool(false)) && value != json!("") && value != json!(0) {
                return value;
            }
            if start.elapsed() > PATIENCE {
                let page = self.run("return document.body.innerText").await;
                panic!("never: {condition}\n{}", page.as_str().unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Keeps a picture of the whole page, which must fit the screen's width.
    pub(crate) async fn picture(&self, name: &str) {
        let overflow = self
            .run("return document.documentElement.scrollWidth - innerWidth")
            .await;
        assert!(overflow.as_i64().unwrap() <= 0, "{name} is {overflow} pixels too wide");
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/test-artifacts/screenshots");
        std::fs::create_dir_all(&dir).unwrap();
        let png = self.driver.screenshot_as_png().await.unwrap();
        assert!(png.len() > 5_000, "{name} is empty");
        std::fs::write(dir.join(format!("{name}.png")), png).unwrap();
    }
}

/// A driver of its own on a port of its own.
async fn chromedriver() -> (Child, String) {
    let started = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    let mut chromedriver = started.unwrap_or_else(|error| {
        panic!("chromedriver does not start ({error}): install chromium-driver, or run `cargo xtask test`")
    });
    let mut lines = BufReader::new(chromedriver.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some(port) = line.strip_prefix("ChromeDriver was started successfully on port ") {
            return (chromedriver, format!("http://127.0.0.1:{}", port.trim_end_matches('.')));
        }
    }
    panic!("chromedriver ended before it listened");
}
