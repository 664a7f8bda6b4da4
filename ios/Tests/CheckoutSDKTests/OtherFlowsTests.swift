import CheckoutSDK
import Foundation
import Testing

extension SandboxTests {
    /// Saving a card without paying.
    @Suite struct SetupTests {
        private let ui = ScriptedUI(choose: { _, _ in .newCard(Flow.setup.typed(.challenged)) })

        @Test func aCardIsSavedAndNothingIsCharged() async throws {
            let world = try await World.make()
            let (checkout, customer) = (try world.checkout(), try await world.customer())
            let intent = try await world.setupIntent(customer: customer.id)
            #expect(await checkout.setupStatus(setupIntentId: intent).code == SDKResponseCode.waitingPreExecute.rawValue)

            let result = await checkout.startSetupFlow(setupIntentId: intent, ui: ui)
            #expect(result.code == 0)
            #expect(result.charge == .notCharged)
            #expect(result.paymentIntentId == intent)
            let summary = try #require(await ui.log.summaries.first)
            #expect(summary.total == nil)
            #expect(summary.wallets.isEmpty)

            let cards = try await checkout.savedCards(customerId: customer.id, customerSecret: customer.secret)
            #expect(cards.map(\.maskedPan) == ["52000000****1096"])
            #expect(await checkout.setupStatus(setupIntentId: intent).code == 0)
        }

        @Test func withoutConsentTheCustomerIsAskedAgain() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, refused in
                .newCard(refused == nil ? TestCard.mastercard.typed() : Flow.setup.typed(.mastercard))
            })
            let intent = try await Flow.setup.intent(in: world)
            #expect(try await world.checkout().startSetupFlow(setupIntentId: intent, ui: ui).code == 0)
            guard case .invalidCard(let fields)? = await ui.log.refusals.last ?? nil else {
                Issue.record("it was not refused for the consent")
                return
            }
            #expect(fields.map(\.field) == [.consent])
        }

        @Test func nothingButANewCardIsOffered() async throws {
            let world = try await World.make()
            let session = try Flow.setup.start(await Flow.setup.intent(in: world), with: world.checkout())
            try await session.reachChoice()
            #expect(throws: ActionError.methodNotOffered) {
                try session.payWithGooglePay(paymentDataJson: TestWallet.google("google-pay-cryptogram-approved"))
            }
            #expect(throws: ActionError.methodNotOffered) {
                try session.payWithApplePay(ApplePayPayment(tokenJson: TestWallet.apple("apple-pay-approved")))
            }
            session.cancel()
        }

        @Test func aSetupIntentIsReadWithoutACheckout() async throws {
            let world = try await World.make()
            let (checkout, customer) = (try world.checkout(), try await world.customer())
            let intent = try await world.setupIntent(customer: customer.id)
            let summary = try await checkout.setupIntent(setupIntentId: intent)
            #expect(summary.paymentIntentId == intent)
            #expect(summary.customerId == customer.id)
            await #expect(throws: CallError.notFound) { try await checkout.setupIntent(setupIntentId: "si_none") }
            // Setup intents and payment intents are found by their own routes only.
            let mistaken = await checkout.startSetupFlow(setupIntentId: try await world.intent(), ui: ui)
            #expect(mistaken.reason?.kind == .paymentIntentNotFound)
        }
    }

    /// A card that the merchant keys in.
    @Suite struct VirtualTerminalTests {
        @Test func aKeyedCardIsPaidWithDetailsAndWithoutDeviceData() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(
                choose: { summary, refused in
                    var card = TestCard.mastercard.typed()
                    card.details = refused == nil ? nil : .alex
                    return .newCard(card)
                },
                start: { _ in throw AppFailure() }
            )
            let intent = try await world.virtualTerminalIntent(World.collectsAll)
            let result = try await world.checkout().startVirtualTerminalFlow(paymentIntentId: intent, ui: ui)
            #expect(result.code == 0)
            #expect(result.charge == .charged)
            #expect(
                await ui.log.summaries.first?.collect
                    == CollectionRequirements(email: true, billingAddress: true, shippingDetails: true))
            guard case .invalidCard(let fields)? = await ui.log.refusals.last ?? nil else {
                Issue.record("it was not refused for the details")
                return
            }
            #expect(fields.map(\.field) == [.email, .billingCountry, .shippingName, .shippingCountry, .shippingAddress])
            #expect(try await world.requests().filter { $0.hasPrefix("POST /api") } == ["POST /api/payments/{secret}"])
        }

        @Test func aChallengeCannotBeMet() async throws {
            let world = try await World.make(readBackMs: 200)
            let ui = ScriptedUI(choose: { _, _ in .newCard(TestCard.challenged.typed()) })
            let intent = try await world.virtualTerminalIntent()
            let result = try await world.checkout().startVirtualTerminalFlow(paymentIntentId: intent, ui: ui)
            #expect(result.code == SDKResponseCode.failed.rawValue)
            #expect(result.reason?.kind == .threeDsNotSupported)
        }

        @Test func anIntentOfAnotherKindIsRefused() async throws {
            let world = try await World.make()
            let result = try await world.checkout().startVirtualTerminalFlow(
                paymentIntentId: world.intent(), ui: ScriptedUI())
            #expect(result.reason?.kind == .wrongIntentType)
        }
    }

    /// What holds for every kind of checkout in one call.
    @Suite struct OneCallTests {
        @Test(arguments: Flow.allCases)
        func theCompletionIsCalledOnceOnTheMainActor(flow: Flow) async throws {
            let world = try await World.make()
            let (checkout, intent) = (try world.checkout(), try await flow.intent(in: world))
            let (results, result) = AsyncStream.makeStream(of: PaymentResult.self)
            let ui = ScriptedUI(choose: { _, _ in .newCard(flow.typed(.mastercard)) })
            let session = flow.run(intent, with: checkout, ui: ui) {
                MainActor.preconditionIsolated()
                result.yield($0)
            }
            #expect(session.paymentIntentId == intent)
            var delivered = results.makeAsyncIterator()
            let first = await delivered.next()
            #expect(first?.code == 0)
            #expect(first?.charge == flow.chargeOfSuccess)
            try await Task.sleep(nanoseconds: 50_000_000)
            result.finish()
            #expect(await delivered.next() == nil, "the result was delivered twice")
        }

        @Test(arguments: Flow.allCases)
        func whatCannotBeginIs400(flow: Flow) async throws {
            let world = try await World.make()
            let result = try await flow.run("../1", with: world.checkout(), ui: ScriptedUI())
            #expect(result.code == SDKResponseCode.invalidRequest.rawValue)
            #expect(result.reason?.kind == .invalidArgument)
            #expect(try await world.requests().isEmpty)
        }

        @Test func aDeadlineThatHasPassedIs40() async throws {
            let world = try await World.make()
            let checkout = try world.checkout()
            let past = Date(timeIntervalSinceNow: -1)
            let setup = await checkout.startSetupFlow(
                setupIntentId: try await Flow.setup.intent(in: world), mustCompleteBy: past, ui: ScriptedUI())
            let terminal = await checkout.startVirtualTerminalFlow(
                paymentIntentId: try await world.virtualTerminalIntent(), mustCompleteBy: past, ui: ScriptedUI())
            for result in [setup, terminal] {
                #expect(result.code == SDKResponseCode.expired.rawValue)
                #expect(result.charge == .notCharged)
            }
        }
    }
}
