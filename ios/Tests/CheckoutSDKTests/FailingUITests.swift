import CheckoutSDK
import Foundation
import Testing

extension SandboxTests {
    /// The app's own code throws while the SDK waits for it.
    @Suite struct FailingUITests {
        @Test func whoThrowsWhileChoosingHasLeft() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, _ in throw AppFailure() })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == SDKResponseCode.userClosedWithoutPaying.rawValue)
            #expect(result.charge == .notCharged)
            #expect(try await ui.log.failure() is AppFailure)
            #expect(try await !world.requests().contains { $0.hasPrefix("POST /api") })
        }

        @Test func whoThrowsWhileThreeDsStartsHasLeft() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(start: { _ in throw AppFailure() })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == 7780)
            #expect(try await ui.log.failure() is AppFailure)
            #expect(try await !world.requests().contains("POST /api/payments/{secret}"))
        }

        @Test func aChallengeThatThrowsIsReportedAndTheRealResultDelivered() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(
                choose: { _, _ in .newCard(TestCard.challenged.typed()) }, challenge: { _ in throw AppFailure() })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            // The sandbox's issuer declines what was not authenticated.
            #expect(result.code == SDKResponseCode.declined.rawValue)
            #expect(result.charge == .notCharged)
            #expect(try await ui.log.failure() is AppFailure)
            #expect(try await world.requests().contains("POST /mobile/payments/{secret}/three-ds-complete"))
        }

        @Test func cancellationThatTheAppThrowsItselfIsLeaving() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, _ in throw CancellationError() })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == 7780)
        }
    }
}
