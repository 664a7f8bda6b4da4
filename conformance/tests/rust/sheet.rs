//! A host app that draws a sheet without looking: it does what a plan says, and notes what is on the screen.

use std::time::{Duration, SystemTime};

use checkout_conformance::{Command, FieldText, Flow, Observed, Opens, Outcome, Plan, PlannedSheet, ScenarioRun};
use checkout_core::{Checkout, PaymentParams, SetupParams, VirtualTerminalParams};
use checkout_sheet::model::{Action, WalletPayment};
use checkout_sheet::params::{SheetFlow, SheetParams};
use checkout_sheet::screen::Answer;
use checkout_sheet::texts::{Locale, Texts};
use checkout_sheet::{Sheet, Sheets};

use crate::host::config;
use crate::{names, screens, texts, typed};

/// Plays a scenario of a sheet, as far as time allows.
pub(crate) async fn play(run: &ScenarioRun, checkout: Checkout, planned: &PlannedSheet, observed: &mut Observed) {
    let sheets = Sheets::new(checkout);
    let plan = run.plan();
    let sheet = sheets.open(params(plan, planned));
    let mut host = SheetHost {
        run,
        plan,
        planned,
        sheets,
        sheet,
        observed,
    };
    for step in &plan.steps {
        let reached = match &step.on {
            Some(screen) => host.wait_for(screen).await,
            None => true,
        };
        let outcome = match reached {
            true => host.act(&step.command).await,
            false => names::error("NotReached"),
        };
        host.observed.outcomes.push(outcome);
    }
    host.wait_for("Closed").await;
    let result = host.sheet.result().await;
    host.observed.result = result.payment.as_ref().map(names::result);
    host.observed.last_attempt = result.last_attempt.as_ref().map(names::result);
}

struct SheetHost<'a> {
    run: &'a ScenarioRun,
    plan: &'a Plan,
    planned: &'a PlannedSheet,
    sheets: Sheets,
    sheet: Sheet,
    observed: &'a mut Observed,
}

impl SheetHost<'_> {
    /// Waits until a screen is reached, from what it is now, and notes the kinds of those on the way. `false` if the sheet
    /// is over without it.
    async fn wait_for(&mut self, wanted: &str) -> bool {
        let mut screen = self.sheet.screen();
        loop {
            let kind = screens::kind(&screen);
            if self.observed.states.last().is_none_or(|last| last != kind) {
                self.observed.states.push(kind.to_owned());
            }
            if screens::is(&screen, wanted) {
                return true;
            }
            if screen.frame.is_closed {
                return false;
            }
            screen = self.sheet.next_screen(screen.revision).await;
        }
    }

    async fn act(&mut self, command: &Command) -> Outcome {
        if let Some(outcome) = texts::answer(command, self.plan, self.sheets.checkout()).await {
            return outcome;
        }
        match command {
            Command::Wait { ms } => tokio::time::sleep(Duration::from_millis(*ms)).await,
            Command::World { step } => match self.run.change_world(*step).await {
                Ok(()) => {}
                Err(error) => return names::error(&format!("{error:#}")),
            },
            Command::CallPaymentStatus => {
                let status = self.sheets.checkout().payment_status(&self.plan.payment_intent_id);
                return names::with_result(&status.await);
            }
            Command::FindSheet => match self.sheets.find(self.sheet.id()) {
                Some(found) => self.sheet = found,
                None => return names::error("NotFound"),
            },
            Command::OpenAgain => self.sheet = self.sheets.open(params(self.plan, self.planned)),
            Command::Restore => return self.restore(),
            Command::SetLanguage { language } => self.sheet.set_texts(Texts::new(Locale::from_tag(language))),
            Command::Look => return names::with_value(screens::screen(&self.sheet.screen())),
            Command::Type { field, text, caret } => return self.type_one(field, text, *caret),
            Command::Fill { texts } => return self.fill(texts),
            Command::Press { action } => match screens::button(&self.sheet.screen(), action) {
                Some(action) => return taken(&self.sheet.act(action)),
                None => return names::error("NotOffered"),
            },
            Command::Act { action } => match screens::action_of(action) {
                Some(action) => return taken(&self.sheet.act(action)),
                None => return names::error("NoSuchAction"),
            },
            Command::PayWithGooglePay { payment_data } => {
                let payment = WalletPayment::GooglePay(payment_data.as_str().into());
                return taken(&self.sheet.act(Action::WalletPaid(payment)));
            }
            Command::PayWithApplePay {
                token,
                billing_contact,
                shipping_contact,
            } => {
                let input = typed::apple_pay(token, billing_contact.as_deref(), shipping_contact.as_deref());
                let payment = WalletPayment::ApplePay(Box::new(input));
                return taken(&self.sheet.act(Action::WalletPaid(payment)));
            }
            Command::CompleteChallenge { outcome } => {
                return taken(&self.sheet.act(Action::ChallengeEnded(names::challenge(*outcome))));
            }
            _ => return names::error("NotOfASheet"),
        }
        Outcome::default()
    }

    fn type_one(&self, field: &str, text: &str, caret: Option<i32>) -> Outcome {
        let Some(field) = screens::field_id(field) else {
            return names::error("NoSuchField");
        };
        let end = text.encode_utf16().count();
        let typed = Action::Type {
            field,
            text: text.into(),
            caret: caret.map_or(end, |caret| usize::try_from(caret).unwrap_or(0)),
        };
        names::with_value(screens::answer(&self.sheet.act(typed)))
    }

    fn fill(&self, texts: &[FieldText]) -> Outcome {
        let refused = texts.iter().find(|FieldText { field, text }| {
            let field = screens::field_id(field);
            field.is_none_or(|field| {
                let typed = Action::Type {
                    field,
                    text: text.as_str().into(),
                    caret: text.encode_utf16().count(),
                };
                !self.sheet.act(typed).accepted
            })
        });
        refused.map_or_else(Outcome::default, |refused| Outcome {
            cause: Some(refused.field.clone()),
            ..names::error("Refused")
        })
    }

    fn restore(&mut self) -> Outcome {
        match Checkout::new(config(&self.plan.config)) {
            Ok(checkout) => {
                self.sheets = Sheets::new(checkout);
                let planned = PlannedSheet {
                    opens: Opens::Restored,
                    ..self.planned.clone()
                };
                self.sheet = self.sheets.open(params(self.plan, &planned));
                Outcome::default()
            }
            Err(error) => names::error(&names::config_error(&error)),
        }
    }
}

