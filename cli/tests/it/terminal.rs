//! The binary on a terminal of its own.

use checkout_sandbox::FaultRule;
use checkout_sheet::texts::{TextId, Texts};
use rexpect::session::{PtySession, spawn_command};

use crate::shop::{CHALLENGED, Checkout, PAYS, PAYS_CVV, Shop, keep_and_search};

const PATIENCE_MS: u64 = 60_000;

/// A terminal, and what the sheet on it says in the customer's language.
pub(crate) struct Terminal {
    session: PtySession,
    texts: Texts,
}

impl Terminal {
    pub(crate) fn of(checkout: Checkout) -> Terminal {
        Terminal::with(checkout.env("NO_COLOR", "1"), Texts::default())
    }

    pub(crate) fn with(checkout: Checkout, texts: Texts) -> Terminal {
        let mut command = checkout.into_command();
        command.env("TERM", "xterm");
        let session = spawn_command(command, Some(PATIENCE_MS)).unwrap();
        Terminal { session, texts }
    }

    /// Waits for this; returns what the terminal showed before it.
    pub(crate) fn shows(&mut self, text: &str) -> String {
        let shown = decoded(&self.session.exp_string(&as_read(text)).unwrap());
        keep_and_search(&shown);
        shown
    }

    /// Waits for the beginning of a text of the sheet, as far as nothing is filled in.
    pub(crate) fn says(&mut self, id: TextId) -> String {
        let text = self.fixed(id);
        self.shows(&text)
    }

    /// Finds a choice by its label, waits until it can be chosen, and chooses it.
    pub(crate) fn presses(&mut self, id: TextId) {
        let label = self.fixed(id);
        self.presses_label(&label);
    }

    pub(crate) fn presses_label(&mut self, label: &str) {
        let choice = format!("\n +[0-9a-z]+  {}", pattern(label));
        let (_, choice) = self.session.exp_regex(&choice).unwrap();
        let key = choice.split_whitespace().next().unwrap().to_owned();
        self.shows("> ");
        self.types(&key);
    }

    /// Waits for the question after a field, and answers it.
    pub(crate) fn fills(&mut self, id: TextId, text: &str) {
        let label = self.fixed(id);
        // At the beginning of a line: on the screen it has a number before it.
        let question = format!(r"\n{}[^\r\n]*: ", pattern(&label));
        let (before, _) = self.session.exp_regex(&question).unwrap();
        keep_and_search(&before);
        self.types(text);
    }

    /// Types this and presses Enter.
    pub(crate) fn types(&mut self, text: &str) {
        self.session.send(text).unwrap();
        self.session.send("\r").unwrap();
        self.session.flush().unwrap();
    }

    pub(crate) fn control(&mut self, key: char) {
        self.session.send_control(key).unwrap();
    }

    /// Waits for the result, and searches the rest of what the terminal showed.
    pub(crate) fn result(&mut self, code: &str) {
        self.shows(&format!(r#"{{"code":{code},"#));
        self.ends();
    }

    pub(crate) fn ends(&mut self) {
        keep_and_search(&self.session.exp_eof().unwrap());
    }

    fn fixed(&self, id: TextId) -> String {
        let text = self.texts.get(id);
        text.split('{').next().unwrap().trim_end().to_owned()
    }
}

/// A text as the session reads it: a character for each byte.
fn as_read(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn decoded(read: &str) -> String {
    let bytes: Vec<u8> = read.chars().map(|c| u8::try_from(c).unwrap()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A regular expression for this text.
fn pattern(text: &str) -> String {
    let escaped = |c: char| match c.is_ascii_punctuation() {
        true => format!("\\{c}"),
        false => c.to_string(),
    };
    as_read(text).chars().map(escaped).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_given_is_asked_for_its_challenge_and_nothing_else() {
    let shop = Shop::open().await;
    let card = ["--card", CHALLENGED, "--expiry", "12/29", "--cvv", PAYS_CVV];
    let mut terminal = Terminal::of(shop.pay(&shop.intent()).args(&card));
    terminal.shows("The cardholder authenticates");
    terminal.types("");
    terminal.result("0");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_as_a_dash_is_asked_for_and_does_not_show() {
    let shop = Shop::open().await;
    let intent = shop.setup_intent();
    let card = ["--flow", "setup", "--card", "-", "--expiry", "12/29"];
    let mut terminal = Terminal::of(shop.pay(&intent).args(&card).args(&["--three-ds", "approve"]));
    terminal.shows("card number");
    terminal.types(PAYS);
    terminal.shows("CVV");
    terminal.types(PAYS_CVV);
    terminal.shows("May the merchant charge this card later?");
    terminal.types("y");
    terminal.result("0");
    assert_eq!(shop.body_of("/api/payments/{secret}")["mitConsentGiven"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_while_a_given_card_pays_waits_for_its_real_result() {
    let shop = Shop::open().await;
    shop.sandbox
        .script(FaultRule::on("POST", "/api/payments/*").delay_answer(5000))
        .unwrap();
    let intent = shop.intent();
    let card = ["--card", PAYS, "--expiry", "12/29", "--cvv", PAYS_CVV];
    let mut terminal = Terminal::of(shop.pay(&intent).args(&card));
    terminal.shows("Paying");
    while shop.payments() == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    terminal.control('c');
    terminal.shows("Leaving");
    terminal.result("0");
    assert_eq!(
        shop.merchant.payment_intent_status(&intent).as_deref(),
        Some("Captured")
    );
}
