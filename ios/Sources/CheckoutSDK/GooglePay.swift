import CheckoutSDKCore

/// Google Pay: what to ask Google's sheet for, as Google's JSON. iOS has no such sheet; it is for web pages inside an
/// app.
public enum GooglePay {
    /// The `PaymentDataRequest` for Google's sheet, as JSON.
    ///
    /// - Parameters:
    ///   - summary: Of a checkout that is at `.choosingMethod`, or of ``Checkout/paymentIntent(paymentIntentId:)``.
    ///   - merchant: The merchant as Google knows it.
    /// - Throws: ``WalletError`` if Google Pay cannot be offered for this intent, or a setting cannot be used.
    public static func requestJson(summary: PaymentSummary, merchant: GooglePayMerchant) throws -> String {
        try translatingErrors { try googlePayRequestJson(summary: summary, merchant: merchant) }
    }

    /// The `IsReadyToPayRequest`, as JSON: its answer tells whether to show Google's button.
    ///
    /// - Throws: ``WalletError`` if Google Pay cannot be offered for this intent.
    public static func isReadyToPayJson(summary: PaymentSummary) throws -> String {
        try translatingErrors { try googlePayIsReadyToPayJson(summary: summary) }
    }

    /// The environment of Google's client that an intent belongs to, by its id.
    public static func environment(paymentIntentId: String) -> GooglePayEnvironment {
        googlePayEnvironment(paymentIntentId: paymentIntentId)
    }
}
