import CheckoutSDK
import Foundation
import Testing

extension SandboxTests {
    /// A task that is cancelled, and an owner that goes away, at every state of every kind of checkout: the documented
    /// result, and nothing stays in memory.
    @Suite struct LeavingTests {
        /// Where a checkout can be left.
        enum Point: String, CaseIterable, Sendable {
            case loading, choosing, preparing, startingThreeDs, authorizing, challenged, confirming, checkingOutcome, finished

            func isReached(_ state: CheckoutState) -> Bool {
                switch (self, state) {
                case (.loading, .loading), (.choosing, .choosingMethod), (.preparing, .paying(.preparing)),
                    (.startingThreeDs, .startingThreeDs), (.authorizing, .paying(.authorizing)),
                    (.challenged, .challenged), (.confirming, .paying(.confirmingThreeDs)),
                    (.checkingOutcome, .paying(.checkingOutcome)), (.finished, .finished):
                    true
                default: false
                }
            }

            /// What comes of leaving there. A cancelled challenge is declined by the sandbox's issuer.
            var code: Int32 {
                switch self {
                case .loading, .choosing, .preparing, .startingThreeDs: 7780
                case .challenged: 5
                case .authorizing, .confirming, .checkingOutcome, .finished: 0
                }
            }

            var card: TestCard {
                self == .challenged || self == .confirming ? .challenged : .mastercard
            }
        }

        /// A checkout that is left.
        struct Departure: CustomTestStringConvertible, Sendable {
            let flow: Flow
            let point: Point

            static let all = Flow.allCases.flatMap { flow in points(of: flow).map { Departure(flow: flow, point: $0) } }

            /// A virtual terminal has neither device data nor 3-D Secure.
            private static func points(of flow: Flow) -> [Point] {
                flow == .virtualTerminal ? [.loading, .choosing, .authorizing, .checkingOutcome, .finished] : Point.allCases
            }

            var testDescription: String { "\(flow) \(point)" }

            /// Stops and waits to be cancelled where the checkout is left; elsewhere goes on.
            var ui: ScriptedUI {
                ScriptedUI(
                    choose: { _, _ in
                        if point == .choosing { try await forever() }
                        return .newCard(flow.typed(point.card))
                    },
                    start: { _ in
                        if point == .startingThreeDs { try await forever() }
                        return true
                    },
                    challenge: { _ in
                        if point == .challenged { try await forever() }
                        return .authenticated(paRes: "signed")
                    }
                )
            }

            /// Makes states last that would be over too soon to be left.
            func prepare(_ world: World) async throws {
                switch point {
                case .loading: try await world.slow("GET", flow.publicIntent, milliseconds: 1000)
                case .preparing: try await world.slow("POST", "/api/device-data/*", milliseconds: 1000)
                case .authorizing: try await world.slow("POST", "/api/payments/*", milliseconds: 500)
                case .confirming: try await world.slow("POST", "/mobile/payments/**", milliseconds: 500)
                case .checkingOutcome:
                    try await world.fault("POST", "/api/payments/*", #"{"cut": "after"}"#)
                    try await world.slow("GET", flow.publicIntent, milliseconds: 500)
                case .choosing, .startingThreeDs, .challenged, .finished: break
                }
            }
        }

        @Test(arguments: Departure.all)
        func aCancelledTaskGivesTheDocumentedResult(at departure: Departure) async throws {
            try #require(await noneIsLive())
            try await cancelTheTask(at: departure)
            #expect(try await noneIsLive())
        }

        private func cancelTheTask(at departure: Departure) async throws {
            let (flow, point) = (departure.flow, departure.point)
            let world = try await World.make()
            try await departure.prepare(world)
            let (checkout, intent) = (try world.checkout(), try await flow.intent(in: world))
            let running = Task { await flow.run(intent, with: checkout, ui: departure.ui) }
            try await session(of: intent, in: checkout).reach(point.rawValue, where: point.isReached)
            running.cancel()
            let result = await running.value
            #expect(result.code == point.code)
            #expect(result.charge == (point.code == 0 ? flow.chargeOfSuccess : .notCharged))
            // It is not lost either.
            #expect(try await checkout.session(for: intent)?.result() == result)
        }

