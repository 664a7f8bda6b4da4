import CheckoutSDKCore

/// Apple Pay: what to ask PassKit's sheet for. What it returns is an ``ApplePayPayment``.
public enum ApplePay {
    /// What to ask the sheet for: the card schemes that the intent takes, its amount, and the contacts that it
    /// collects.
    ///
    /// - Parameters:
    ///   - summary: Of a checkout that is at `.choosingMethod`, or of ``Checkout/paymentIntent(paymentIntentId:)``.
    ///   - countryCode: Where the payment is processed: ISO 3166-1 alpha-2, such as `GB`.
    /// - Throws: ``WalletError`` if Apple Pay cannot be offered for this intent, or the country is not one.
    public static func request(summary: PaymentSummary, countryCode: String) throws -> ApplePayRequest {
        try translatingErrors { try applePayRequest(summary: summary, countryCode: countryCode) }
    }
}

/// What PassKit's sheet returned: the parts of a `PKPayment`. It is never printed.
public struct ApplePayPayment: Sendable {
    /// The `PKPaymentToken` as JSON: `paymentData` (the JSON object in the token's data), `paymentMethod` with
    /// `displayName`, `network` and `type` (`credit`, `debit`, `prepaid`, `store`, `eMoney` or `unknown`), and
    /// `transactionIdentifier`.
    public var tokenJson: String
    /// The `billingContact`, if there is one.
    public var billingContact: ApplePayContact?
    /// The `shippingContact`, if there is one.
    public var shippingContact: ApplePayContact?

    /// A payment by its parts. With PassKit at hand, the initializer that takes a `PKPayment` makes them.
    public init(
        tokenJson: String,
        billingContact: ApplePayContact? = nil,
        shippingContact: ApplePayContact? = nil
    ) {
        self.tokenJson = tokenJson
        self.billingContact = billingContact
        self.shippingContact = shippingContact
    }
}

extension ApplePayPayment: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "ApplePayPayment(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
