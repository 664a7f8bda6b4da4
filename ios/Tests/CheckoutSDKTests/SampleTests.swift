import Foundation
import Testing

extension SandboxTests {
    /// The sample is run, not only compiled.
    @Suite struct SampleTests {
        @Test func theSamplePaysAndSavesACard() async throws {
            let world = try await World.make()
            let sample = Process()
            let output = Pipe()
            sample.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
                .deletingLastPathComponent().appendingPathComponent("sample")
            sample.environment = ProcessInfo.processInfo.environment.merging(["CHECKOUT_SANDBOX_URL": world.backend.url]) { $1 }
            sample.standardOutput = output
            try sample.run()
            let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            sample.waitUntilExit()

            #expect(sample.terminationStatus == 0)
            let codes = printed.split(separator: "\n").filter { $0.hasPrefix("Status code") }
            #expect(codes == Array(repeating: "Status code 0", count: 5))
            #expect(printed.contains("Apple Pay over 12.50 GBP"))
            #expect(!printed.contains("5200") && !printed.contains("sam@"))
        }
    }
}

/// What the documents show is cut from the sample, which is compiled and run.
@Suite struct SnippetTests {
    @Test(arguments: ["README.md", "docs/ios.md"])
    func theSnippetIsTheSamples(document: String) throws {
        let sample = try lines(of: "ios/Sources/sample/Shop.swift")
        let compiled = between("// snippet: swift", "// end of snippet", in: sample)
        let shown = try between("<!-- snippet: swift -->", "<!-- snippet end -->", in: lines(of: document))
        #expect(compiled.count > 10)
        #expect(shown == ["```swift"] + compiled + ["```"])
    }

    private func lines(of path: String) throws -> [String] {
        try Repository.read(path).components(separatedBy: "\n")
    }

    private func between(_ begin: String, _ end: String, in lines: [String]) -> [String] {
        guard let first = lines.firstIndex(of: begin), let last = lines[first...].firstIndex(of: end) else { return [] }
        return Array(lines[(first + 1)..<last])
    }
}
