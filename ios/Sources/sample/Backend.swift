import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The merchant's backend. Never part of an app, because it holds the API key.
struct Backend {
    let url: String

    struct Refused: Error {
        let path: String
        let status: Int
    }

    func createCustomer(name: String) async throws -> String {
        try await post("/customers", ["name": name], answer: "id")
    }

    func createCustomerSecret(of customer: String) async throws -> String {
        try await post("/customers/\(customer)/create-secret", [:], answer: "secret")
    }

    /// An intent that asks for the customer's e-mail address and billing address.
    func createPaymentIntent(minorUnits: Int, customer: String) async throws -> String {
        let order: [String: Any] = [
            "amount": ["value": minorUnits, "currencyCode": "GBP"],
            "reference": "order-1",
            "customer": ["id": customer],
            "config": ["customerEmail": ["collectionRequired": true], "billingAddress": ["collectionRequired": true]],
        ]
        return try await post("/payment-intents", order, answer: "id")
    }

    /// An intent to save a card, which the merchant may charge if the customer does not come.
    func createSetupIntent(customer: String) async throws -> String {
        let terms: [String: Any] = [
            "reference": "table-4",
            "merchantInitiatedTransactionType": "NoShow",
            "terms": "20 GBP if you do not come.",
            "customer": ["id": customer],
        ]
        return try await post("/setup-intents", terms, answer: "id")
    }

    private func post(_ path: String, _ body: [String: Any], answer field: String) async throws -> String {
        guard let address = URL(string: url + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        request.httpBody = try JSONSerialization.data(withJSONObject: body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("Basic sk_sandbox_local", forHTTPHeaderField: "Authorization")
        request.setValue("2022-04-07", forHTTPHeaderField: "Version")
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        let answer = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        guard 200..<300 ~= status, let text = answer?[field] as? String else {
            throw Refused(path: path, status: status)
        }
        return text
    }
}
