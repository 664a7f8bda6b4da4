//! A sheet's screens and actions under the names of the observed protocol.

use checkout_core::summary::Wallet;
use checkout_sheet::model::{Action, FieldId, ToggleId, WalletEnd};
use checkout_sheet::screen::{
    Answer, Button, CardRow, ChooseScreen, Content, DoneScreen, Field, FormScreen, Frame, ManageScreen, Order, Screen,
    Section, Toggle, WalletButton,
};
use serde_json::{Map, Value, json};

/// The kind of a screen; `Closed` once the sheet is over.
pub(crate) fn kind(screen: &Screen) -> &'static str {
    match screen.content {
        _ if screen.frame.is_closed => "Closed",
        Content::Loading(_) => "Loading",
        Content::Choose(_) => "Choose",
        Content::Manage(_) => "Manage",
        Content::Form(_) => "Form",
        Content::Challenge(_) => "Challenge",
        Content::Working(_) => "Working",
        Content::Done(_) => "Done",
    }
}

/// Whether a screen is the wanted one: its kind, and what must be on it.
pub(crate) fn is(screen: &Screen, wanted: &str) -> bool {
    let mut parts = wanted.split('.');
    parts.next() == Some(kind(screen)) && parts.all(|part| has(screen, part))
}

fn has(screen: &Screen, part: &str) -> bool {
    match part {
        "notice" => screen.frame.notice.is_some(),
        "question" => screen.frame.question.is_some(),
        "ready" => main_button(&screen.content).is_some_and(|button| button.enabled),
        _ => part == format!("cards{}", rows(&screen.content).len()),
    }
}

fn main_button(content: &Content) -> Option<&Button> {
    match content {
        Content::Choose(choose) => Some(&choose.pay),
        Content::Form(form) => Some(&form.pay),
        Content::Done(done) => done.buttons.first(),
        Content::Loading(_) | Content::Manage(_) | Content::Challenge(_) | Content::Working(_) => None,
    }
}

fn rows(content: &Content) -> &[CardRow] {
    match content {
        Content::Choose(choose) => &choose.saved_cards,
        Content::Manage(manage) => &manage.saved_cards,
        _ => &[],
    }
}

/// The action of a name; `None` if there is no such.
pub(crate) fn action_of(name: &str) -> Option<Action> {
    let mut parts = name.split(':');
    let (what, of, more) = (parts.next()?, parts.next(), parts.next());
    Some(match what {
        "Leave" => Action::Leave { field: field_id(of?)? },
        "Tick" => Action::Tick {
            toggle: toggle_id(of?)?,
            on: more? == "true",
        },
        "SelectCard" => Action::SelectCard { id: of?.to_owned() },
        "UseAnotherCard" => Action::UseAnotherCard,
        "ManageCards" => Action::ManageCards,
        "DeleteCard" => Action::DeleteCard { id: of?.to_owned() },
        "Confirm" => Action::Confirm,
        "Dismiss" => Action::Dismiss,
        "Pay" => Action::Pay,
        "PayWith" => Action::PayWith { wallet: wallet(of?)? },
        "WalletEnded" => Action::WalletEnded(wallet_end(of?)?),
        "TryAgain" => Action::TryAgain,
        "CheckAgain" => Action::CheckAgain,
        "Back" => Action::Back,
        "Close" => Action::Close,
        _ => return None,
    })
}

fn action(action: &Action) -> String {
    match action {
        Action::Leave { field } => format!("Leave:{field:?}"),
        Action::Tick { toggle, on } => format!("Tick:{toggle:?}:{on}"),
        Action::SelectCard { id } => format!("SelectCard:{id}"),
        Action::DeleteCard { id } => format!("DeleteCard:{id}"),
        Action::PayWith { wallet } => format!("PayWith:{wallet:?}"),
        Action::WalletEnded(end) => format!("WalletEnded:{end:?}"),
        other => format!("{other:?}"),
    }
}

