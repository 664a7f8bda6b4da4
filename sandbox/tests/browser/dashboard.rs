//! The dashboard: live, safe with other people's text, and worked by keyboard.

use checkout_sandbox::{NewPaymentIntent, Sandbox};
use serde_json::json;
use thirtyfour::Key;

use crate::browser::Browser;
use crate::{PAYS, pay, sandbox, secret_of};

async fn open() -> (Sandbox, Browser) {
    let sandbox = sandbox().await;
    let browser = Browser::start().await;
    browser.driver.goto(sandbox.url()).await.unwrap();
    browser
        .until("document.getElementById('live').textContent === 'Live'")
        .await;
    (sandbox, browser)
}

#[tokio::test]
async fn a_payment_appears_while_one_looks() {
    let (sandbox, browser) = open().await;
    assert!(browser.text("#intents .empty").await.contains("None yet"));
    let order = NewPaymentIntent::gbp(1250);
    let intent = sandbox.merchant().create_payment_intent(order).unwrap();
    browser
        .until("document.querySelectorAll('#intents .rows > li').length === 1")
        .await;
    assert!(browser.text("#intents .rows").await.contains("GBP 12.50"));
    browser.click("#intents summary").await;

    let secret = secret_of(&sandbox, &intent).await;
    assert_eq!(pay(&sandbox, &secret, PAYS).await["statusCode"], 0);
    browser
        .until("document.querySelector('#intents .tag').textContent === 'Captured'")
        .await;
    let timeline = browser.text("#intents .timeline").await;
    for event in ["Created", "SecretIssued", "Captured"] {
        assert!(timeline.contains(event), "{event} is not in {timeline}");
    }
    assert!(
        browser
            .run("return document.querySelector('#intents details').open")
            .await
            == true,
        "stays open"
    );

    browser
        .until("document.querySelectorAll('#requests .rows > li').length === 2")
        .await;
    browser.click("#requests summary").await;
    let page = browser.run("return document.body.innerHTML").await.to_string();
    assert!(page.contains("520000******1005") && !page.contains(PAYS) && !page.contains(&secret));
    browser.close().await;
}

#[tokio::test]
async fn what_others_wrote_stays_text() {
    let (sandbox, browser) = open().await;
    let evil = "<img src=x onerror='window.hit = 1'><script>window.hit = 1</script>";
    let customer = sandbox.merchant().create_customer(evil);
    let mut order = NewPaymentIntent::gbp(100).for_customer(&customer);
    order.reference = "<b onclick=alert(1)>\"'&amp;</b>".to_owned();
    sandbox.merchant().create_payment_intent(order).unwrap();
    browser
        .until("document.querySelectorAll('#customers .rows > li').length === 1")
        .await;
    assert!(browser.text("#customers .first").await.contains("<img src=x"));
    browser
        .until("document.querySelector('#intents .first').textContent.includes('&amp;</b>')")
        .await;
    assert_eq!(
        browser
            .run("return [!!window.hit, document.querySelectorAll('main img, main b[onclick]').length]")
            .await,
        json!([false, 0])
    );
    browser.close().await;
}

#[tokio::test]
async fn a_fault_is_switched_by_keyboard() {
    let (sandbox, browser) = open().await;
    let first = "document.querySelector('#faults [role=switch]')";
    browser.run(&format!("{first}.focus()")).await;
    browser.press(" ").await;
    browser
        .until("document.querySelector('[data-count=faults]').textContent === '1'")
        .await;
    let rules = sandbox.faults();
    assert_eq!((rules.len(), rules[0].rule.times), (1, None));

    let intent = sandbox
        .merchant()
        .create_payment_intent(NewPaymentIntent::gbp(500))
        .unwrap();
    let secret = secret_of(&sandbox, &intent).await;
    let url = format!("{}/api/payments/{secret}", sandbox.url());
    let card = json!({ "cV2": "020", "cardNumber": PAYS, "cardName": "Sam Demo", "expiryDate": "12 / 29" });
    assert!(
        reqwest::Client::new().post(url).json(&card).send().await.is_err(),
        "the answer is lost"
    );
    browser
        .until("document.querySelector('#intents .tag').textContent === 'Captured'")
        .await;

    browser.run(&format!("{first}.focus()")).await;
    browser.press(" ").await;
    browser
        .until("document.querySelector('[data-count=faults]').textContent === '0'")
        .await;
    assert!(sandbox.faults().is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_rule_of_ones_own_is_added_and_removed_and_a_wrong_one_explained() {
    let (sandbox, browser) = open().await;
    browser.click("#faults .add summary").await;
    browser.click("#rule button").await;
    browser
        .until("document.querySelectorAll('#faults .rows > li').length === 1")
        .await;
    assert_eq!(sandbox.faults()[0].rule.times, Some(1));
    browser.click("[aria-label='Remove fault 1']").await;
    browser
        .until("document.querySelectorAll('#faults .rows > li').length === 0")
        .await;

    let field = browser.find("#rule-json").await;
    for (text, mistake) in [("{", "not JSON"), (r#"{"action":{"explode":1}}"#, "action")] {
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
        browser.click("#rule button").await;
        browser
            .until(&format!(
                "document.getElementById('rule-error').textContent.includes('{mistake}')"
            ))
            .await;
    }
    assert!(sandbox.faults().is_empty());
    browser.close().await;
}

#[tokio::test]
async fn the_clock_is_advanced_and_everything_reset() {
    let (sandbox, browser) = open().await;
    let _ = sandbox.merchant().create_customer("Sam Demo");
    browser
        .until("document.querySelector('[data-count=customers]').textContent === '1'")
        .await;
    browser
        .find("[data-advance='900']")
        .await
        .send_keys(Key::Enter + "")
        .await
        .unwrap();
    browser
        .until("document.getElementById('clock').textContent === '15 min ahead'")
        .await;
    browser.run("window.confirm = () => true").await;
    browser.click("#reset").await;
    browser
        .until("document.querySelector('[data-count=customers]').textContent === '0'")
        .await;
    browser
        .until("document.getElementById('clock').textContent === 'on time'")
        .await;
    browser.close().await;
}

#[tokio::test]
async fn an_open_dashboard_does_not_keep_the_sandbox_from_stopping() {
    let (sandbox, browser) = open().await;
    let start = std::time::Instant::now();
    sandbox.shutdown().await;
    assert!(
        start.elapsed() < std::time::Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
    browser
        .until("document.getElementById('live').textContent !== 'Live'")
        .await;
    browser.close().await;
}
