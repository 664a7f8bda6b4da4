import CheckoutSDK
import Foundation

/// A sandbox of a test's own, with the merchant's backend beside it.
///
/// The conformance server gives one to each run; this run is never judged.
struct World: Sendable {
    let config: CheckoutConfig
    let backend: HTTP
    private let sandbox: HTTP

    /// - Parameter readBackMs: How long an outcome that is not known is looked for.
    static func make(readBackMs: Int64 = 10_000) async throws -> World {
        let server = try ConformanceServer.http.get()
        let scenarios = try JSONDecoder().decode([ScenarioName].self, from: await server.send("GET", "/scenarios"))
        let started = try await Started.start(scenarios[0].name, language: "none", at: server)
        var config = started.plan.config
        config.readBackMs = readBackMs
        let sandbox = HTTP(url: config.apiUrl)
        try await sandbox.post("/_sandbox/reset", "{}")
        return World(
            config: config.sdk,
            backend: HTTP(
                url: sandbox.url,
                headers: ["Authorization": "Basic sk_sandbox_local", "Version": "2022-04-07"]
            ),
            sandbox: sandbox
        )
    }

    func checkout() throws -> Checkout { try Checkout(config) }

    func checkout(pinning pins: [HostPins]) throws -> Checkout {
        try Checkout(
            CheckoutConfig(
                apiUrl: config.apiUrl,
                gatewayUrl: config.gatewayUrl,
                allowInsecureLoopback: true,
                certificatePins: pins
            )
        )
    }

    /// An intent over 12.50 GBP; `more` is more of the request that creates it.
    func intent(customer: String? = nil, _ more: [String: JSON] = [:]) async throws -> String {
        var order: [String: JSON] = ["amount": ["value": 1250, "currencyCode": "GBP"], "reference": "order-1"]
        if let customer { order["customer"] = ["id": .string(customer)] }
        return try await create("/payment-intents", order.merging(more) { $1 })
    }

    /// An intent for a card that the merchant keys in.
    func virtualTerminalIntent(_ more: [String: JSON] = [:]) async throws -> String {
        try await intent(["cardHolderNotPresent": true].merging(more) { $1 })
    }

    /// An intent to save a card of a customer, who may be charged if they do not come.
    func setupIntent(customer: String) async throws -> String {
        let order: [String: JSON] = [
            "reference": "table-4", "merchantInitiatedTransactionType": "NoShow", "terms": "20 GBP if you do not come.",
            "customer": ["id": .string(customer)],
        ]
        return try await create("/setup-intents", order)
    }

    /// The `config` of an intent that collects everything.
    static let collectsAll: [String: JSON] = [
        "config": [
            "customerEmail": ["collectionRequired": true], "billingAddress": ["collectionRequired": true],
            "shippingDetails": ["collectionRequired": true],
        ]
    ]

    private func create(_ path: String, _ order: [String: JSON]) async throws -> String {
        let body = try JSONEncoder().encode(order)
        return try await backend.post(path, String(decoding: body, as: UTF8.self), field: "id")
    }

    func customer() async throws -> (id: String, secret: String) {
        let id = try await backend.post("/customers", #"{"name": "Alex Example"}"#, field: "id")
        return (id, try await backend.post("/customers/\(id)/create-secret", "{}", field: "secret"))
    }

    /// A customer who saved a Mastercard while paying an earlier intent.
    func customerWithSavedCard() async throws -> (id: String, secret: String) {
        let customer = try await customer()
        let session = try checkout().startPayment(paymentIntentId: await intent(customer: customer.id))
        try await session.pay(.mastercard, save: true)
        _ = try await session.result()
        return customer
    }

    /// Holds the answers of a route back, so that a checkout stays where it is.
    func slow(_ method: String, _ path: String, milliseconds: Int) async throws {
        try await fault(method, path, #"{"delay_answer": {"milliseconds": \#(milliseconds)}}"#)
    }

    func fault(_ method: String, _ path: String, _ action: String) async throws {
        let rule = #"{"match": {"method": "\#(method)", "path": "\#(path)"}, "times": null, "action": \#(action)}"#
        try await sandbox.post("/_sandbox/faults", rule)
    }

    /// Takes all faults away.
    func mend() async throws {
        try await sandbox.send("DELETE", "/_sandbox/faults")
    }

    /// What was requested, as `METHOD /path`.
    func requests() async throws -> [String] {
        struct Request: Decodable {
            let method: String
            let path: String
        }
        let requests = try JSONDecoder().decode([Request].self, from: await sandbox.send("GET", "/_sandbox/requests"))
        return requests.map { "\($0.method) \($0.path)" }
    }
}

extension CheckoutSession {
    /// Waits for a state that `is` the one.
    @discardableResult
    func reach(_ wanted: String, where is: @Sendable (CheckoutState) -> Bool) async throws -> CheckoutState {
        for await state in self where `is`(state) { return state }
        throw HTTP.Refused(description: "the checkout never came to \(wanted): \(state)")
    }

    func reachChoice() async throws {
        try await reach("the choice") { if case .choosingMethod = $0 { true } else { false } }
    }

    /// Pays with a new card, up to the gateway's answer.
    func pay(_ card: TestCard, save: Bool? = nil) async throws {
        try await reachChoice()
        try payWithCard(card.typed(save: save))
        try await reach("3-D Secure") { if case .startingThreeDs = $0 { true } else { false } }
        try threeDsReady()
    }
}