/// Every button of a screen, by its action.
pub(crate) fn button(screen: &Screen, name: &str) -> Option<Action> {
    let Frame {
        close, back, question, ..
    } = &screen.frame;
    let asked = question
        .iter()
        .flat_map(|question| [&question.confirm, &question.dismiss]);
    let around = close.iter().chain(back).chain(asked).map(|button| &button.action);
    let inside = match &screen.content {
        Content::Choose(choose) => {
            let wallets = choose.wallets.iter().map(|wallet| &wallet.button.action);
            let cards = choose.saved_cards.iter().filter_map(|row| row.select.as_ref());
            let manage = choose.manage.iter().map(|button| &button.action);
            let fixed = [&choose.another_card.action, &choose.pay.action];
            wallets.chain(cards).chain(manage).chain(fixed).collect()
        }
        Content::Manage(manage) => {
            let deletes = manage.saved_cards.iter().filter_map(|row| row.delete.as_ref());
            deletes.map(|button| &button.action).collect()
        }
        Content::Form(form) => vec![&form.pay.action],
        Content::Done(done) => done.buttons.iter().map(|button| &button.action).collect(),
        Content::Loading(_) | Content::Challenge(_) | Content::Working(_) => Vec::new(),
    };
    let mut all = around.chain(inside);
    all.find(|candidate| action(candidate) == name).cloned()
}

pub(crate) fn answer(answer: &Answer) -> Value {
    json!({
        "accepted": answer.accepted,
        "text": answer.field.as_ref().map(|field| field.text.expose()),
        "caret": answer.field.as_ref().map(|field| field.caret),
        "error": answer.field.as_ref().and_then(|field| field.error.as_ref()),
        "advance": answer.advance.map(|field| format!("{field:?}")),
    })
}

