import CheckoutSDK

/// An app's UI that answers by a script, and keeps what it was asked and told.
struct ScriptedUI: CheckoutUI {
    var choose: @Sendable (PaymentSummary, ActionError?) async throws -> PaymentChoice = { _, _ in
        .newCard(TestCard.mastercard.typed())
    }
    var start: @Sendable (String) async throws -> Bool = { _ in true }
    var challenge: @Sendable (Challenge) async throws -> ChallengeOutcome = { _ in .authenticated(paRes: "signed") }
    let log = Log()

    actor Log {
        var states: [CheckoutState] = []
        var failures: [any Error] = []
        var refusals: [ActionError?] = []
        var summaries: [PaymentSummary] = []

        func add(_ state: CheckoutState) { states.append(state) }
        func add(_ failure: any Error) { failures.append(failure) }
        func add(_ summary: PaymentSummary, _ refusal: ActionError?) {
            summaries.append(summary)
            refusals.append(refusal)
        }

        /// What is told comes on its own, so a test waits for it.
        func failure() async throws -> (any Error)? {
            for _ in 0..<200 where failures.isEmpty { try await Task.sleep(nanoseconds: 10_000_000) }
            return failures.first
        }

        func lastState() async throws -> CheckoutState? {
            for _ in 0..<200 {
                if case .finished? = states.last { break }
                try await Task.sleep(nanoseconds: 10_000_000)
            }
            return states.last
        }
    }

    func chooseMethod(summary: PaymentSummary, refused: ActionError?) async throws -> PaymentChoice {
        await log.add(summary, refused)
        return try await choose(summary, refused)
    }

    func startThreeDs(token: String) async throws -> Bool { try await start(token) }
    func presentChallenge(_ shown: Challenge) async throws -> ChallengeOutcome { try await challenge(shown) }
    func stateChanged(to state: CheckoutState) async { await log.add(state) }
    func callFailed(_ error: any Error) async { await log.add(error) }
}

/// What an app's own code throws.
struct AppFailure: Error, Equatable {}

/// Longer than any test.
func forever() async throws -> Never {
    try await Task.sleep(nanoseconds: 600_000_000_000)
    fatalError("a test took ten minutes")
}
