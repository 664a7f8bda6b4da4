/// The numbers that a result's `code` can be, by the names that Dojo's SDKs give them.
public enum SDKResponseCode: Int32, CaseIterable, Sendable {
    /// Paid.
    case successful = 0
    /// 3-D Secure is needed. The SDK resolves it and never returns it.
    case authorizing = 3
    /// The issuer asks the merchant to call.
    case referred = 4
    /// Declined.
    case declined = 5
    /// Taken for a repetition of an earlier payment.
    case duplicateTransaction = 20
    /// Failed; also an intent that was canceled, reversed or refunded.
    case failed = 30
    /// Too late.
    case expired = 40
    /// Not executed or not completed yet.
    case waitingPreExecute = 99
    /// The request or an argument was not valid.
    case invalidRequest = 400
    /// The intent or the session secret was refused.
    case issueWithAccessToken = 401
    /// The gateway knows no such session secret.
    case noAccessTokenSupplied = 404
    /// The gateway had an internal error.
    case internalServerError = 500
    /// No result that the server vouches for.
    case sdkInternalError = 7770
    /// The customer left before a payment was sent.
    case userClosedWithoutPaying = 7780
}
