import CheckoutSDKCore

extension PaymentResult {
    /// Whether another attempt may be offered, as the checkout sheet does: nothing was taken, and another card or another
    /// moment may bring more. After an unknown outcome never.
    public var offersAnotherAttempt: Bool { CheckoutSDKCore.offersAnotherAttempt(result: self) }
}
