/// What the conformance server wants to be told. Its names are documented in docs/conformance.md.
struct Observed: Encodable, Sendable {
    var result: ResultSeen?
    var lastAttempt: ResultSeen?
    var states: [String] = []
    var outcomes: [Outcome] = []
    var diagnostics: [String] = []
    var configError: String?
}

struct Outcome: Encodable, Sendable {
    var error: String?
    var fields: [String: String] = [:]
    var cause: String?
    var result: ResultSeen?
    var cards: [CardSeen]?
    var summary: SummarySeen?
    var notice: String?
    var value: JSON?
}

struct ResultSeen: Encodable, Sendable {
    let code: Int32
    let status: String
    let charge: String
    let reason: String?
    let message: String?
    let gatewayCode: Int64?
    let paymentIntentId: String
}

struct CardSeen: Encodable, Sendable {
    let id: String
    let scheme: String?
    let schemeName: String
    let maskedPan: String
    let expiry: String?
    let isExpired: Bool
    let payable: Bool
}

struct SummarySeen: Encodable, Sendable {
    let paymentIntentId: String
    let total: String
    let merchantName: String?
    let reference: String?
    let itemLines: [LineSeen]
    let supportedSchemes: [String]
    let wallets: [String]
    let collect: CollectSeen
    let customerId: String?
    let customerEmail: String?
    let canSaveCard: Bool
    let savedCards: [CardSeen]
}

struct CollectSeen: Encodable, Sendable {
    let email: Bool
    let billingAddress: Bool
    let shippingDetails: Bool
}

struct LineSeen: Encodable, Sendable {
    let caption: String
    let amount: String
}
