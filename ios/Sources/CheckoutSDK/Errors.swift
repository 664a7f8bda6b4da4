import CheckoutSDKCore
import Foundation

/// The configuration cannot be used; nothing was sent.
public enum ConfigError: Error, Equatable, Sendable {
    /// A URL that cannot be used; `reason` says which one and what to do.
    case badUrl(reason: String)
    /// A URL without TLS.
    case insecureUrl(reason: String)
    /// A timeout of nothing at all, or of more than an hour.
    case badTimeout(reason: String)
    /// Certificate pins that cannot be used.
    case badPins(reason: String)
    /// Another setting is not right.
    case invalid(reason: String)
    /// What the SDK needs of the system is not there.
    case unavailable(reason: String)
}

/// An action was refused, or failed. The checkout stays where it was.
public enum ActionError: Error, Equatable, Sendable {
    /// The checkout is not at the point where this can be done: look at its state.
    case wrongState
    /// This way to pay is not offered by the flow or by the intent.
    case methodNotOffered
    /// What the wallet gave cannot be paid with.
    case unusableWalletData(WalletError)
    /// No such saved card in the summary.
    case unknownSavedCard
    /// The saved card cannot be paid with here.
    case savedCardNotPayable
    /// The saved card has expired.
    case savedCardExpired
    /// The total is another one than the customer was shown. Nothing was sent: what was chosen is forgotten.
    case totalChanged
    /// The saved card is being deleted.
    case savedCardBeingDeleted
    /// What was typed is not right; there is one error a field, in the order of the form.
    case invalidCard(fields: [FieldError])
    /// The CVV that was typed for a saved card is not right.
    case invalidCvv(FieldError)
    /// The saved card could not be deleted, and is still there.
    case deletionFailed(CallError)
}

/// What a wallet gave cannot be used, or a request to it cannot be made.
public enum WalletError: Error, Equatable, Sendable {
    /// The wallet's answer is not a JSON object.
    case notJson
    /// A field of the wallet's answer, by its path, is missing, empty or of another type.
    case badField(field: String)
    /// The token is encrypted with RSA, as Apple does in China: the gateway takes `EC_v1` only.
    case rsaToken
    /// A setting of the app, by its name, is missing or cannot be used.
    case badSetting(setting: String)
    /// The intent has no amount that the wallet could show.
    case noAmount
    /// The intent does not list the wallet: do not offer it.
    case notOffered
    /// The intent takes no card scheme that the wallet has: do not offer it.
    case noCommonScheme
}

/// A call without a checkout failed.
public enum CallError: Error, Equatable, Sendable {
    /// An argument is not valid; nothing was sent.
    case invalidArgument(what: String)
    /// No answer, after the retries.
    case network
    /// The API host does not know it.
    case notFound
    /// The customer secret is not valid (any more) for this customer.
    case accessDenied
    /// Another HTTP status, after the retries.
    case server(status: Int)
    /// The answer was not understood; `what` is the name of a field, never a value.
    case malformedResponse(what: String)
}

/// A text cannot be replaced so.
public enum TextError: Error, Equatable, Sendable {
    /// There is no text of this name; `reason` says which one.
    case unknownText(reason: String)
    /// The new text cannot be shown in the place of the other; `reason` says which one and why.
    case unusableText(reason: String)
}

/// Something went wrong that does not stop the checkout. For logs.
public enum Diagnostic: Equatable, Sendable {
    /// The saved cards could not be fetched: the customer is shown none.
    case savedCardsUnavailable(CallError)
    /// The certificate pins of a host had expired when the checkout started, and are ignored: an update of the app is
    /// overdue.
    case certificatePinsExpired(host: String)
}

// Descriptions are for logs: no card data, no secret.

extension ConfigError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .badUrl(let reason), .insecureUrl(let reason), .badTimeout(let reason), .badPins(let reason),
            .invalid(let reason), .unavailable(let reason):
            reason
        }
    }
}

extension ActionError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .wrongState: "the checkout is not at the point where this can be done: look at its state"
        case .methodNotOffered: "this checkout does not offer this way to pay"
        case .unusableWalletData(let failure):
            "the wallet's data cannot be used: \(failure.localizedDescription)"
        case .unknownSavedCard: "the saved card is not in the list of this checkout"
        case .savedCardNotPayable: "the intent does not take the scheme of this saved card: offer another card"
        case .savedCardExpired: "the saved card has expired: offer another card"
        case .totalChanged: "the total has changed: show the new one and let the customer choose again"
        case .savedCardBeingDeleted: "the saved card is being deleted"
        case .invalidCard(let fields): "the card is not valid: \(fields.map(\.text).joined(separator: "; "))"
        case .invalidCvv(let cvv): "the CVV is not valid: \(cvv.text)"
        case .deletionFailed(let failure): "the saved card could not be deleted: \(failure.localizedDescription)"
        }
    }
}

