//! Everything that can happen in a world: what the customer and the platform may do on the screen, each answer to what is
//! on its way, and news in every order.

use checkout_core::card::CvvProblem;
use checkout_core::error::{ActionError, CallError};
use checkout_core::flow::{
    Event, GatewayAnswer, IntentStatus, LoadFailure, Prepared, WalletAuth, read_status, status_unreadable,
};
use checkout_core::input::CardErrors;
use checkout_core::result::PaymentResult;
use checkout_core::threeds::Challenge;
use checkout_core::wallet::WalletError;
use checkout_sheet::model::{Action, Effect, FieldId, Kind, News, Stage, State};

use crate::cast::{
    Answers, EXPIRED_BY, NUMBER, OTHER_TOTAL, Setting, TOTAL, WRONG_NUMBER, doubt, paid, saved_cards, today,
};
use crate::session::{Pending, View};
use crate::shown::{Shown, typing};
use crate::truth::allows_another_attempt;
use crate::world::{Happening, World};

/// Effects of concurrent acts that may wait to be performed.
const CONCURRENT: usize = 2;

pub(crate) fn happenings(world: &World, shown: &Shown) -> Vec<Happening> {
    let mut all = performed(world);
    if world.todo.0.len() >= CONCURRENT {
        return all;
    }
    all.extend(customer(world, shown).into_iter().map(Happening::Act));
    all.extend(core(world));
    all.extend(told(world));
    all.extend((0..world.mail.0.len()).map(Happening::Deliver));
    for (index, deletion) in world.deletions.iter().enumerate() {
        let is_done = [true, false]
            .into_iter()
            .filter(|is_done| !is_done || !deletion.is_refused);
        all.extend(is_done.map(|is_done| Happening::Deleted(index, is_done)));
    }
    if world.is_reading {
        all.extend(statuses(world.setting).into_iter().map(Happening::Status));
    }
    let takes_its_time = matches!(&world.sheet.stage, Stage::Ended(result) if allows_another_attempt(result));
    if takes_its_time && world.setting.has_other_checkouts() {
        all.push(Happening::Doubt(doubt()));
    }
    if world.is_fetching {
        let failures = [CallError::Network, CallError::AccessDenied].map(Err);
        let cards = failures.into_iter().chain([Ok(saved_cards()), Ok(Vec::new())]);
        all.extend(cards.map(Happening::Cards));
    }
    all.extend(earlier(world).into_iter().map(Happening::TellEarlier));
    all
}

fn performed(world: &World) -> Vec<Happening> {
    let mut all = Vec::new();
    let can_be_refused = world.session.as_ref().is_some_and(|session| session.is_choosing());
    for (index, effect) in world.todo.0.iter().enumerate() {
        all.push(Happening::Perform(index));
        let refusal = match effect {
            Effect::PayWithSavedCard { .. } => Some(ActionError::InvalidCvv(CvvProblem::WrongLength)),
            Effect::PayWithCard(_) => Some(ActionError::InvalidCard(CardErrors::from(CvvProblem::Missing))),
            Effect::PayWithWallet(_) => Some(ActionError::UnusableWalletData(WalletError::NotJson)),
            _ => None,
        };
        let refusal = refusal.filter(|_| can_be_refused);
        all.extend(refusal.map(|error| Happening::Refuse(index, error)));
    }
    all
}

/// What the customer and the platform do on this screen.
fn customer(world: &World, shown: &Shown) -> Vec<Action> {
    let mut actions: Vec<Action> = shown.enabled.iter().flat_map(|action| done(world, action)).collect();
    let back = Action::Back;
    if shown.enables(&back) && !actions.contains(&back) {
        actions.push(back);
    }
    actions
}

fn done(world: &World, enabled: &Action) -> Vec<Action> {
    let (setting, sheet) = (world.setting, &*world.sheet);
    match enabled {
        Action::Type { field, .. } => {
            let texts = texts(setting, sheet, *field);
            texts.into_iter().map(|text| typing(*field, text)).collect()
        }
        Action::Leave { field } => {
            let tells = setting.mistypes && matches!(field, FieldId::CardNumber | FieldId::Cvv | FieldId::Email);
            tells.then(|| enabled.clone()).into_iter().collect()
        }
        Action::Tick { on: false, .. } => Vec::new(),
        Action::ManageCards | Action::DeleteCard { .. } if !setting.deletes => Vec::new(),
        // Two are deleted where there is nothing but cards.
        Action::DeleteCard { .. } if sheet.kind != Kind::SavedCards && has_deleted(sheet) => Vec::new(),
        action => vec![action.clone()],
    }
}

