//! A merchant with a sandbox of its own, and a customer before the sheet.

use std::time::Duration;

use checkout_core::config::GatewayChoice;
use checkout_core::{Checkout, CheckoutConfig, PaymentParams, SetupParams, VirtualTerminalParams};
use checkout_sandbox::{FaultRule, NewPaymentIntent, Sandbox, SandboxConfig};
use checkout_sheet::model::{Action, FieldId};
use checkout_sheet::params::{SheetFlow, SheetParams, SheetResult};
use checkout_sheet::screen::{Answer, Button, Content, DoneScreen, Field, Screen};
use checkout_sheet::{Sheet, Sheets};
use serde_json::Value;

pub(crate) const APPROVED: &str = "5200000000001005";
pub(crate) const CHALLENGED: &str = "5200000000001096";
pub(crate) const DECLINED: &str = "4456530000001013";

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) sheets: Sheets,
    pub(crate) customer_id: String,
}

impl Shop {
    pub(crate) async fn open() -> Shop {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.expect("a free port");
        let config = CheckoutConfig {
            api_url: sandbox.url(),
            gateway: GatewayChoice::Url(sandbox.gateway_url()),
            allow_insecure_loopback: true,
            read_back_limit: Duration::from_millis(1200),
            ..CheckoutConfig::default()
        };
        let checkout = Checkout::new(config).expect("a valid configuration");
        Shop {
            customer_id: sandbox.merchant().create_customer("Sam Demo"),
            sheets: Sheets::new(checkout),
            sandbox,
        }
    }

    pub(crate) fn intent(&self) -> String {
        self.intent_with(NewPaymentIntent::gbp(1250))
    }

    pub(crate) fn intent_with(&self, intent: NewPaymentIntent) -> String {
        let intent = intent.for_customer(&self.customer_id);
        self.sandbox
            .merchant()
            .create_payment_intent(intent)
            .expect("a valid intent")
    }

    pub(crate) fn secret(&self) -> String {
        self.sandbox
            .merchant()
            .create_customer_secret(&self.customer_id)
            .expect("a known customer")
    }

    pub(crate) fn save_card(&self, number: &str) -> String {
        self.sandbox
            .merchant()
            .save_card(&self.customer_id, number, "12/29")
            .expect("a card of the sandbox")
    }

    pub(crate) fn payment(&self, intent: &str) -> Customer {
        let params = PaymentParams::new(intent).with_customer_secret(self.secret());
        self.customer(SheetParams::new(SheetFlow::Payment(params)))
    }

    pub(crate) fn setup(&self, intent: &str) -> Customer {
        self.customer(SheetParams::new(SheetFlow::Setup(SetupParams::new(intent))))
    }

    pub(crate) fn terminal(&self, intent: &str) -> Customer {
        let params = VirtualTerminalParams::new(intent);
        self.customer(SheetParams::new(SheetFlow::VirtualTerminal(params)))
    }

    pub(crate) fn customer(&self, params: SheetParams) -> Customer {
        Customer {
            sheet: self.sheets.open(params),
        }
    }

    pub(crate) fn fault(&self, rule: Value) {
        let rule: FaultRule = serde_json::from_value(rule).expect("a rule");
        self.sandbox.script(rule).expect("a valid rule");
    }

    /// How many payments were sent.
    pub(crate) fn payments(&self) -> usize {
        let is_payment = |path: &str| path.starts_with("/api/payments/");
        let requests = self.sandbox.requests();
        requests.iter().filter(|request| is_payment(&request.path)).count()
    }
}

pub(crate) struct Customer {
    pub(crate) sheet: Sheet,
}

impl Customer {
    pub(crate) fn screen(&self) -> Screen {
        self.sheet.screen()
    }

    /// Waits for a screen that `pick` takes.
    pub(crate) async fn sees<T>(&self, pick: impl Fn(&Screen) -> Option<T>) -> T {
        let mut screen = self.screen();
        loop {
            if let Some(picked) = pick(&screen) {
                return picked;
            }
            assert!(!screen.frame.is_closed, "over before that: {screen:?}");
            let newer = self.sheet.next_screen(screen.revision);
            screen = tokio::time::timeout(Duration::from_secs(60), newer)
                .await
                .unwrap_or_else(|_| panic!("nothing follows on {screen:?}"));
        }
    }

    pub(crate) async fn is_at(&self, kind: &str) -> Screen {
        self.sees(|screen| (kind_of(screen) == kind).then(|| screen.clone()))
            .await
    }

    pub(crate) async fn is_done(&self) -> DoneScreen {
        self.sees(|screen| match &screen.content {
            Content::Done(done) => Some(done.clone()),
            _ => None,
        })
        .await
    }

    pub(crate) fn act(&self, action: Action) -> Answer {
        let answer = self.sheet.act(action.clone());
        assert!(answer.accepted, "{action:?} was refused at {:?}", self.screen());
        answer
    }

    pub(crate) fn refuses(&self, action: Action) {
        let before = self.screen();
        assert!(
            !self.sheet.act(action.clone()).accepted,
            "{action:?} was taken at {before:?}"
        );
        assert_eq!(self.screen().content, before.content);
    }

    pub(crate) fn types(&self, field: FieldId, text: &str) -> Field {
        let answer = self.act(Action::Type {
            field,
            text: text.into(),
            caret: text.encode_utf16().count(),
        });
        answer.field.expect("the field that was typed into")
    }

    pub(crate) fn types_card(&self, number: &str) {
        self.types(FieldId::CardNumber, number);
        self.types(FieldId::Expiry, "12/29");
        self.types_cvv(FieldId::Cvv, number);
        self.types(FieldId::CardholderName, "A Demo");
    }

    pub(crate) fn types_cvv(&self, field: FieldId, number: &str) {
        self.types(field, if number == DECLINED { "341" } else { "020" });
    }

    pub(crate) fn pay(&self) {
        self.act(Action::Pay);
    }

    /// Comes to the form, through the choice if there is one.
    pub(crate) async fn comes_to_the_form(&self) {
        let screen = self.sees(|screen| Some(screen.clone()).filter(is_choice)).await;
        if let Content::Choose(_) = screen.content {
            self.act(Action::UseAnotherCard);
        }
    }

    pub(crate) async fn pays_with_new_card(&self, number: &str) {
        self.comes_to_the_form().await;
        self.types_card(number);
        self.pay();
    }

    /// The buttons that can be pressed on the last screen.
    pub(crate) async fn may(&self) -> Vec<Action> {
        let done = self.is_done().await;
        let enabled = done.buttons.into_iter().filter(|button: &Button| button.enabled);
        enabled.map(|button| button.action).collect()
    }

    pub(crate) async fn closes(&self) -> SheetResult {
        self.act(Action::Close);
        self.sheet.result().await
    }
}

fn is_choice(screen: &Screen) -> bool {
    matches!(screen.content, Content::Choose(_) | Content::Form(_))
}

pub(crate) fn kind_of(screen: &Screen) -> &'static str {
    match screen.content {
        Content::Loading(_) => "loading",
        Content::Choose(_) => "choose",
        Content::Manage(_) => "manage",
        Content::Form(_) => "form",
        Content::Challenge(_) => "challenge",
        Content::Working(_) => "working",
        Content::Done(_) => "done",
    }
}
