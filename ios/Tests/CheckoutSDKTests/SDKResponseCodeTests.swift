import CheckoutSDK
import Foundation
import Testing

/// The constants are those of docs/status-codes.md, by number and by name.
@Suite struct SDKResponseCodeTests {
    @Test func theConstantsAreThePublishedOnes() throws {
        let rows = try Repository.read("docs/status-codes.md").split(separator: "\n").compactMap(published)
        #expect(rows.count == 14)
        let constants = SDKResponseCode.allCases.map { "\($0.rawValue) \($0)" }
        #expect(Set(constants) == Set(rows))
    }

    /// A row such as `| 5 | `Declined` | …`.
    private func published(_ line: Substring) -> String? {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard cells.count > 2, let code = Int(cells[0]), cells[1].hasPrefix("`") else { return nil }
        let name = cells[1].replacingOccurrences(of: "`", with: "")
        return "\(code) \(name.prefix(1).lowercased())\(name.dropFirst())"
    }
}
