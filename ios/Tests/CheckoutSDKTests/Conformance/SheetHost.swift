import CheckoutSDK
import Foundation

/// A host app that draws a sheet without looking: it does what a plan says, and notes what is on the screen.
actor SheetHost {
    private let started: Started
    private let server: HTTP
    private let planned: Plan.Sheet
    private let texts: CheckoutTexts
    private var checkout: Checkout
    private var sheet: SheetSession
    private var observed = Observed()

    private var plan: Plan { started.plan }

    init(_ started: Started, _ planned: Plan.Sheet, checkout: Checkout, server: HTTP) throws {
        self.started = started
        self.server = server
        self.planned = planned
        self.checkout = checkout
        texts = try CheckoutTexts(
            language: planned.language, rightToLeft: planned.rightToLeft, replacements: planned.texts)
        sheet = checkout.openSheet(
            try started.plan.sheetFlow(planned.opens), wallets: planned.wallets.compactMap(wallet), texts: texts)
    }

    /// Plays a scenario to its end, or until the task is cancelled.
    func play() async -> Observed {
        for step in plan.steps {
            let reached = if let screen = step.on { await wait(for: screen) } else { true }
            observed.outcomes.append(reached ? await act(on: step) : Outcome(error: "NotReached"))
        }
        _ = await wait(for: "Closed")
        guard let result = try? await sheet.result() else {
            observed.diagnostics = ["TimedOut"]
            return observed
        }
        observed.result = result.payment.map(ResultSeen.init)
        observed.lastAttempt = result.lastAttempt.map(ResultSeen.init)
        return observed
    }

    /// Waits until a screen is reached, and notes the kinds of those on the way. False if the sheet ends without it.
    private func wait(for wanted: String) async -> Bool {
        for await screen in sheet {
            if observed.states.last != screen.kind { observed.states.append(screen.kind) }
            if screen.isThere(wanted) { return true }
        }
        return false
    }

    private func act(on step: Plan.Step) async -> Outcome {
        do { return try await perform(step) } catch { return Outcome(error) }
    }

    private func perform(_ step: Plan.Step) async throws -> Outcome {
        switch step.do {
        case "wait":
            try await Task.sleep(nanoseconds: UInt64(step.ms ?? 0) * 1_000_000)
        case "world":
            try await server.send("POST", "/runs/\(started.run)/world/\(step.step ?? 0)")
        case "callPaymentStatus":
            return Outcome(result: ResultSeen(await checkout.paymentStatus(paymentIntentId: plan.paymentIntentId)))
        case "findSheet":
            guard let found = checkout.sheet(for: sheet.id) else { return Outcome(error: "NotFound") }
            sheet = found
        case "openAgain":
            sheet = try open(planned.opens)
        case "restore":
            checkout = try Checkout(plan.config.sdk)
            sheet = try open("restored")
        case "setLanguage":
            sheet.setTexts(try CheckoutTexts(language: step.language ?? ""))
        case "look":
            return Outcome(value: JSON(sheet.screen, text: sheet.text(in:)))
        default:
            if let outcome = try await aboutTexts(step, of: plan, checkout) { return outcome }
            return try perform(step, in: sheet)
        }
        return Outcome()
    }

    private func perform(_ step: Plan.Step, in sheet: SheetSession) throws -> Outcome {
        switch step.do {
        case "type":
            guard let field = fieldId(step.field) else { return Outcome(error: "NoSuchField") }
            return Outcome(value: JSON(sheet.type(step.text ?? "", in: field, caret: step.caret), text: sheet.text(in:)))
        case "fill":
            for one in step.texts?.ofFields ?? [] {
                guard let field = fieldId(one.field), sheet.type(one.text, in: field).accepted else {
                    return Outcome(error: "Refused", cause: one.field)
                }
            }
            return Outcome()
        case "press":
            guard let action = sheet.screen.action(named: step.action ?? "") else { return Outcome(error: "NotOffered") }
            return taken(sheet.act(action))
        case "act":
            guard let action = SheetAction(named: step.action ?? "") else { return Outcome(error: "NoSuchAction") }
            return taken(sheet.act(action))
        case "payWithGooglePay":
            return taken(sheet.payWithGooglePay(paymentDataJson: step.paymentData ?? ""))
        case "payWithApplePay":
            return taken(
                sheet.payWithApplePay(
                    ApplePayPayment(
                        tokenJson: step.token ?? "",
                        billingContact: step.billingContact?.sdk,
                        shippingContact: step.shippingContact?.sdk
                    )))
        case "completeChallenge":
            guard let outcome = challengeOutcome(step.outcome) else { return Outcome(error: "NoSuchOutcome") }
            return taken(sheet.challengeEnded(outcome))
        default: return Outcome(error: "this host cannot \(step.do)")
        }
    }

    private func open(_ opens: String) throws -> SheetSession {
        checkout.openSheet(
            try plan.sheetFlow(opens), wallets: planned.wallets.compactMap(wallet), texts: texts)
    }

    private func taken(_ answer: SheetAnswer) -> Outcome {
        answer.accepted ? Outcome() : Outcome(error: "Refused")
    }
}

extension Plan {
    fileprivate func sheetFlow(_ opens: String) throws -> SheetFlow {
        let deadline = mustCompleteInMs.map { Date(timeIntervalSinceNow: $0 / 1000) }
        return switch (opens, flow) {
        case ("checkout", "setup"): .setup(setupIntentId: paymentIntentId, mustCompleteBy: deadline)
        case ("checkout", "virtual_terminal"):
            .virtualTerminal(paymentIntentId: paymentIntentId, mustCompleteBy: deadline)
        case ("checkout", "payment"):
            .payment(paymentIntentId: paymentIntentId, customerSecret: customerSecret, mustCompleteBy: deadline)
        case ("saved_cards", _): .savedCards(customerId: customerId, customerSecret: customerSecret ?? "")
        case ("restored", "setup"): .restoredSetup(setupIntentId: paymentIntentId)
        case ("restored", _): .restored(paymentIntentId: paymentIntentId)
        default: throw UnknownOpening(opens: opens, flow: flow)
        }
    }
}

private struct UnknownOpening: Error {
    let opens: String
    let flow: String
}

/// What an app without the sheet asks about texts; `nil` if it is nothing of that kind.
func aboutTexts(_ step: Plan.Step, of plan: Plan, _ checkout: Checkout) async throws -> Outcome? {
    guard let language = step.language else { return nil }
    let texts = try CheckoutTexts(language: language)
    switch step.do {
    case "makeTexts":
        do {
            let made = try CheckoutTexts(language: language, replacements: step.texts?.byName ?? [:])
            return Outcome(value: .string(made.language))
        } catch let error as TextError {
            return Outcome(error: capitalized(error))
        }
    case "resultText":
        let id = plan.paymentIntentId
        let text =
            plan.flow == "setup"
            ? texts.result(await checkout.setupStatus(setupIntentId: id), flow: .setupIntent)
            : texts.result(await checkout.paymentStatus(paymentIntentId: id))
        return Outcome(value: ["title": .string(text.title), "message": .string(text.message)])
    case "fieldErrorText":
        guard let error = fieldError(step.field, step.problem) else { return Outcome(error: "NoSuchProblem") }
        return Outcome(value: .string(texts.fieldError(error)))
    case "amountText":
        let amount = texts.amount(minorUnits: step.minorUnits ?? 0, currencyCode: step.currencyCode ?? "")
        return Outcome(value: JSON(amount))
    default: return nil
    }
}
