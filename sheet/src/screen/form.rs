//! The form, and every field.

use checkout_core::card::{CardScheme, SchemeGuess};
use checkout_core::input::{countries, needs_postcode};
use checkout_core::secret::Secret;

use super::FormScreen;
use super::order::order;
use super::parts::{Autofill, Field, Keyboard, Section, Toggle};
use super::words::Words;
use crate::model::{Action, FieldGroup, FieldId, Kind, Offer, State, ToggleId, offered};
use crate::texts::{Placeholder, TextId, Texts, field_error_text};

pub(super) fn form(words: &Words<'_>) -> FormScreen {
    let fields = words.state.fields();
    let next = |id: &FieldId| {
        let after = fields.iter().skip_while(|field| *field != id).nth(1);
        after.copied()
    };
    let groups = words.state.groups();
    let sections = groups.into_iter().map(|group| Section {
        title: title(words, group),
        fields: words
            .state
            .fields_of(group)
            .iter()
            .map(|id| field(words, *id, next(id)))
            .collect(),
    });
    FormScreen {
        order: order(words),
        sections: sections.collect(),
        scheme: scheme(words),
        terms: (words.state.kind == Kind::Setup).then(|| named(words, TextId::SetupTerms, TextId::SetupTermsUnnamed)),
        toggles: words.state.toggles().into_iter().map(|id| toggle(words, id)).collect(),
        pay: words.pay_button(),
    }
}

/// A field as it is now. `next`: where the keyboard goes on to.
pub(crate) fn field(words: &Words<'_>, id: FieldId, next: Option<FieldId>) -> Field {
    let look = look(words, id);
    let typed = words.state.entry.typed(id);
    let optional = is_optional(words, id);
    let label = named_field(words, look.label, optional);
    Field {
        id,
        hint: look.hint.map(|hint| words.get(hint)),
        text: typed.map_or_else(|| Secret::from(""), |typed| typed.text.clone()),
        caret: typed.map_or(0, |typed| typed.caret),
        error: typed
            .and_then(|typed| typed.problem)
            .map(|problem| field_error_text(problem, words.texts)),
        keyboard: look.keyboard,
        autofill: look.autofill,
        secure: is_card_data(id),
        enabled: words.state.asked.is_none(),
        optional,
        next,
        left_to_right: is_card_data(id) || matches!(id, FieldId::Phone | FieldId::Email),
        accessibility_label: named_field(words, look.spoken, optional),
        countries: match look.keyboard {
            Keyboard::Country => countries(),
            _ => Vec::new(),
        },
        label,
    }
}

fn named_field(words: &Words<'_>, name: TextId, optional: bool) -> String {
    let name = words.get(name);
    match optional {
        true => words.fill(TextId::Optional, &[(Placeholder::Label, &name)]),
        false => name,
    }
}

fn title(words: &Words<'_>, group: FieldGroup) -> Option<String> {
    match group {
        // The screen's title says it.
        FieldGroup::Card => None,
        FieldGroup::Contact => Some(words.get(TextId::SectionContact)),
        FieldGroup::Billing => Some(words.get(TextId::SectionBilling)),
        FieldGroup::Shipping => Some(words.get(TextId::SectionShipping)),
    }
}

fn scheme(words: &Words<'_>) -> Option<CardScheme> {
    SchemeGuess::while_typing(words.state.entry.text(FieldId::CardNumber)).definite()
}

fn toggle(words: &Words<'_>, id: ToggleId) -> Toggle {
    let on = words.state.entry.is_ticked(id);
    let error = words.state.entry.consent_missing && id == ToggleId::SetupConsent;
    Toggle {
        id,
        label: match id {
            ToggleId::SaveCard => words.get(TextId::SaveCard),
            ToggleId::SetupConsent => named(words, TextId::SetupConsent, TextId::SetupConsentUnnamed),
        },
        on,
        enabled: offered(words.state, &Action::Tick { toggle: id, on: !on }) == Offer::Enabled,
        error: error.then(|| words.get(TextId::ConsentMissing)),
    }
}

/// A text with the merchant's name in it, or another one where that is not known.
fn named(words: &Words<'_>, with_name: TextId, without: TextId) -> String {
    let merchant = words
        .state
        .summary
        .as_ref()
        .and_then(|summary| summary.merchant_name.as_deref());
    match merchant {
        Some(merchant) => words.fill(with_name, &[(Placeholder::Merchant, merchant)]),
        None => words.get(without),
    }
}

/// What is wiped with the card, and what nobody may copy or learn.
fn is_card_data(id: FieldId) -> bool {
    matches!(
        id,
        FieldId::CardNumber | FieldId::Expiry | FieldId::Cvv | FieldId::SavedCardCvv
    )
}

fn is_optional(words: &Words<'_>, id: FieldId) -> bool {
    let entry = &words.state.entry;
    match id {
        FieldId::BillingPostcode => !needs_postcode(entry.text(FieldId::BillingCountry)),
        FieldId::ShippingPostcode => !needs_postcode(entry.text(FieldId::ShippingCountry)),
        FieldId::BillingLine1
        | FieldId::BillingLine2
        | FieldId::BillingCity
        | FieldId::BillingState
        | FieldId::ShippingLine2
        | FieldId::ShippingCity
        | FieldId::ShippingState
        | FieldId::Phone
        | FieldId::DeliveryNotes => true,
        _ => false,
    }
}

