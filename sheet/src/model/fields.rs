//! The fields of the screens, by name.

use checkout_core::input::CardField;

/// A field of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldId {
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

/// Something to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ToggleId {
    /// The new card is saved for the next time.
    SaveCard,
    /// Setup: the customer agrees to payments that the merchant starts later.
    SetupConsent,
}

/// Fields that belong together, under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldGroup {
    /// The card.
    Card,
    /// How to reach the customer.
    Contact,
    /// The billing address.
    Billing,
    /// Where the order is sent to.
    Shipping,
}

impl FieldGroup {
    /// The groups of a form, in their order.
    pub const ALL: [FieldGroup; 4] = [
        FieldGroup::Card,
        FieldGroup::Contact,
        FieldGroup::Billing,
        FieldGroup::Shipping,
    ];

    /// The fields of a group, in their order. The country comes first, because it says whether a postcode is needed.
    pub fn fields(self) -> &'static [FieldId] {
        match self {
            FieldGroup::Card => &[
                FieldId::CardNumber,
                FieldId::Expiry,
                FieldId::Cvv,
                FieldId::CardholderName,
            ],
            FieldGroup::Contact => &[FieldId::Email],
            FieldGroup::Billing => &[
                FieldId::BillingCountry,
                FieldId::BillingLine1,
                FieldId::BillingLine2,
                FieldId::BillingCity,
                FieldId::BillingState,
                FieldId::BillingPostcode,
            ],
            FieldGroup::Shipping => &[
                FieldId::ShippingName,
                FieldId::Phone,
                FieldId::ShippingCountry,
                FieldId::ShippingLine1,
                FieldId::ShippingLine2,
                FieldId::ShippingCity,
                FieldId::ShippingState,
                FieldId::ShippingPostcode,
                FieldId::DeliveryNotes,
            ],
        }
    }
}

impl FieldId {
    /// Every field.
    pub const ALL: [FieldId; 21] = [
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

    /// The field of core's checks at whose error this one is marked. `None`: another field of the address is.
    pub(super) fn checked_as(self) -> Option<CardField> {
        Some(match self {
            FieldId::SavedCardCvv | FieldId::Cvv => CardField::Cvv,
            FieldId::CardNumber => CardField::Number,
            FieldId::Expiry => CardField::Expiry,
            FieldId::CardholderName => CardField::CardholderName,
            FieldId::Email => CardField::Email,
            FieldId::Phone => CardField::Phone,
            FieldId::BillingLine1 => CardField::BillingAddress,
            FieldId::BillingPostcode => CardField::BillingPostcode,
            FieldId::BillingCountry => CardField::BillingCountry,
            FieldId::ShippingName => CardField::ShippingName,
            FieldId::ShippingLine1 => CardField::ShippingAddress,
            FieldId::ShippingPostcode => CardField::ShippingPostcode,
            FieldId::ShippingCountry => CardField::ShippingCountry,
            FieldId::DeliveryNotes => CardField::DeliveryNotes,
            FieldId::BillingLine2
            | FieldId::BillingCity
            | FieldId::BillingState
            | FieldId::ShippingLine2
            | FieldId::ShippingCity
            | FieldId::ShippingState => return None,
        })
    }
}
