import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// JSON over HTTP, for the servers that the tests talk to. The SDK itself has its own client, in the core.
struct HTTP: Sendable {
    let url: String
    var headers: [String: String] = [:]

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    @discardableResult
    func send(_ method: String, _ path: String, _ body: Data? = nil) async throws -> Data {
        guard let address = URL(string: url + path) else { throw Refused(description: "no URL: \(url)\(path)") }
        var request = URLRequest(url: address)
        request.httpMethod = method
        headers.forEach { request.setValue($1, forHTTPHeaderField: $0) }
        if let body {
            request.httpBody = body
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard 200..<300 ~= status else {
            throw Refused(description: "\(method) \(path): HTTP \(status) \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }

    @discardableResult
    func post(_ path: String, _ json: String) async throws -> Data {
        try await send("POST", path, Data(json.utf8))
    }

    /// A field of the answer.
    func post(_ path: String, _ json: String, field: String) async throws -> String {
        let answer = try JSONSerialization.jsonObject(with: await post(path, json)) as? [String: Any]
        guard let text = answer?[field] as? String else { throw Refused(description: "\(path) answered no \(field)") }
        return text
    }
}
