import CheckoutSDK
import Foundation
import Testing

extension SandboxTests {
    /// The calls without a checkout, and what a session is beyond one call.
    @Suite struct CheckoutTests {
        @Test func callsWithoutACheckout() async throws {
            let world = try await World.make()
            let checkout = try world.checkout()
            let customer = try await world.customerWithSavedCard()
            let intent = try await world.intent(customer: customer.id)

            let summary = try await checkout.paymentIntent(paymentIntentId: intent)
            #expect(summary.total == Money(minorUnits: 1250, currencyCode: "GBP", major: "12.50"))
            #expect(summary.canSaveCard)

            let cards = try await checkout.savedCards(customerId: customer.id, customerSecret: customer.secret)
            #expect(cards.map(\.scheme) == [.mastercard])
            #expect(cards.map(\.maskedPan) == ["52000000****1005"])
            try await checkout.deleteSavedCard(
                customerId: customer.id, paymentMethodId: cards[0].id, customerSecret: customer.secret)
            #expect(try await checkout.savedCards(customerId: customer.id, customerSecret: customer.secret).isEmpty)

            let status = await checkout.paymentStatus(paymentIntentId: intent)
            #expect(status.code == SDKResponseCode.waitingPreExecute.rawValue)
            #expect(status.charge == .unknown)
        }

        @Test func callsSayWhyTheyFailed() async throws {
            let world = try await World.make()
            let checkout = try world.checkout()
            let customer = try await world.customer()
            await #expect(throws: CallError.notFound) { try await checkout.paymentIntent(paymentIntentId: "pi_none") }
            await #expect(throws: CallError.invalidArgument(what: "the payment intent id")) {
                try await checkout.paymentIntent(paymentIntentId: "a/b")
            }
            await #expect(throws: CallError.accessDenied) {
                try await checkout.savedCards(customerId: customer.id, customerSecret: "cs_wrong")
            }
        }

        @Test func theStatesEndWithTheResultForEveryObserver() async throws {
            let world = try await World.make()
            let session = try world.checkout().startPayment(paymentIntentId: await world.intent())
            let observers = (0..<3).map { _ in
                Task { await session.reduce(into: [CheckoutState]()) { $0.append($1) } }
            }
            try await session.pay(.mastercard)
            let result = try await session.result()
            for observer in observers {
                let states = await observer.value
                #expect(states.last == .finished(result: result))
                #expect(states.filter { if case .finished = $0 { true } else { false } }.count == 1)
            }
            // Who comes late sees the end, and then nothing.
            #expect(await session.reduce(into: [CheckoutState]()) { $0.append($1) } == [.finished(result: result)])
        }

        @Test func anActionInTheWrongStateIsAnError() async throws {
            let world = try await World.make()
            let session = try world.checkout().startPayment(paymentIntentId: await world.intent())
            #expect(throws: ActionError.wrongState) { try session.completeChallenge(.failed) }
            try await session.reachChoice()
            #expect(throws: ActionError.wrongState) { try session.threeDsReady() }
            #expect(throws: ActionError.unknownSavedCard) { try session.payWithSavedCard(id: "pm_1", cvv: "020") }
            session.cancel()
            #expect(try await session.result().code == 7780)
            #expect(throws: ActionError.wrongState) { try session.payWithCard(TestCard.mastercard.typed()) }
        }

        @Test func whatWentWrongAsideIsADiagnostic() async throws {
            let world = try await World.make()
            let customer = try await world.customer()
            let session = try world.checkout().startPayment(
                paymentIntentId: await world.intent(customer: customer.id), customerSecret: "cs_wrong")
            try await session.reachChoice()
            #expect(session.diagnostics == [.savedCardsUnavailable(.accessDenied)])
        }

        @Test func pinsThatHaveExpiredAreADiagnosticAndThePaymentGoesOn() async throws {
            let world = try await World.make()
            let ends = [Date(), Date(timeIntervalSince1970: 0), .distantPast]
            let expired = ends.enumerated().map { examplePins(host: "old\($0).example.test", validUntil: $1) }
            let checkout = try world.checkout(pinning: [examplePins()] + expired)
            let session = checkout.startPayment(paymentIntentId: try await world.intent())
            try await session.pay(.mastercard)
            #expect(try await session.result().code == 0)
            #expect(session.diagnostics == expired.map { .certificatePinsExpired(host: $0.host) })
        }
    }
}

/// Configurations, for which no server is needed.
@Suite struct ConfigurationTests {
    @Test func aConfigurationThatCannotWorkIsRefused() {
        let bad: [(CheckoutConfig, String)] = [
            (CheckoutConfig(apiUrl: "not a url"), "badUrl"),
            (CheckoutConfig(apiUrl: "http://api.example.com"), "insecureUrl"),
            (CheckoutConfig(gatewayUrl: "http://127.0.0.1:1"), "insecureUrl"),
            (CheckoutConfig(connectTimeoutMillis: 0), "badTimeout"),
            (CheckoutConfig(requestTimeoutMillis: -1), "badTimeout"),
            (CheckoutConfig(extraRootCertificates: ["no certificate"]), "invalid"),
        ]
        for (config, kind) in bad {
            #expect {
                try Checkout(config)
            } throws: { error in
                String(describing: error).hasPrefix(kind) && !error.localizedDescription.isEmpty
            }
        }
    }

    @Test func pinsThatCannotBeUsedAreRefusedAndTheReasonSaysWhatToDo() {
        let bad: [([HostPins], String)] = [
            (
                [examplePins(host: "https://api.dojo.tech")],
                "number 1 cannot be used: its host is not the name of a host, such as api.dojo.tech"
            ),
            (
                [examplePins(pins: [examplePin, "sha1/AAAA"])],
                "number 1 cannot be used: a pin is not a SHA-256 in base64 (44 characters)"
            ),
            (
                [examplePins(pins: [examplePin])],
                "number 1 cannot be used: a backup pin is missing: give at least two different ones"
            ),
            (
                [examplePins(), examplePins(host: "API.dojo.tech")],
                "number 2 cannot be used: an earlier entry is for the same host"
            ),
        ]
        for (pins, reason) in bad {
            #expect(throws: ConfigError.badPins(reason: "the certificate pins \(reason)")) {
                try Checkout(CheckoutConfig(certificatePins: pins))
            }
        }
        for seconds in [Double.nan, .infinity, -.infinity, 1e300] {
            let endless = examplePins(validUntil: Date(timeIntervalSince1970: seconds))
            let reason = "the certificate pins number 2 cannot be used: `validUntil` is not a date"
            #expect(throws: ConfigError.badPins(reason: reason)) {
                try Checkout(CheckoutConfig(certificatePins: [examplePins(host: "a.test"), endless]))
            }
        }
    }

    @Test func theCoreHasAVersion() {
        #expect(Checkout.coreVersion.split(separator: ".").count == 3)
    }
}

private let examplePin = String(repeating: "A", count: 43) + "="

private func examplePins(
    host: String = "api.dojo.tech",
    pins: [String] = [examplePin, "sha256/" + String(repeating: "B", count: 42) + "A="],
    validUntil: Date = .distantFuture
) -> HostPins {
    HostPins(host: host, spkiSha256: pins, validUntil: validUntil)
}