struct Look {
    label: TextId,
    hint: Option<TextId>,
    spoken: TextId,
    keyboard: Keyboard,
    autofill: Autofill,
}

fn look(words: &Words<'_>, id: FieldId) -> Look {
    use TextId as T;
    let of = |label, hint, spoken, keyboard, autofill| Look {
        label,
        hint,
        spoken,
        keyboard,
        autofill,
    };
    match id {
        FieldId::SavedCardCvv => {
            let scheme = words.state.selected_card().and_then(|card| card.scheme);
            of(
                T::SavedCardCvv,
                Some(cvv_hint(scheme)),
                T::CvvSpoken,
                Keyboard::Digits,
                Autofill::CardSecurityCode,
            )
        }
        FieldId::CardNumber => of(
            T::CardNumber,
            Some(T::CardNumberHint),
            T::CardNumberSpoken,
            Keyboard::Digits,
            Autofill::CardNumber,
        ),
        FieldId::Expiry => of(
            T::Expiry,
            Some(T::ExpiryHint),
            T::ExpirySpoken,
            Keyboard::Date,
            Autofill::CardExpiry,
        ),
        FieldId::Cvv => {
            let hint = cvv_hint(scheme(words));
            of(
                T::Cvv,
                Some(hint),
                T::CvvSpoken,
                Keyboard::Digits,
                Autofill::CardSecurityCode,
            )
        }
        FieldId::CardholderName => of(
            T::CardholderName,
            Some(T::CardholderNameHint),
            T::CardholderNameSpoken,
            Keyboard::Name,
            Autofill::CardholderName,
        ),
        FieldId::Email => of(
            T::Email,
            Some(T::EmailHint),
            T::EmailSpoken,
            Keyboard::Email,
            Autofill::Email,
        ),
        FieldId::Phone => of(
            T::Phone,
            Some(T::PhoneHint),
            T::PhoneSpoken,
            Keyboard::Phone,
            Autofill::Phone,
        ),
        FieldId::BillingLine1 => of(
            T::AddressLine1,
            Some(T::AddressLine1Hint),
            T::BillingLine1Spoken,
            Keyboard::Text,
            Autofill::AddressLine1,
        ),
        FieldId::BillingLine2 => of(
            T::AddressLine2,
            Some(T::AddressLine2Hint),
            T::BillingLine2Spoken,
            Keyboard::Text,
            Autofill::AddressLine2,
        ),
        FieldId::BillingCity => of(T::City, None, T::BillingCitySpoken, Keyboard::Text, Autofill::City),
        FieldId::BillingState => of(T::State, None, T::BillingStateSpoken, Keyboard::Text, Autofill::State),
        FieldId::BillingPostcode => of(
            T::Postcode,
            None,
            T::BillingPostcodeSpoken,
            Keyboard::Postcode,
            Autofill::Postcode,
        ),
        FieldId::BillingCountry => of(
            T::Country,
            Some(T::CountryHint),
            T::BillingCountrySpoken,
            Keyboard::Country,
            Autofill::Country,
        ),
        FieldId::ShippingName => of(
            T::ShippingName,
            Some(T::ShippingNameHint),
            T::ShippingNameSpoken,
            Keyboard::Name,
            Autofill::Name,
        ),
        FieldId::ShippingLine1 => of(
            T::AddressLine1,
            Some(T::AddressLine1Hint),
            T::ShippingLine1Spoken,
            Keyboard::Text,
            Autofill::AddressLine1,
        ),
        FieldId::ShippingLine2 => of(
            T::AddressLine2,
            Some(T::AddressLine2Hint),
            T::ShippingLine2Spoken,
            Keyboard::Text,
            Autofill::AddressLine2,
        ),
        FieldId::ShippingCity => of(T::City, None, T::ShippingCitySpoken, Keyboard::Text, Autofill::City),
        FieldId::ShippingState => of(T::State, None, T::ShippingStateSpoken, Keyboard::Text, Autofill::State),
        FieldId::ShippingPostcode => of(
            T::Postcode,
            None,
            T::ShippingPostcodeSpoken,
            Keyboard::Postcode,
            Autofill::Postcode,
        ),
        FieldId::ShippingCountry => of(
            T::Country,
            Some(T::CountryHint),
            T::ShippingCountrySpoken,
            Keyboard::Country,
            Autofill::Country,
        ),
        FieldId::DeliveryNotes => of(
            T::DeliveryNotes,
            Some(T::DeliveryNotesHint),
            T::DeliveryNotesSpoken,
            Keyboard::Lines,
            Autofill::Off,
        ),
    }
}

fn cvv_hint(scheme: Option<CardScheme>) -> TextId {
    match scheme.map(CardScheme::cvv_length) {
        Some(4) => TextId::CvvHintFour,
        Some(_) => TextId::CvvHintThree,
        None => TextId::CvvHint,
    }
}

/// A field that is on the screen, as it is now.
pub(crate) fn field_of(state: &State, texts: &Texts, id: FieldId) -> Option<Field> {
    let fields = state.fields();
    let place = fields.iter().position(|field| *field == id)?;
    let next = fields.get(place + 1).copied();
    Some(field(&Words::new(state, texts), id, next))
}