extension WalletError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notJson: "the wallet's answer is not a JSON object"
        case .badField(let field): "the wallet's answer has no usable `\(field)`"
        case .rsaToken:
            "the token is encrypted with RSA, and the gateway takes EC_v1 only: let the customer choose another card"
        case .badSetting(let setting): "the setting `\(setting)` is missing or not valid"
        case .noAmount: "the intent has no amount that the wallet can show: do not offer it"
        case .notOffered: "the intent does not take this wallet: do not offer it"
        case .noCommonScheme: "the intent takes no card scheme that the wallet has: do not offer it"
        }
    }
}

extension CallError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .invalidArgument(let what): "\(what) is not valid; nothing was sent"
        case .network: "the network failed: try again when the device is connected"
        case .notFound: "the API host does not know it: check the id and the environment"
        case .accessDenied: "access was refused: get a new customer secret from the backend"
        case .server(let status): "the server answered HTTP \(status): try again later"
        case .malformedResponse(let what): "the answer was not understood: \(what)"
        }
    }
}

extension TextError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unknownText(let reason), .unusableText(let reason): reason
        }
    }
}

// From the generated errors, whose cases are in capitals and whose descriptions name the case only.

/// Runs a call of the core, and throws the SDK's errors in place of the generated ones.
func translatingErrors<T>(_ call: () throws -> T) throws -> T {
    do { return try call() } catch { throw translated(error) }
}

func translatingErrors<T: Sendable>(_ call: @Sendable () async throws -> T) async throws -> T {
    do { return try await call() } catch { throw translated(error) }
}

private func translated(_ error: any Error) -> any Error {
    switch error {
    case let error as CheckoutSDKCore.ConfigError: ConfigError(error)
    case let error as CheckoutSDKCore.ActionError: ActionError(error)
    case let error as CheckoutSDKCore.CallError: CallError(error)
    case let error as CheckoutSDKCore.WalletError: WalletError(error)
    case let error as CheckoutSDKCore.TextError: TextError(error)
    default: error
    }
}

extension ConfigError {
    init(_ error: CheckoutSDKCore.ConfigError) {
        switch error {
        case .BadUrl(let reason): self = .badUrl(reason: reason)
        case .InsecureUrl(let reason): self = .insecureUrl(reason: reason)
        case .BadTimeout(let reason): self = .badTimeout(reason: reason)
        case .BadPins(let reason): self = .badPins(reason: reason)
        case .Invalid(let reason): self = .invalid(reason: reason)
        case .Unavailable(let reason): self = .unavailable(reason: reason)
        case .NotInitialized: self = .unavailable(reason: "the SDK is not initialized")  // Android only
        }
    }
}

extension ActionError {
    init(_ error: CheckoutSDKCore.ActionError) {
        switch error {
        case .WrongState: self = .wrongState
        case .MethodNotOffered: self = .methodNotOffered
        case .UnusableWalletData(let failure): self = .unusableWalletData(WalletError(failure))
        case .UnknownSavedCard: self = .unknownSavedCard
        case .SavedCardNotPayable: self = .savedCardNotPayable
        case .SavedCardExpired: self = .savedCardExpired
        case .TotalChanged: self = .totalChanged
        case .SavedCardBeingDeleted: self = .savedCardBeingDeleted
        case .InvalidCard(let fields): self = .invalidCard(fields: fields)
        case .InvalidCvv(let cvv): self = .invalidCvv(cvv)
        case .DeletionFailed(let failure): self = .deletionFailed(CallError(failure))
        }
    }
}

extension ActionError {
    /// A notice, as it reaches who chooses.
    init(_ notice: Notice) {
        switch notice {
        case .totalChanged: self = .totalChanged
        }
    }
}

extension WalletError {
    init(_ error: CheckoutSDKCore.WalletError) {
        switch error {
        case .NotJson: self = .notJson
        case .BadField(let field): self = .badField(field: field)
        case .RsaToken: self = .rsaToken
        case .BadSetting(let setting): self = .badSetting(setting: setting)
        case .NoAmount: self = .noAmount
        case .NotOffered: self = .notOffered
        case .NoCommonScheme: self = .noCommonScheme
        }
    }
}

extension CallError {
    init(_ error: CheckoutSDKCore.CallError) {
        switch error {
        case .InvalidArgument(let what): self = .invalidArgument(what: what)
        case .Network: self = .network
        case .NotFound: self = .notFound
        case .AccessDenied: self = .accessDenied
        case .Server(let status): self = .server(status: Int(status))
        case .MalformedResponse(let what): self = .malformedResponse(what: what)
        }
    }
}

extension TextError {
    init(_ error: CheckoutSDKCore.TextError) {
        switch error {
        case .UnknownText(let reason): self = .unknownText(reason: reason)
        case .UnusableText(let reason): self = .unusableText(reason: reason)
        }
    }
}

extension Diagnostic {
    init(_ diagnostic: CheckoutSDKCore.Diagnostic) {
        switch diagnostic {
        case .savedCardsUnavailable(let failure): self = .savedCardsUnavailable(CallError(failure))
        case .certificatePinsExpired(let host): self = .certificatePinsExpired(host: host)
        }
    }
}