fn taken(answer: &Answer) -> Outcome {
    match answer.accepted {
        true => Outcome::default(),
        false => names::error("Refused"),
    }
}

fn params(plan: &Plan, planned: &PlannedSheet) -> SheetParams {
    let mut params = SheetParams::new(flow(plan, planned.opens));
    params.wallets = planned
        .wallets
        .iter()
        .filter_map(|wallet| screens::wallet(wallet))
        .collect();
    let locale = Locale::from_tag(&planned.language);
    let right_to_left = planned.right_to_left.unwrap_or(locale.is_right_to_left());
    params.texts = planned.texts.iter().fold(
        Texts::new(locale.with_right_to_left(right_to_left)),
        |texts, (name, text)| {
            texts
                .with_named(name, text)
                .expect("a scenario replaces what can be replaced")
        },
    );
    params
}

fn flow(plan: &Plan, opens: Opens) -> SheetFlow {
    let id = plan.payment_intent_id.clone();
    let wait = plan.must_complete_in_ms.map(Duration::from_millis);
    let must_complete_by = wait.map(|wait| SystemTime::now() + wait);
    match (opens, plan.flow) {
        (Opens::SavedCards, _) => SheetFlow::SavedCards {
            customer_id: plan.customer_id.clone(),
            customer_secret: plan.customer_secret.as_deref().unwrap_or_default().into(),
        },
        (Opens::Restored, Flow::Setup) => SheetFlow::RestoredSetup { setup_intent_id: id },
        (Opens::Restored, _) => SheetFlow::Restored { payment_intent_id: id },
        (Opens::Checkout, Flow::Setup) => SheetFlow::Setup(SetupParams {
            must_complete_by,
            ..SetupParams::new(id)
        }),
        (Opens::Checkout, Flow::VirtualTerminal) => SheetFlow::VirtualTerminal(VirtualTerminalParams {
            must_complete_by,
            ..VirtualTerminalParams::new(id)
        }),
        (Opens::Checkout, Flow::Payment | Flow::Headless) => SheetFlow::Payment(PaymentParams {
            customer_secret: plan.customer_secret.as_deref().map(Into::into),
            must_complete_by,
            ..PaymentParams::new(id)
        }),
    }
}
