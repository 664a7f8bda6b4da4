//! Pictures of every page, for people to look at: a phone and a desktop, light and dark.

use checkout_core::web_challenge::challenge_page;
use checkout_sandbox::{Cut, FaultRule, NewPaymentIntent};
use serde_json::json;
use thirtyfour::Key;

use crate::browser::{Browser, Screen};
use crate::{PAYS, Payment, backend, pay, sandbox, secret_of};

/// The sizes and colours that pages have.
pub(crate) const SCREENS: [(&str, Screen, bool); 4] = [
    ("phone", Screen::Phone, false),
    ("phone-dark", Screen::Phone, true),
    ("desktop", Screen::Desktop, false),
    ("desktop-dark", Screen::Desktop, true),
];

#[tokio::test]
async fn the_issuers_pages() {
    let sandbox = sandbox().await;
    let browser = Browser::start().await;
    for (name, screen, dark) in SCREENS {
        browser.screen(screen, dark).await;
        let payment = Payment::challenged(&sandbox).await;
        browser
            .open_html(&challenge_page(&payment.challenge).unwrap().auto_submit_html)
            .await;
        browser.find("#code").await;
        browser.picture(&format!("challenge-{name}")).await;
        browser
            .find("#code")
            .await
            .send_keys("9999" + Key::Enter)
            .await
            .unwrap();
        browser
            .until("document.getElementById('error').textContent.includes('2 tries')")
            .await;
        browser.picture(&format!("challenge-wrong-code-{name}")).await;
        browser.press("1234" + Key::Enter).await;
        browser.find("#outcome").await;
        browser.picture(&format!("challenge-passed-{name}")).await;
        browser
            .driver
            .goto(format!("{}/acs/challenge", sandbox.url()))
            .await
            .unwrap();
        browser.picture(&format!("challenge-mistake-{name}")).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn the_dashboard() {
    let sandbox = sandbox().await;
    let merchant = sandbox.merchant();
    // Nobody listens there, so that there is a failure to look at.
    let receiver = json!({ "url": "http://127.0.0.1:9/hook", "events": ["payment_intent.status_updated"] });
    let subscribed = backend(&sandbox, "/webhooks", &receiver).await;
    assert!(subscribed["id"].is_string(), "{subscribed}");
    let customer = merchant.create_customer("Sam Demo");
    merchant.save_card(&customer, PAYS, "12/29").unwrap();
    for (pence, number) in [(1250, PAYS), (89_900, "4456530000001013"), (420, PAYS)] {
        let order = NewPaymentIntent::gbp(pence).for_customer(&customer);
        let secret = secret_of(&sandbox, &merchant.create_payment_intent(order).unwrap()).await;
        pay(&sandbox, &secret, number).await;
    }
    Payment::challenged(&sandbox).await;
    let rule = FaultRule::on("POST", "/api/payments/**").cut(Cut::After).always();
    sandbox.script(rule).unwrap();

    let browser = Browser::start().await;
    for (name, screen, dark) in SCREENS {
        browser.screen(screen, dark).await;
        browser.driver.goto(sandbox.url()).await.unwrap();
        browser
            .until("document.querySelectorAll('#intents .rows > li').length === 4")
            .await;
        browser.picture(&format!("dashboard-{name}")).await;
        browser.click("#intents summary").await;
        browser
            .run("document.querySelector('#requests details').open = true")
            .await;
        browser.picture(&format!("dashboard-open-{name}")).await;
        browser
            .run("scrollTo({ top: document.getElementById('faults').offsetTop - 120, behavior: 'instant' })")
            .await;
        browser.picture(&format!("dashboard-faults-{name}")).await;
        browser
            .run(
                "for (const part of document.querySelectorAll('#requests details')) part.open = false;
                 document.querySelector('#customers details').open = true;
                 document.querySelector('#webhooks details').open = true;
                 scrollTo({ top: document.getElementById('customers').offsetTop - 120, behavior: 'instant' })",
            )
            .await;
        browser.picture(&format!("dashboard-webhooks-{name}")).await;
    }
    browser.close().await;
}
