import Foundation
import Testing

extension SandboxTests {
    /// Every scenario through the public API, over real HTTP; the server judges what came of it.
    @Suite struct ConformanceTests {
        /// Scenarios mostly wait, for servers that are slow on purpose.
        private static let atOnce = 8

        @Test func everyScenarioIsAsInRust() async throws {
            try #require(await noneIsLive())
            let server = try ConformanceServer.http.get()
            let scenarios = try JSONDecoder().decode([ScenarioName].self, from: await server.send("GET", "/scenarios"))
            try #require(!scenarios.isEmpty)

            var passed = 0
            var secrets: Set<String> = []
            await withTaskGroup(of: (ScenarioName, Verdict, Set<String>).self) { group in
                var waiting = scenarios.makeIterator()
                func startNext() {
                    guard let scenario = waiting.next() else { return }
                    group.addTask {
                        let (verdict, secrets) = await play(scenario, server)
                        return (scenario, verdict, secrets)
                    }
                }
                for _ in 0..<Self.atOnce { startNext() }
                while let (scenario, verdict, used) = await group.next() {
                    startNext()
                    secrets.formUnion(used)
                    passed += verdict.passed ? 1 : 0
                    if !verdict.passed {
                        Issue.record("\(scenario.name): \(scenario.summary)\n\(verdict.mismatches.joined(separator: "\n"))")
                    }
                }
            }
            try report(passed: passed, of: scenarios.count, secrets: secrets)
            #expect(passed == scenarios.count)
            #expect(try await noneIsLive(), "a scenario left a checkout in memory")
        }

        private func play(_ scenario: ScenarioName, _ server: HTTP) async -> (Verdict, Set<String>) {
            do {
                let started = try await Started.start(scenario.name, language: "Swift", at: server)
                let observed = await Host.play(started, server: server)
                let encoder = JSONEncoder()
                encoder.keyEncodingStrategy = .convertToSnakeCase
                let answer = try await server.send("POST", "/runs/\(started.run)/finish", encoder.encode(observed))
                return (try JSONDecoder().decode(Verdict.self, from: answer), started.plan.secrets)
            } catch {
                // A scenario that cannot run has failed.
                return (Verdict(passed: false, mismatches: ["it could not run: \(error)"]), [])
            }
        }

        /// For `cargo xtask test`, which shows the figures of all languages together, and searches their output for what
        /// must not be in it.
        private func report(passed: Int, of all: Int, secrets: Set<String>) throws {
            let folder = Repository.root + "/target/reports"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let line = "scenarios (Swift): \(passed) passed, \(all - passed) failed"
            let report = #"{"line": "\#(line)", "language": "swift", "scenarios": \#(all)}"#
            try report.write(toFile: folder + "/swift.json", atomically: true, encoding: .utf8)
            try secrets.sorted().joined(separator: "\n")
                .write(toFile: folder + "/forbidden-strings-swift.txt", atomically: true, encoding: .utf8)
        }
    }
}
