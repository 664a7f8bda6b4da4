import CheckoutSDK
import Foundation

/// A host app that does what a plan says and notes what it sees, through the SDK's public API.
actor Host {
    private let started: Started
    private let server: HTTP
    private let checkout: Checkout
    private var session: CheckoutSession?
    private var states: CheckoutSession.Iterator?
    private var last: CheckoutState?
    private var observed = Observed()

    private var plan: Plan { started.plan }

    /// Plays a scenario to its end, or to the limit of its time.
    static func play(_ started: Started, server: HTTP) async -> Observed {
        let play: @Sendable () async -> Observed
        do {
            let checkout = try Checkout(started.plan.config.sdk)
            if let sheet = started.plan.sheet {
                let host = try SheetHost(started, sheet, checkout: checkout, server: server)
                play = { await host.play() }
            } else {
                let host = Host(started, checkout: checkout, server: server)
                play = { await host.play() }
            }
        } catch let error as ConfigError {
            return Observed(configError: name(of: error))
        } catch {
            return Observed(configError: String(describing: error))
        }
        let playing = Task { await play() }
        let limit = Task {
            try await Task.sleep(nanoseconds: UInt64(started.plan.limitMs) * 1_000_000)
            playing.cancel()  // ends the waiting for states, and so the play
        }
        defer { limit.cancel() }
        return await playing.value
    }

    private init(_ started: Started, checkout: Checkout, server: HTTP) {
        self.started = started
        self.server = server
        self.checkout = checkout
    }

    private func play() async -> Observed {
        if plan.flow != "headless" { await watch(start()) }
        for step in plan.steps {
            let reached = if let state = step.on { await wait(for: state) } else { true }
            observed.outcomes.append(reached ? await act(on: step) : Outcome(error: "NotReached"))
        }
        if let session {
            _ = await wait(for: "Finished")
            guard case .finished(let result) = session.state else {
                observed.diagnostics = ["TimedOut"]
                return observed
            }
            observed.result = ResultSeen(result)
            observed.diagnostics = session.diagnostics.map(name(of:))
        }
        return observed
    }

    private func start() -> CheckoutSession {
        let (intent, deadline) = (plan.paymentIntentId, plan.mustCompleteInMs.map { Date(timeIntervalSinceNow: $0 / 1000) })
        return switch plan.flow {
        case "setup":
            checkout.startSetup(setupIntentId: intent, mustCompleteBy: deadline)
        case "virtual_terminal":
            checkout.startVirtualTerminal(paymentIntentId: intent, mustCompleteBy: deadline)
        default:
            checkout.startPayment(
                paymentIntentId: intent, customerSecret: plan.customerSecret, mustCompleteBy: deadline)
        }
    }

    private func watch(_ session: CheckoutSession) async {
        self.session = session
        states = session.makeAsyncIterator()
        await next()
    }

    private func next() async {
        guard var states else { return }
        last = await states.next()
        self.states = states
        if let last { observed.states.append(name(of: last)) }
    }

    /// Waits until a state is reached, and notes those on the way. False if the checkout ends without it.
    private func wait(for wanted: String) async -> Bool {
        if let session, session.state != last { await next() }  // what a step led to is seen before it is waited for
        while let state = last {
            let name = name(of: state)
            if name == wanted || name.hasPrefix(wanted + ".") { return true }
            if case .finished = state { return false }
            await next()
        }
        return false
    }

    private func act(on step: Plan.Step) async -> Outcome {
        do { return try await perform(step) } catch { return Outcome(error) }
    }

    private func perform(_ step: Plan.Step) async throws -> Outcome {
        let secret = plan.customerSecret ?? ""
        switch step.do {
        case "wait":
            try await Task.sleep(nanoseconds: UInt64(step.ms ?? 0) * 1_000_000)
        case "world":
            try await server.send("POST", "/runs/\(started.run)/world/\(step.step ?? 0)")
        case "callPaymentStatus":
            return Outcome(result: ResultSeen(await checkout.paymentStatus(paymentIntentId: plan.paymentIntentId)))
        case "callPaymentIntent":
            return Outcome(summary: SummarySeen(try await checkout.paymentIntent(paymentIntentId: plan.paymentIntentId)))
        case "callSetupStatus":
            return Outcome(result: ResultSeen(await checkout.setupStatus(setupIntentId: plan.paymentIntentId)))
        case "callSetupIntent":
            return Outcome(summary: SummarySeen(try await checkout.setupIntent(setupIntentId: plan.paymentIntentId)))
        case "callSavedCards":
            let cards = try await checkout.savedCards(customerId: plan.customerId, customerSecret: secret)
            return Outcome(cards: cards.map(CardSeen.init))
        case "callDeleteSavedCard":
            try await checkout.deleteSavedCard(
                customerId: plan.customerId, paymentMethodId: step.id ?? "", customerSecret: secret)
        case "findSession":
            guard let found = checkout.session(for: plan.paymentIntentId) else { return Outcome(error: "NotFound") }
            await watch(found)
        case "startSecondCheckout":
            return Outcome(result: ResultSeen(try await start().result()))
        case "editCardNumber", "editExpiry", "editCvv", "checkField", "amountParts", "country", "navigateChallenge":
            return try Outcome(value: form(step, in: session))
        default:
            if let outcome = try await aboutTexts(step, of: plan, checkout) { return outcome }
            guard let session else { return Outcome(error: "NoSession") }
            return try await perform(step, in: session)
        }
        return Outcome()
    }

    private func perform(_ step: Plan.Step, in session: CheckoutSession) async throws -> Outcome {
        switch step.do {
        case "payWithCard":
            guard let card = step.card else { return Outcome(error: "NoCard") }
            try session.payWithCard(card.sdk)
        case "payWithGooglePay": try session.payWithGooglePay(paymentDataJson: step.paymentData ?? "")
        case "payWithApplePay":
            try session.payWithApplePay(
                ApplePayPayment(
                    tokenJson: step.token ?? "",
                    billingContact: step.billingContact?.sdk,
                    shippingContact: step.shippingContact?.sdk
                ))
        case "payWithSavedCard": try session.payWithSavedCard(id: step.id ?? "", cvv: step.cvv ?? "")
        case "deleteSavedCard": try await session.deleteSavedCard(id: step.id ?? "")
        case "threeDsReady": try session.threeDsReady(started: step.started ?? true)
        case "completeChallenge":
            guard let outcome = challengeOutcome(step.outcome) else { return Outcome(error: "NoSuchOutcome") }
            try session.completeChallenge(outcome)
        case "cancel": session.cancel()
        case "look":
            return Outcome(summary: SummarySeen(try summary(of: session)), notice: session.notice.map(name(of:)))
        case "googlePayRequest":
            guard let merchant = step.merchant?.sdk else { return Outcome(error: "NoMerchant") }
            return Outcome(value: try JSON.parse(GooglePay.requestJson(summary: summary(of: session), merchant: merchant)))
        case "googlePayReadiness":
            return Outcome(value: try JSON.parse(GooglePay.isReadyToPayJson(summary: summary(of: session))))
        case "applePayRequest":
            let country = step.countryCode ?? ""
            return Outcome(value: JSON(try ApplePay.request(summary: summary(of: session), countryCode: country)))
        case "restart":
            let result = try await session.result()
            await watch(start())
            return Outcome(result: ResultSeen(result))
        default: return Outcome(error: "this host cannot \(step.do)")
        }
        return Outcome()
    }

    /// What the customer chooses from now.
    private func summary(of session: CheckoutSession) throws -> PaymentSummary {
        guard case .choosingMethod(let summary) = session.state else { throw ActionError.wrongState }
        return summary
    }
}
