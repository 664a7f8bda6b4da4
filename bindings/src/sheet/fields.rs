//! Fields: everything but what stands in them.

use checkout_sheet::model;
use checkout_sheet::screen as core;

use crate::form::position;
use crate::mirror::mirror;

/// A text that can be typed, without the text: that is what `text` of the sheet gives, because a record is printed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetField {
    /// Which one.
    pub id: SheetFieldId,
    /// What it is called, above it.
    pub label: String,
    /// An example or a format, shown while it is empty.
    pub hint: Option<String>,
    /// Where the caret goes, in UTF-16 code units.
    pub caret: i32,
    /// What is wrong with it, in the customer's words. Shown below it and spoken.
    pub error: Option<String>,
    /// The keyboard to type it with.
    pub keyboard: SheetKeyboard,
    /// What may be filled in by the platform.
    pub autofill: SheetAutofill,
    /// Whether it holds card data: nothing of it is copied, learned by a keyboard or put into a saved state of the view.
    pub secure: bool,
    /// Whether it can be typed into now.
    pub enabled: bool,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Where the keyboard's "next" goes. None: it is the last one, and its key submits.
    pub next: Option<SheetFieldId>,
    /// Whether it is written from left to right in every language.
    pub left_to_right: bool,
    /// What a screen reader calls it.
    pub accessibility_label: String,
    /// The ISO 3166-1 alpha-2 codes that can be chosen; empty for a field that is typed. Names and order are the
    /// platform's.
    pub countries: Vec<String>,
}

impl From<core::Field> for SheetField {
    fn from(field: core::Field) -> Self {
        let core::Field {
            id,
            label,
            hint,
            text: _,
            caret,
            error,
            keyboard,
            autofill,
            secure,
            enabled,
            optional,
            next,
            left_to_right,
            accessibility_label,
            countries,
        } = field;
        SheetField {
            id: id.into(),
            label,
            hint,
            caret: position(caret),
            error,
            keyboard: keyboard.into(),
            autofill: autofill.into(),
            secure,
            enabled,
            optional,
            next: next.map(SheetFieldId::from),
            left_to_right,
            accessibility_label,
            countries: countries.into_iter().map(str::to_owned).collect(),
        }
    }
}

mirror! {
    /// A field of a screen.
    SheetFieldId = model::FieldId {
        /// The CVV of the selected saved card.
        SavedCardCvv,
        /// The card number.
        CardNumber,
        /// The expiry date.
        Expiry,
        /// The CVV of the new card.
        Cvv,
        /// The cardholder name.
        CardholderName,
        /// The e-mail address.
        Email,
        /// The first line of the billing address.
        BillingLine1,
        /// The second line of the billing address.
        BillingLine2,
        /// The city of the billing address.
        BillingCity,
        /// The state, province or county of the billing address.
        BillingState,
        /// The postcode of the billing address.
        BillingPostcode,
        /// The country of the billing address.
        BillingCountry,
        /// The name of whom the order is sent to.
        ShippingName,
        /// The phone number for the delivery.
        Phone,
        /// The first line of the shipping address.
        ShippingLine1,
        /// The second line of the shipping address.
        ShippingLine2,
        /// The city of the shipping address.
        ShippingCity,
        /// The state, province or county of the shipping address.
        ShippingState,
        /// The postcode of the shipping address.
        ShippingPostcode,
        /// The country of the shipping address.
        ShippingCountry,
        /// The notes for the delivery.
        DeliveryNotes,
    }
}

mirror! {
    /// Something to tick.
    SheetToggleId = model::ToggleId {
        /// The new card is saved for the next time.
        SaveCard,
        /// Setup: the customer agrees to payments that the merchant starts later.
        SetupConsent,
    }
}

mirror! {
    /// The keyboard of a field.
    SheetKeyboard = core::Keyboard {
        /// Digits.
        Digits,
        /// Digits, and the slash of a date.
        Date,
        /// Names: every word with a capital letter, no corrections.
        Name,
        /// An e-mail address.
        Email,
        /// A phone number.
        Phone,
        /// Capital letters and digits, no corrections.
        Postcode,
        /// Any text.
        Text,
        /// Any text, over several lines.
        Lines,
        /// A choice from the field's countries.
        Country,
    }
}

mirror! {
    /// What a platform may fill a field with.
    SheetAutofill = core::Autofill {
        /// The card number.
        CardNumber,
        /// The card's expiry date, month and year in one field.
        CardExpiry,
        /// The card's security code.
        CardSecurityCode,
        /// The name on the card.
        CardholderName,
        /// An e-mail address.
        Email,
        /// A phone number.
        Phone,
        /// A person's name.
        Name,
        /// The first line of an address.
        AddressLine1,
        /// The second line of an address.
        AddressLine2,
        /// A town or city.
        City,
        /// A state, province or county.
        State,
        /// A postcode.
        Postcode,
        /// A country.
        Country,
        /// Nothing.
        Off,
    }
}