fn has_deleted(sheet: &State) -> bool {
    !(sheet.deleting.is_empty() && sheet.deleted.is_empty())
}

/// The fields of a form, in the order in which the customer fills them in.
const FORM: [(FieldId, &str); 11] = [
    (FieldId::CardNumber, NUMBER),
    (FieldId::Expiry, "12/29"),
    (FieldId::CardholderName, "A Demo"),
    (FieldId::Email, "a@example.test"),
    (FieldId::BillingCountry, "GB"),
    (FieldId::BillingPostcode, "AB1 2CD"),
    (FieldId::ShippingName, "A Demo"),
    (FieldId::ShippingCountry, "GB"),
    (FieldId::ShippingLine1, "1 Road"),
    (FieldId::ShippingPostcode, "AB1 2CD"),
    (FieldId::Cvv, "123"),
];

fn texts(setting: Setting, sheet: &State, field: FieldId) -> Vec<&'static str> {
    let is_empty = |field| sheet.entry.text(field).is_empty();
    if field == FieldId::SavedCardCvv {
        return match sheet.entry.text(field) {
            "" if setting.types => vec!["123"],
            "" => vec!["12", "123"],
            "12" => vec!["123"],
            _ => Vec::new(),
        };
    }
    let digits = || sheet.entry.text(FieldId::CardNumber).replace(' ', "");
    let mends = field == FieldId::CardNumber && digits() == WRONG_NUMBER;
    let shown = sheet.fields();
    let mut form = FORM.into_iter().filter(|(field, _)| shown.contains(field));
    let next = form.find(|(field, _)| is_empty(*field));
    let text = match next {
        _ if !setting.types => None,
        _ if mends => Some(NUMBER),
        Some((next, text)) if next == field && digits() != WRONG_NUMBER => Some(text),
        _ => None,
    };
    let mistyped = setting.mistypes && field == FieldId::CardNumber && is_empty(field);
    text.into_iter().chain(mistyped.then_some(WRONG_NUMBER)).collect()
}

/// What the sheet is told of the session, now or too late.
fn told(world: &World) -> Vec<Happening> {
    let Some(session) = &world.session else {
        return Vec::new();
    };
    let past = (0..session.past.len()).map(Happening::TellPast);
    let now = match session.is_told {
        true => Happening::TellPast(session.past.len()),
        false => Happening::Tell,
    };
    past.chain([now]).collect()
}

/// What an attempt that is not the current one would tell; after the end the last one is over, too.
fn earlier(world: &World) -> Vec<News> {
    let is_closed = matches!(world.sheet.stage, Stage::Closed(_));
    let attempt = match is_closed {
        true => Some(world.sheet.attempt),
        false => world.sheet.attempt.checked_sub(1),
    };
    let Some(attempt) = attempt else {
        return Vec::new();
    };
    let told = |view: View| News::Session {
        attempt,
        snapshot: Box::new(view.snapshot(99)),
        today: today(),
    };
    let error = ActionError::WrongState;
    let mut news = vec![
        told(View::Finished(paid())),
        told(View::Loading),
        News::Taken { attempt, revision: 99 },
        News::Refused { attempt, error },
    ];
    if is_closed {
        news.push(News::Status(paid()));
        news.push(News::Cards(Ok(saved_cards())));
    }
    news
}

fn statuses(setting: Setting) -> Vec<PaymentResult> {
    let flow = setting.flow();
    let status = |status| read_status(flow, "pi_1", status);
    vec![
        status(IntentStatus::Created),
        status(IntentStatus::Authorized),
        status(IntentStatus::Canceled),
        status(IntentStatus::Expired),
        status_unreadable("pi_1", LoadFailure::Network),
    ]
}

fn core(world: &World) -> Vec<Happening> {
    let Some(session) = &world.session else {
        return Vec::new();
    };
    let setting = world.setting;
    let answers = match world.sheet.attempt {
        0 | 1 => setting.answers,
        _ => setting.answers.min(Answers::Few),
    };
    let mut pending = session.pending.clone();
    pending.dedup();
    let mut events: Vec<Event> = pending
        .into_iter()
        .flat_map(|pending| answered(setting, answers, session.attempt > 1, pending))
        .collect();
    // Once a payment is out it changes nothing that a sheet could tell.
    if setting.has_deadline && session.result().is_none() && !session.has_payment_out() {
        events.push(Event::DeadlinePassed);
    }
    events.into_iter().map(Happening::Core).collect()
}

