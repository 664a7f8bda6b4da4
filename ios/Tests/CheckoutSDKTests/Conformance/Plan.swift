import CheckoutSDK
import Foundation

/// What the conformance server says about a scenario, and what it wants to be told. Its names are documented in
/// docs/conformance.md.
struct ScenarioName: Decodable, Sendable {
    let name: String
    let summary: String
}

struct Started: Decodable, Sendable {
    let run: Int
    let plan: Plan

    static func start(_ scenario: String, language: String, at server: HTTP) async throws -> Started {
        let answer = try await server.post("/scenarios/\(scenario)/start", #"{"language": "\#(language)"}"#)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Started.self, from: answer)
    }
}

struct Plan: Decodable, Sendable {
    let config: Config
    let flow: String
    let paymentIntentId: String
    let customerSecret: String?
    let customerId: String
    let mustCompleteInMs: Double?
    let steps: [Step]
    let limitMs: Int

    /// What no output may hold: whole card numbers, and the customer secret.
    var secrets: Set<String> {
        let numbers = steps.compactMap { $0.card?.number.filter(\.isNumber) }.filter { $0.count >= 12 }
        let secret = customerSecret.map { [$0] } ?? []
        return Set(numbers + secret.filter { $0.count >= 12 && $0.allSatisfy { !$0.isWhitespace } })
    }

    struct Config: Decodable, Sendable {
        let apiUrl: String
        let gatewayUrl: String?
        let gcpManifestUrl: String
        let awsManifestUrl: String
        let fallbackGatewayUrl: String
        let allowInsecureLoopback: Bool
        let connectTimeoutMs: Int64
        let requestTimeoutMs: Int64
        var readBackMs: Int64

        var sdk: CheckoutConfig {
            CheckoutConfig(
                apiUrl: apiUrl,
                gatewayUrl: gatewayUrl,
                gcpManifestUrl: gcpManifestUrl,
                awsManifestUrl: awsManifestUrl,
                fallbackGatewayUrl: fallbackGatewayUrl,
                connectTimeoutMillis: connectTimeoutMs,
                requestTimeoutMillis: requestTimeoutMs,
                readBackLimitMillis: readBackMs,
                allowInsecureLoopback: allowInsecureLoopback
            )
        }
    }

    struct Step: Decodable, Sendable {
        let on: String?
        let `do`: String
        let card: Card?
        let id: String?
        let cvv: String?
        let started: Bool?
        let outcome: String?
        let ms: Int?
        let step: Int?
    }

    struct Card: Decodable, Sendable {
        let number: String
        let expiry: String
        let cvv: String
        let cardholderName: String?
        let save: Bool?
    }
}

struct Observed: Encodable, Sendable {
    var result: ResultSeen?
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
    let payable: Bool
}

struct SummarySeen: Encodable, Sendable {
    let paymentIntentId: String
    let total: String
    let merchantName: String?
    let reference: String?
    let itemLines: [LineSeen]
    let supportedSchemes: [String]
    let canSaveCard: Bool
    let savedCards: [CardSeen]
}

struct LineSeen: Encodable, Sendable {
    let caption: String
    let amount: String
}

struct Verdict: Decodable, Sendable {
    let passed: Bool
    let mismatches: [String]
}
