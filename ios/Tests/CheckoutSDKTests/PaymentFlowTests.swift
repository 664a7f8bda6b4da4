import CheckoutSDK
import Foundation
import Testing

extension SandboxTests {
    /// The one call of the guide, with UIs that do what they should.
    @Suite struct PaymentFlowTests {
        @Test func aNewCardPays() async throws {
            let world = try await World.make()
            let intent = try await world.intent()
            let ui = ScriptedUI()
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: intent, ui: ui)

            #expect(result.code == SDKResponseCode.successful.rawValue)
            #expect(result.charge == .charged)
            #expect(result.reason == nil)
            #expect(result.paymentIntentId == intent)
            #expect(await ui.log.summaries.first?.total?.major == "12.50")
            #expect(try await ui.log.lastState() == .finished(result: result))
        }

        @Test func aSavedCardPays() async throws {
            let world = try await World.make()
            let customer = try await world.customerWithSavedCard()
            let ui = ScriptedUI(choose: { summary, _ in .savedCard(id: summary.savedCards[0].id, cvv: "020") })
            let result = try await world.checkout().startPaymentFlow(
                paymentIntentId: world.intent(customer: customer.id), customerSecret: customer.secret, ui: ui)
            #expect(result.code == 0)
            #expect(try await world.requests().contains("POST /api/payments/recurring/{secret}"))
        }

