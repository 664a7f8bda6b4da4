import CheckoutSDKCore
import Foundation
import Testing

extension SandboxTests {
    /// Every scenario through the public API, over real HTTP; the server judges what came of it.
    @Suite struct ConformanceTests {
        /// Scenarios mostly wait, for servers that are slow on purpose.
        private static let atOnce = 12

        @Test func everyScenarioIsAsInRust() async throws {
            let before = liveSessions()
            let server = try ConformanceServer.http.get()
            let scenarios = try JSONDecoder().decode([ScenarioName].self, from: await server.send("GET", "/scenarios"))
            try #require(!scenarios.isEmpty)

            var passed = 0
            try await withThrowingTaskGroup(of: (ScenarioName, Verdict).self) { group in
                var waiting = scenarios.makeIterator()
                func startNext() {
                    guard let scenario = waiting.next() else { return }
                    group.addTask { (scenario, try await verdict(on: scenario, server)) }
                }
                for _ in 0..<Self.atOnce { startNext() }
                while let (scenario, verdict) = try await group.next() {
                    startNext()
                    passed += verdict.passed ? 1 : 0
                    if !verdict.passed {
                        Issue.record("\(scenario.name): \(scenario.summary)\n\(verdict.mismatches.joined(separator: "\n"))")
                    }
                }
            }
            try report(passed: passed, of: scenarios.count)
            #expect(passed == scenarios.count)
            #expect(try await live(downTo: before) == before, "a scenario left a checkout in memory")
        }

        private func verdict(on scenario: ScenarioName, _ server: HTTP) async throws -> Verdict {
            do {
                let started = try await Started.start(scenario.name, language: "Swift", at: server)
                let observed = await Host.play(started, server: server)
                let encoder = JSONEncoder()
                encoder.keyEncodingStrategy = .convertToSnakeCase
                let answer = try await server.send("POST", "/runs/\(started.run)/finish", encoder.encode(observed))
                return try JSONDecoder().decode(Verdict.self, from: answer)
            } catch {
                // A scenario that cannot run has failed.
                return Verdict(passed: false, mismatches: ["it could not run: \(error)"])
            }
        }

        /// For `cargo xtask test`, which shows the figures of all languages together.
        private func report(passed: Int, of all: Int) throws {
            let folder = Repository.root + "/target/reports"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let line = "scenarios (Swift): \(passed) passed, \(all - passed) failed"
            let report = #"{"line": "\#(line)", "language": "swift", "scenarios": \#(all)}"#
            try report.write(toFile: folder + "/swift.json", atomically: true, encoding: .utf8)
        }
    }
}
