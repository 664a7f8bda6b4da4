import CheckoutSDKCore

/// What the customer chose. What was typed is never printed.
public enum PaymentChoice: Sendable {
    /// Pay with a saved card. CVV: four digits for American Express, three for the others.
    case savedCard(id: String, cvv: String)
    /// Pay with a new card; in a setup, save it.
    case newCard(CardInput)
    /// Pay with what Apple's sheet returned.
    case applePay(ApplePayPayment)
    /// Pay with what Google's sheet returned: the JSON of its `PaymentData`, as it is.
    case googlePay(paymentDataJson: String)
    /// Delete a saved card, then choose again.
    case deleteSavedCard(id: String)
    /// Leave without paying: 7780.
    case leave
}

/// A card form, every field as the customer typed it. It is never printed.
public struct CardInput: Sendable {
    /// Digits, with spaces or dashes between them if the customer typed some.
    public var number: String
    /// `MM/YY` or `MM/YYYY`.
    public var expiry: String
    /// Four digits for American Express, three for the others.
    public var cvv: String
    /// If the form asks for it.
    public var cardholderName: String?
    /// Whether to save the card; `nil` if the customer was not asked. Not sent in a setup, which always saves it.
    public var save: Bool?
    /// What else the customer was asked: needed as far as ``PaymentSummary/collect`` says.
    public var details: CustomerDetails?
    /// In a setup, that the customer agrees to payments that the merchant starts later. A setup needs `true`; elsewhere
    /// it is not sent.
    public var mitConsent: Bool?

    /// What the customer typed.
    public init(
        number: String,
        expiry: String,
        cvv: String,
        cardholderName: String? = nil,
        save: Bool? = nil,
        details: CustomerDetails? = nil,
        mitConsent: Bool? = nil
    ) {
        self.number = number
        self.expiry = expiry
        self.cvv = cvv
        self.cardholderName = cardholderName
        self.save = save
        self.details = details
        self.mitConsent = mitConsent
    }
}

// `print`, string interpolation, `dump`, debuggers and crash reporters go by these.

extension CardInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "CardInput(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension PaymentChoice: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .savedCard(let id, _): "savedCard(id: \(id), cvv: ***)"
        case .newCard: "newCard(***)"
        case .applePay: "applePay(***)"
        case .googlePay: "googlePay(***)"
        case .deleteSavedCard(let id): "deleteSavedCard(id: \(id))"
        case .leave: "leave"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
