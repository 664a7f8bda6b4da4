//! The fields of the screens, by name.

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