fn answered(setting: Setting, answers: Answers, is_later: bool, pending: Pending) -> Vec<Event> {
    let (is_wide, is_least) = (answers == Answers::Wide, answers == Answers::Least);
    let created = |total| Ok(setting.intent(IntentStatus::Created, total));
    let captured = match setting.kind {
        Kind::Setup => IntentStatus::Completed,
        _ => IntentStatus::Captured,
    };
    match pending {
        Pending::Intent => {
            let mut loads = vec![created(TOTAL)];
            if is_later {
                loads.extend([created(OTHER_TOTAL), Err(LoadFailure::NotFound)]);
            }
            if !is_least {
                loads.extend([Ok(setting.intent(captured, TOTAL)), Err(LoadFailure::Network)]);
            }
            if is_wide {
                loads.push(Ok(setting.intent(IntentStatus::Canceled, TOTAL)));
                loads.push(Err(LoadFailure::Server { status: 500 }));
                loads.push(Err(LoadFailure::AccessDenied));
            }
            loads.into_iter().map(Event::IntentLoaded).collect()
        }
        Pending::SavedCards => vec![Event::SavedCardsLoaded(
            saved_cards().into_iter().take(setting.cards).collect(),
        )],
        Pending::Refresh => {
            let mut refreshed = vec![created(TOTAL), created(OTHER_TOTAL)];
            if !is_least {
                refreshed.extend([Ok(setting.intent(captured, TOTAL)), Err(LoadFailure::Network)]);
            }
            refreshed.into_iter().map(Event::SecretRefreshed).collect()
        }
        Pending::DeviceData => {
            let refused = Prepared::SecretRefused { now: EXPIRED_BY };
            let failed = (!is_least).then_some(Prepared::Failed);
            let collected = [Prepared::Done("token".to_owned()), refused].into_iter().chain(failed);
            collected.map(Event::DeviceDataCollected).collect()
        }
        Pending::Wallet if is_least => vec![Event::WalletDecrypted(Prepared::Done(WalletAuth::Cryptogram3ds))],
        Pending::Wallet => {
            let opened = [WalletAuth::PanOnly, WalletAuth::Cryptogram3ds].map(Prepared::Done);
            let opened = opened.into_iter().chain([Prepared::Failed]);
            opened.map(Event::WalletDecrypted).collect()
        }
        Pending::Check => vec![
            Event::IntentChecked(Ok(IntentStatus::Created)),
            Event::IntentChecked(Err(LoadFailure::Network)),
        ],
        Pending::Payment if is_least => [0, 5].map(status).map(Event::PaymentAnswered).to_vec(),
        Pending::Payment => payment_answers(is_wide)
            .into_iter()
            .map(Event::PaymentAnswered)
            .collect(),
        Pending::ThreeDs => {
            let codes: &[i64] = if is_wide { &[0, 5, 30] } else { &[0, 5] };
            let answers = codes.iter().map(|code| status(*code)).chain([GatewayAnswer::Lost]);
            answers.map(Event::ThreeDsCompleted).collect()
        }
        Pending::ReadBack => {
            let mut read = vec![
                (Some(IntentStatus::Created), false),
                (Some(captured), true),
                (None, true),
            ];
            if is_wide {
                read.push((Some(IntentStatus::Canceled), true));
            }
            read.into_iter()
                .map(|(status, out_of_time)| Event::ReadBack { status, out_of_time })
                .collect()
        }
        Pending::Wait => vec![Event::Waited],
    }
}

fn payment_answers(is_wide: bool) -> Vec<GatewayAnswer> {
    let challenge = GatewayAnswer::Status {
        code: 3,
        challenge: Some(Challenge {
            transaction_id: "md".to_owned(),
            payload: "paReq".to_owned(),
            step_up_url: None,
        }),
    };
    let mut answers = vec![status(0), status(5), challenge, GatewayAnswer::Lost];
    if is_wide {
        answers.extend([4, 20, 30, 401, 404, 500, 7].map(status));
        let http = |status| GatewayAnswer::Http {
            status,
            claims_a_code: false,
        };
        answers.extend([400, 401, 403, 429].map(http));
        answers.push(GatewayAnswer::NotConnected { time_left: false });
        answers.push(GatewayAnswer::NotConnected { time_left: true });
    }
    answers
}

fn status(code: i64) -> GatewayAnswer {
    GatewayAnswer::Status { code, challenge: None }
}