pub(crate) fn screen(screen: &Screen) -> Value {
    let mut seen = match &screen.content {
        Content::Loading(loading) => fields(json!({ "text": loading.text })),
        Content::Choose(choose) => fields(choose_screen(choose)),
        Content::Manage(manage) => fields(manage_screen(manage)),
        Content::Form(form) => fields(form_screen(form)),
        Content::Challenge(challenge) => fields(json!({
            "text": challenge.text,
            "has_page": challenge.challenge.step_up_url.is_some(),
        })),
        Content::Working(working) => fields(json!({ "text": working.text })),
        Content::Done(done) => fields(done_screen(done)),
    };
    seen.insert("kind".to_owned(), kind(screen).into());
    seen.insert("frame".to_owned(), frame(&screen.frame));
    Value::Object(seen)
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn frame(frame: &Frame) -> Value {
    json!({
        "title": frame.title,
        "language": frame.language,
        "test_mark": frame.test_mark,
        "close": frame.close.as_ref().map(button_seen),
        "back": frame.back.as_ref().map(button_seen),
        "notice": frame.notice.as_ref().map(|notice| json!({
            "tone": format!("{:?}", notice.tone),
            "text": notice.text,
        })),
        "question": frame.question.as_ref().map(|question| json!({
            "title": question.title,
            "message": question.message,
            "confirm": button_seen(&question.confirm),
            "dismiss": button_seen(&question.dismiss),
        })),
        "focus": frame.focus.map(|focus| format!("{:?}", focus.field)),
        "wallet": frame.wallet.map(|wallet| format!("{:?}", wallet.wallet)),
        "holds": frame.holds,
    })
}

fn choose_screen(screen: &ChooseScreen) -> Value {
    json!({
        "order": order(&screen.order),
        "wallets": list(&screen.wallets, wallet_button),
        "saved_cards_title": screen.saved_cards_title,
        "saved_cards": list(&screen.saved_cards, row),
        "another_card": button_seen(&screen.another_card),
        "manage": screen.manage.as_ref().map(button_seen),
        "pay": button_seen(&screen.pay),
    })
}

fn manage_screen(screen: &ManageScreen) -> Value {
    json!({ "saved_cards": list(&screen.saved_cards, row), "empty": screen.empty })
}

fn form_screen(screen: &FormScreen) -> Value {
    json!({
        "order": order(&screen.order),
        "sections": list(&screen.sections, section),
        "scheme": screen.scheme.map(|scheme| scheme.wire_name()),
        "terms": screen.terms,
        "toggles": list(&screen.toggles, toggle),
        "pay": button_seen(&screen.pay),
    })
}

fn done_screen(screen: &DoneScreen) -> Value {
    json!({
        "tone": format!("{:?}", screen.tone),
        "title": screen.title,
        "message": screen.message,
        "total": screen.total,
        "code": screen.code,
        "buttons": list(&screen.buttons, button_seen),
    })
}

fn order(order: &Order) -> Value {
    json!({
        "merchant": order.merchant,
        "reference": order.reference,
        "total": order.total,
        "total_label": order.total_label,
        "lines_title": order.lines_title,
        "lines": list(&order.lines, |line| json!({ "caption": line.caption, "amount": line.amount })),
    })
}

fn wallet_button(button: &WalletButton) -> Value {
    json!({ "wallet": format!("{:?}", button.wallet), "button": button_seen(&button.button) })
}

fn row(row: &CardRow) -> Value {
    json!({
        "id": row.id,
        "scheme": row.scheme.map(|scheme| scheme.wire_name()),
        "scheme_name": row.scheme_name,
        "last_four": row.last_four,
        "number": row.number,
        "expiry": row.expiry,
        "mark": row.mark,
        "selected": row.selected,
        "enabled": row.enabled,
        "select": row.select.as_ref().map(action),
        "cvv": row.cvv.as_ref().map(field),
        "delete": row.delete.as_ref().map(button_seen),
        "accessibility_label": row.accessibility_label,
    })
}

fn section(section: &Section) -> Value {
    json!({ "title": section.title, "fields": list(&section.fields, field) })
}

fn field(field: &Field) -> Value {
    json!({
        "id": format!("{:?}", field.id),
        "label": field.label,
        "hint": field.hint,
        "text": field.text.expose(),
        "caret": field.caret,
        "error": field.error,
        "keyboard": format!("{:?}", field.keyboard),
        "autofill": format!("{:?}", field.autofill),
        "secure": field.secure,
        "enabled": field.enabled,
        "optional": field.optional,
        "next": field.next.map(|next| format!("{next:?}")),
        "left_to_right": field.left_to_right,
        "accessibility_label": field.accessibility_label,
        "countries": field.countries.len(),
    })
}

fn toggle(toggle: &Toggle) -> Value {
    json!({
        "id": format!("{:?}", toggle.id),
        "label": toggle.label,
        "on": toggle.on,
        "enabled": toggle.enabled,
        "error": toggle.error,
    })
}

fn button_seen(button: &Button) -> Value {
    json!({
        "label": button.label,
        "enabled": button.enabled,
        "role": format!("{:?}", button.role),
        "action": action(&button.action),
        "accessibility_label": button.accessibility_label,
    })
}

fn list<T>(items: &[T], each: impl Fn(&T) -> Value) -> Value {
    items.iter().map(each).collect()
}

pub(crate) fn wallet(name: &str) -> Option<Wallet> {
    [Wallet::GooglePay, Wallet::ApplePay]
        .into_iter()
        .find(|wallet| format!("{wallet:?}") == name)
}

fn wallet_end(name: &str) -> Option<WalletEnd> {
    [WalletEnd::Cancelled, WalletEnd::Failed, WalletEnd::Unavailable]
        .into_iter()
        .find(|end| format!("{end:?}") == name)
}

fn toggle_id(name: &str) -> Option<ToggleId> {
    [ToggleId::SaveCard, ToggleId::SetupConsent]
        .into_iter()
        .find(|toggle| format!("{toggle:?}") == name)
}

pub(crate) fn field_id(name: &str) -> Option<FieldId> {
    FIELDS.into_iter().find(|field| format!("{field:?}") == name)
}

const FIELDS: [FieldId; 21] = [
    FieldId::SavedCardCvv,
    FieldId::CardNumber,
    FieldId::Expiry,
    FieldId::Cvv,
    FieldId::CardholderName,
    FieldId::Email,
    FieldId::BillingLine1,
    FieldId::BillingLine2,
    FieldId::BillingCity,
    FieldId::BillingState,
    FieldId::BillingPostcode,
    FieldId::BillingCountry,
    FieldId::ShippingName,
    FieldId::Phone,
    FieldId::ShippingLine1,
    FieldId::ShippingLine2,
    FieldId::ShippingCity,
    FieldId::ShippingState,
    FieldId::ShippingPostcode,
    FieldId::ShippingCountry,
    FieldId::DeliveryNotes,
];