        @Test func aChallengeThatIsPassedPays() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, _ in .newCard(TestCard.challenged.typed()) })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == 0)
            #expect(try await world.requests().contains("POST /mobile/payments/{secret}/three-ds-complete"))
        }

        @Test func aDeclinedCardIsFive() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, _ in .newCard(TestCard.declined.typed()) })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == SDKResponseCode.declined.rawValue)
            #expect(result.charge == .notCharged)
        }

        @Test func aRefusedChoiceIsAskedAgainWithTheReason() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, refused in
                let typo = CardInput(number: "5200000000001006", expiry: "12/29", cvv: "02")
                return .newCard(refused == nil ? typo : TestCard.mastercard.typed())
            })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == 0)
            let refusals = await ui.log.refusals
            #expect(refusals.count == 2)
            guard case .invalidCard(let fields)? = refusals.last ?? nil else {
                Issue.record("refused with \(String(describing: refusals.last))")
                return
            }
            #expect(fields.map(\.field) == [.number, .cvv])
            #expect(fields.map(\.problem) == [.wrongCheckDigit, .wrongLength])
        }

        @Test func aDeletedCardLeavesTheListAndTheCustomerChoosesAgain() async throws {
            let world = try await World.make()
            let customer = try await world.customerWithSavedCard()
            let ui = ScriptedUI(choose: { summary, _ in
                summary.savedCards.first.map { .deleteSavedCard(id: $0.id) } ?? .leave
            })
            let result = try await world.checkout().startPaymentFlow(
                paymentIntentId: world.intent(customer: customer.id), customerSecret: customer.secret, ui: ui)
            #expect(result.code == SDKResponseCode.userClosedWithoutPaying.rawValue)
            #expect(result.charge == .notCharged)
            #expect(await ui.log.summaries.map(\.savedCards.count) == [1, 0])
        }

        @Test func aDeletionThatFailsIsARefusal() async throws {
            let world = try await World.make()
            let customer = try await world.customerWithSavedCard()
            try await world.fault("DELETE", "/customers/public/**", #"{"respond": {"status": 403}}"#)
            let ui = ScriptedUI(choose: { summary, refused in
                refused == nil ? .deleteSavedCard(id: summary.savedCards[0].id) : .leave
            })
            _ = try await world.checkout().startPaymentFlow(
                paymentIntentId: world.intent(customer: customer.id), customerSecret: customer.secret, ui: ui)
            #expect(await ui.log.refusals == [nil, .deletionFailed(.accessDenied)])
        }

        @Test func aChangedTotalIsAskedAboutOnceAndPaidWhenItWasSeen() async throws {
            let world = try await World.make()
            let customer = try await world.customerWithSavedCard()
            try await world.fault(
                "GET", "/payment-intents/public/*",
                #"{"rewrite": {"merge": {"clientSessionSecretExpirationDate": "2026-01-01T00:00:00Z"}}}"#)
            try await world.fault(
                "POST", "/payment-intents/public/*/refresh-client-session-secret",
                #"{"rewrite": {"merge": {"totalAmount": {"value": 1500}}}}"#)
            let ui = ScriptedUI(choose: { summary, refused in
                refused == .totalChanged
                    ? .deleteSavedCard(id: summary.savedCards[0].id) : .newCard(TestCard.mastercard.typed())
            })
            let result = try await world.checkout().startPaymentFlow(
                paymentIntentId: world.intent(customer: customer.id), customerSecret: customer.secret, ui: ui)
            #expect(result.code == 0)
            #expect(await ui.log.summaries.map(\.total?.major) == ["12.50", "15.00", "15.00"])
            #expect(await ui.log.summaries.map(\.savedCards.count) == [1, 1, 0])
            #expect(await ui.log.refusals == [nil, .totalChanged, nil])
        }

        @Test func whatCannotBeginIs400AndSendsNothing() async throws {
            let world = try await World.make()
            let checkout = try world.checkout()
            for (intent, secret) in [("", nil), ("pi/../1", nil), ("pi_1", "cs\n1")] as [(String, String?)] {
                let result = await checkout.startPaymentFlow(
                    paymentIntentId: intent, customerSecret: secret, ui: ScriptedUI())
                #expect(result.code == SDKResponseCode.invalidRequest.rawValue)
                #expect(result.reason?.kind == .invalidArgument)
            }
            #expect(try await world.requests().isEmpty)
        }

        @Test func aSecondStartWhileOneRunsIsRefused() async throws {
            let world = try await World.make()
            let (checkout, intent) = (try world.checkout(), try await world.intent())
            let first = checkout.startPayment(paymentIntentId: intent)
            let second = await checkout.startPaymentFlow(paymentIntentId: intent, ui: ScriptedUI())
            #expect(second.code == 400)
            #expect(second.reason?.kind == .alreadyInProgress)
            first.cancel()
            #expect(try await first.result().code == 7780)
        }

        @Test func threeDsThatCannotStartIs7770() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(start: { _ in false })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == SDKResponseCode.sdkInternalError.rawValue)
            #expect(result.reason?.kind == .threeDsFailed)
        }

        @Test func aSessionThatIsFoundAgainGoesOnWithAnotherUI() async throws {
            let world = try await World.make()
            let (checkout, intent) = (try world.checkout(), try await world.intent())
            // The first screen goes away without a word.
            try await checkout.startPayment(paymentIntentId: intent).reachChoice()
            let found = try #require(checkout.session(for: intent))
            #expect(await found.run(ui: ScriptedUI()).code == 0)
            #expect(checkout.session(for: "pi_other") == nil)
        }

        @Test func theDeadlineEndsTheQuestionAndDoesNotWaitForItsAnswer() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, _ in
                // Deaf to cancellation, as a continuation that waits for a tap is.
                await Task { try? await Task.sleep(nanoseconds: 1_500_000_000) }.value
                return .newCard(TestCard.mastercard.typed())
            })
            let began = Date()
            let result = try await world.checkout().startPaymentFlow(
                paymentIntentId: world.intent(), mustCompleteBy: Date(timeIntervalSinceNow: 0.5), ui: ui)
            #expect(result.code == SDKResponseCode.expired.rawValue)
            #expect(result.reason?.kind == .deadlinePassed)
            #expect(Date().timeIntervalSince(began) < 1.4)
            try await Task.sleep(nanoseconds: 1_300_000_000)
            #expect(try await !world.requests().contains("POST /api/device-data/{secret}"), "the late answer counted")
        }

        @Test(arguments: zip(["distant past", "minus infinity", "no number", "distant future", "infinity"], [40, 40, 40, 0, 0]))
        func aDeadlineCanBeAnyDate(name: String, code: Int32) async throws {
            let deadlines: [String: Date] = [
                "distant past": .distantPast, "distant future": .distantFuture,
                "minus infinity": Date(timeIntervalSince1970: -.infinity), "infinity": Date(timeIntervalSince1970: .infinity),
                "no number": Date(timeIntervalSince1970: .nan),
            ]
            let world = try await World.make()
            let result = try await world.checkout().startPaymentFlow(
                paymentIntentId: world.intent(), mustCompleteBy: #require(deadlines[name]), ui: ScriptedUI())
            #expect(result.code == code)
        }
    }
}