        @Test func aTaskThatIsCancelledBeforeItStartsHasLeft() async throws {
            let world = try await World.make()
            let (checkout, intent) = (try world.checkout(), try await world.intent())
            let flow = Task {
                while !Task.isCancelled { await Task.yield() }
                return await checkout.startPaymentFlow(paymentIntentId: intent, ui: ScriptedUI())
            }
            flow.cancel()
            #expect(await flow.value.code == 7780)
        }

        @Test(arguments: Departure.all)
        func anOwnerThatGoesAwayLeavesNothingBehind(at departure: Departure) async throws {
            try #require(await noneIsLive())
            let (flow, isDone) = (departure.flow, departure.point.code == 0)
            let world = try await World.make()
            try await departure.prepare(world)
            let intent = try await flow.intent(in: world)
            try await goAway(at: departure, intent: intent, world)
            #expect(try await noneIsLive())

            // What became of it can be asked by anybody.
            let status = try await flow.status(of: intent, with: world.checkout())
            #expect(status.code == (isDone ? 0 : 99))
            #expect(status.charge == (isDone ? flow.chargeOfSuccess : .unknown))
        }

        /// The client and the session are this function's only, and nobody waits for anything when it ends.
        private func goAway(at departure: Departure, intent: String, _ world: World) async throws {
            let (flow, point) = (departure.flow, departure.point)
            let session = try flow.start(intent, with: world.checkout())
            if point != .loading {
                try await session.reachChoice()
            }
            if point != .loading, point != .choosing {
                try session.payWithCard(flow.typed(point.card))
            }
            if flow != .virtualTerminal,
                [.authorizing, .challenged, .confirming, .checkingOutcome, .finished].contains(point)
            {
                try await session.reach("3-D Secure", where: Point.startingThreeDs.isReached)
                try session.threeDsReady()
            }
            if point == .confirming {
                try await session.reach("the challenge", where: Point.challenged.isReached)
                try session.completeChallenge(.authenticated(paRes: "signed"))
            }
            try await session.reach(point.rawValue, where: point.isReached)
        }

        @Test func anObserverThatIsCancelledStopsAndTheCheckoutGoesOn() async throws {
            try #require(await noneIsLive())
            try await observeAndStop()
            #expect(try await noneIsLive(), "somebody still waits for a state")
        }

        private func observeAndStop() async throws {
            let world = try await World.make()
            let session = try world.checkout().startPayment(paymentIntentId: await world.intent())
            try await session.reachChoice()
            let states = Task { await session.reduce(into: 0) { count, _ in count += 1 } }
            let result = Task { try await session.result() }
            try await Task.sleep(nanoseconds: 50_000_000)
            states.cancel()
            result.cancel()
            #expect(await states.value == 1)
            await #expect(throws: CancellationError.self) { try await result.value }
            guard case .choosingMethod = session.state else {
                Issue.record("the checkout did not stay where it was: \(session.state)")
                return
            }
        }

        @Test func aCallThatIsCancelledDoesNotWaitForTheServer() async throws {
            let world = try await World.make()
            try await world.slow("GET", "/payment-intents/public/*", milliseconds: 2000)
            let (checkout, intent) = (try world.checkout(), try await world.intent())
            let began = Date()
            let call = Task { try await checkout.paymentIntent(paymentIntentId: intent) }
            try await Task.sleep(nanoseconds: 100_000_000)
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            #expect(Date().timeIntervalSince(began) < 1.5)
        }

        private func session(of intent: String, in checkout: Checkout) async throws -> CheckoutSession {
            for _ in 0..<500 {
                if let session = checkout.session(for: intent) { return session }
                try await Task.sleep(nanoseconds: 2_000_000)
            }
            throw HTTP.Refused(description: "the checkout did not start")
        }
    }
}
