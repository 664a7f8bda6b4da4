import CheckoutSDK

/// A step that is about a form: pure functions, which need no checkout. With one, an expiry goes by its clocks.
func form(_ step: Plan.Step, in session: CheckoutSession?) throws -> JSON {
    let (typed, caret) = (step.typed ?? "", step.caret ?? 0)
    switch step.do {
    case "editCardNumber":
        let edit = CardForm.editNumber(typed: typed, caret: caret)
        return [
            "text": .string(edit.text), "caret": JSON(edit.caret), "scheme": JSON(edit.scheme.map(wireName)),
            "is_complete": .bool(edit.isComplete), "is_full": .bool(edit.isFull),
        ]
    case "editExpiry":
        let edit = CardForm.editExpiry(typed: typed, caret: caret)
        return ["text": .string(edit.text), "caret": JSON(edit.caret), "is_complete": .bool(edit.isComplete)]
    case "editCvv":
        let edit =
            step.scheme.map { CardForm.editSavedCardCvv(typed: typed, caret: caret, schemeName: $0) }
            ?? CardForm.editCvv(typed: typed, caret: caret, number: step.number ?? "")
        return [
            "text": .string(edit.text), "caret": JSON(edit.caret),
            "is_complete": .bool(edit.isComplete), "is_full": .bool(edit.isFull),
        ]
    case "checkField":
        return JSON(try check(step, typed, session))
    case "amountParts":
        let parts = CardForm.amountParts(minorUnits: step.minorUnits ?? 0, currencyCode: step.currencyCode ?? "")
        return parts.map {
            ["negative": .bool($0.negative), "integer": .string($0.integer), "fraction": .string($0.fraction)]
        } ?? nil
    case "country":
        let code = step.countryCode ?? ""
        return [
            "listed": .bool(CardForm.countries.contains(code)),
            "needs_postcode": .bool(CardForm.needsPostcode(countryCode: code)),
        ]
    case "navigateChallenge": return try navigation(step)
    default: throw Unknown(word: step.do)
    }
}

private func navigation(_ step: Plan.Step) throws -> JSON {
    let challenge = Challenge(
        transactionId: "3ds-1", payload: "", stepUpUrl: "https://acs.example.test/acs/challenge")
    let cause: NavigationCause =
        switch step.cause {
        case "Gesture": .gesture
        case "Redirect": .redirect
        case "Script": .script
        default: throw Unknown(word: step.cause)
        }
    let context = NavigationContext(
        mainFrame: step.inFrame != true, cause: cause, newWindow: step.newWindow == true, depth: step.depth ?? 0)
    guard let page = WebChallenge(challenge) else { throw Unknown(word: challenge.stepUpUrl) }
    switch page.navigation(to: step.url ?? "", context) {
    case .open(let url, let fallback): return ["answer": "Open", "url": .string(url), "fallback": JSON(fallback)]
    case .stay: return ["answer": "Stay"]
    case .ignore: return ["answer": "Ignore"]
    case .ended(.authenticated(let paRes)): return ["answer": "Ended", "pa_res": .string(paRes)]
    case .ended: return ["answer": "Ended", "pa_res": ""]
    }
}

private func check(_ step: Plan.Step, _ typed: String, _ session: CheckoutSession?) throws -> Feedback {
    let beside = step.beside ?? ""
    let moment: Moment =
        switch step.moment {
        case "Typing": .typing
        case "Leaving": .leaving
        default: throw Unknown(word: step.moment)
        }
    switch step.field {
    case "Number":
        return CardForm.checkNumber(typed, supportedSchemes: step.supportedSchemes ?? [], moment: moment)
    case "Expiry":
        return session?.checkExpiry(typed, moment: moment) ?? CardForm.checkExpiry(typed, moment: moment)
    case "Cvv": return CardForm.checkCvv(typed, number: beside, moment: moment)
    case "SavedCardCvv": return CardForm.checkSavedCardCvv(typed, schemeName: beside, moment: moment)
    case "CardholderName": return CardForm.checkCardholderName(typed, moment: moment)
    case "Email": return CardForm.checkEmail(typed, moment: moment)
    case "BillingPostcode": return CardForm.checkPostcode(typed, countryCode: beside, moment: moment)
    default: throw Unknown(word: step.field)
    }
}

/// What this host does not know.
private struct Unknown: Error {
    let word: String?
}
