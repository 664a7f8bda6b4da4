//! Nothing on any page that axe knows to be a barrier: contrast, names, labels, landmarks, order, target sizes.

use checkout_core::web_challenge::challenge_page;
use checkout_sandbox::{Cut, FaultRule};
use serde_json::Value;
use thirtyfour::Key;

use crate::browser::Browser;
use crate::looks::SCREENS;
use crate::{PAYS, Payment, sandbox};

/// WCAG 2.2, levels A and AA, and what axe calls good practice.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then((found) => done({
            checked: found.passes.length,
            barriers: found.violations.map((it) => it.id + ': ' + it.nodes.map((node) => node.html).join(' ')),
        }));";

async fn has_no_barriers(browser: &Browser, page: &str) {
    let path = std::env::var("AXE").unwrap_or_else(|_| panic!("set AXE to axe.min.js, as `cargo xtask test` does"));
    let axe = std::fs::read_to_string(path).unwrap();
    browser.driver.execute(axe, vec![]).await.unwrap();
    let found = browser.driver.execute_async(RUN, vec![]).await.unwrap().json().clone();
    assert!(found["checked"].as_u64().unwrap() > 10, "{page}: {found}");
    assert_eq!(found["barriers"], Value::Array(vec![]), "{page}");
}

#[tokio::test]
async fn the_issuers_pages_have_no_barriers() {
    let sandbox = sandbox().await;
    let browser = Browser::start().await;
    for (name, screen, dark) in SCREENS {
        browser.screen(screen, dark).await;
        let payment = Payment::challenged(&sandbox).await;
        let page = challenge_page(&payment.challenge).unwrap();
        browser.open_html(&page.auto_submit_html).await;
        browser
            .find("#code")
            .await
            .send_keys("9999" + Key::Enter)
            .await
            .unwrap();
        browser
            .until("document.getElementById('error').textContent.includes('2 tries')")
            .await;
        has_no_barriers(&browser, &format!("challenge, {name}")).await;
        browser.click("button[value=cancel]").await;
        browser.find("#outcome").await;
        has_no_barriers(&browser, &format!("return, {name}")).await;
        browser.driver.goto(&page.url).await.unwrap();
        has_no_barriers(&browser, &format!("mistake, {name}")).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn the_dashboard_has_no_barriers() {
    let sandbox = sandbox().await;
    let customer = sandbox.merchant().create_customer("Sam Demo");
    sandbox.merchant().save_card(&customer, PAYS, "12/29").unwrap();
    Payment::challenged(&sandbox).await;
    sandbox.script(FaultRule::on("POST", "/x").cut(Cut::After)).unwrap();
    let browser = Browser::start().await;
    for (name, screen, dark) in SCREENS {
        browser.screen(screen, dark).await;
        browser.driver.goto(sandbox.url()).await.unwrap();
        browser
            .until("document.querySelectorAll('#requests .rows > li').length === 2")
            .await;
        browser
            .run("for (const it of document.querySelectorAll('details')) it.open = true")
            .await;
        has_no_barriers(&browser, &format!("dashboard, {name}")).await;
    }
    browser.close().await;
}
