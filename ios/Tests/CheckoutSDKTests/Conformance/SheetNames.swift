import CheckoutSDK

// A sheet's screens and actions under the names of the observed protocol, which are the same in every language.

extension SheetScreen {
    /// `Closed` once the sheet is over.
    var kind: String {
        if frame.isClosed { return "Closed" }
        return switch content {
        case .challenged: "Challenge"
        default: capitalized(content)
        }
    }

    /// Whether it is the wanted one: its kind, and what must be on it.
    func isThere(_ wanted: String) -> Bool {
        let parts = wanted.split(separator: ".").map(String.init)
        return parts.first == kind && parts.dropFirst().allSatisfy(has)
    }

    private func has(_ part: String) -> Bool {
        switch part {
        case "notice": frame.notice != nil
        case "question": frame.question != nil
        case "ready": mainButton?.enabled == true
        default: part == "cards\(rows.count)"
        }
    }

    private var mainButton: SheetButton? {
        switch content {
        case .choose(let screen): screen.pay
        case .form(let screen): screen.pay
        case .done(let screen): screen.buttons.first
        case .loading, .manage, .challenged, .working: nil
        }
    }

    private var rows: [SheetCardRow] {
        switch content {
        case .choose(let screen): screen.savedCards
        case .manage(let screen): screen.savedCards
        case .loading, .form, .challenged, .working, .done: []
        }
    }

    /// What the button of this action does; `nil` if no button of the screen has it.
    func action(named wanted: String) -> SheetAction? {
        let around = [frame.close, frame.back, frame.question?.confirm, frame.question?.dismiss].compactMap(\.self)
        let inside: [SheetButton] =
            switch content {
            case .choose(let screen):
                screen.wallets.map(\.button) + [screen.manage, screen.anotherCard, screen.pay].compactMap(\.self)
            case .manage(let screen): screen.savedCards.compactMap(\.delete)
            case .form(let screen): [screen.pay]
            case .done(let screen): screen.buttons
            case .loading, .challenged, .working: []
            }
        return ((around + inside).map(\.action) + rows.compactMap(\.select)).first { $0.named == wanted }
    }
}

extension SheetAction {
    init?(named name: String) {
        let parts = name.split(separator: ":").map(String.init)
        let (of, more) = (parts.count > 1 ? parts[1] : nil, parts.count > 2 ? parts[2] : nil)
        switch parts.first {
        case "Leave": if let field = fieldId(of) { self = .leave(field: field) } else { return nil }
        case "Tick":
            guard let toggle = [SheetToggleId.saveCard, .setupConsent].first(where: { capitalized($0) == of }) else {
                return nil
            }
            self = .tick(toggle: toggle, on: more == "true")
        case "SelectCard": self = .selectCard(id: of ?? "")
        case "UseAnotherCard": self = .useAnotherCard
        case "ManageCards": self = .manageCards
        case "DeleteCard": self = .deleteCard(id: of ?? "")
        case "Confirm": self = .confirm
        case "Dismiss": self = .dismiss
        case "Pay": self = .pay
        case "PayWith": if let wallet = wallet(of) { self = .payWith(wallet: wallet) } else { return nil }
        case "WalletEnded":
            let ends = [SheetWalletEnd.cancelled, .failed, .unavailable]
            guard let end = ends.first(where: { capitalized($0) == of }) else { return nil }
            self = .walletEnded(end: end)
        case "TryAgain": self = .tryAgain
        case "CheckAgain": self = .checkAgain
        case "Back": self = .back
        case "Close": self = .close
        default: return nil
        }
    }

    var named: String {
        switch self {
        case .leave(let field): "Leave:\(capitalized(field))"
        case .tick(let toggle, let on): "Tick:\(capitalized(toggle)):\(on)"
        case .selectCard(let id): "SelectCard:\(id)"
        case .deleteCard(let id): "DeleteCard:\(id)"
        case .payWith(let wallet): "PayWith:\(capitalized(wallet))"
        case .walletEnded(let end): "WalletEnded:\(capitalized(end))"
        default: capitalized(self)
        }
    }
}

/// What stands in a field.
typealias TextOf = (SheetFieldId) -> String

extension JSON {
    init(_ answer: SheetAnswer, text: TextOf) {
        self = [
            "accepted": .bool(answer.accepted),
            "text": JSON(answer.field.map { text($0.id) }),
            "caret": answer.field.map { JSON(Int($0.caret)) } ?? nil,
            "error": JSON(answer.field?.error),
            "advance": JSON(answer.advance.map { capitalized($0) }),
        ]
    }

    init(_ screen: SheetScreen, text: TextOf) {
        var seen: [String: JSON] =
            switch screen.content {
            case .loading(let screen): ["text": .string(screen.text)]
            case .choose(let screen): JSON.choose(screen, text)
            case .manage(let screen):
                ["saved_cards": .array(screen.savedCards.map { JSON($0, text: text) }), "empty": JSON(screen.empty)]
            case .form(let screen): JSON.form(screen, text)
            case .challenged(let screen):
                ["text": .string(screen.text), "has_page": .bool(screen.challenge.stepUpUrl != nil)]
            case .working(let screen): ["text": .string(screen.text)]
            case .done(let screen): JSON.done(screen)
            }
        seen["kind"] = .string(screen.kind)
        seen["frame"] = JSON(screen.frame)
        self = .object(seen)
    }

    private init(_ frame: SheetFrame) {
        self = [
            "title": .string(frame.title),
            "language": .string(frame.language),
            "test_mark": JSON(frame.testMark),
            "close": JSON(frame.close),
            "back": JSON(frame.back),
            "notice": frame.notice.map { ["tone": .string(capitalized($0.tone)), "text": .string($0.text)] } ?? nil,
            "question": frame.question.map {
                [
                    "title": .string($0.title), "message": .string($0.message),
                    "confirm": JSON($0.confirm), "dismiss": JSON($0.dismiss),
                ]
            } ?? nil,
            "focus": JSON(frame.focus.map { capitalized($0.field) }),
            "wallet": JSON(frame.wallet.map { capitalized($0.wallet) }),
            "holds": .bool(frame.holds),
        ]
    }

    private static func choose(_ screen: SheetChooseScreen, _ text: TextOf) -> [String: JSON] {
        [
            "order": JSON(screen.order),
            "wallets": .array(
                screen.wallets.map { ["wallet": .string(capitalized($0.wallet)), "button": JSON($0.button)] }),
            "saved_cards_title": JSON(screen.savedCardsTitle),
            "saved_cards": .array(screen.savedCards.map { JSON($0, text: text) }),
            "another_card": JSON(screen.anotherCard),
            "manage": JSON(screen.manage),
            "pay": JSON(screen.pay),
        ]
    }

    private static func form(_ screen: SheetFormScreen, _ text: TextOf) -> [String: JSON] {
        [
            "order": JSON(screen.order),
            "sections": .array(
                screen.sections.map {
                    ["title": JSON($0.title), "fields": .array($0.fields.map { JSON($0, text: text) })]
                }),
            "scheme": JSON(screen.scheme.map(wireName)),
            "terms": JSON(screen.terms),
            "toggles": .array(screen.toggles.map(JSON.init)),
            "pay": JSON(screen.pay),
        ]
    }

    private static func done(_ screen: SheetDoneScreen) -> [String: JSON] {
        [
            "tone": .string(capitalized(screen.tone)),
            "title": .string(screen.title),
            "message": .string(screen.message),
            "total": JSON(screen.total),
            "code": screen.code.map { JSON(Int($0)) } ?? nil,
            "buttons": .array(screen.buttons.map { JSON($0) }),
        ]
    }

    private init(_ order: SheetOrder) {
        self = [
            "merchant": JSON(order.merchant),
            "reference": JSON(order.reference),
            "total": JSON(order.total),
            "total_label": .string(order.totalLabel),
            "lines_title": JSON(order.linesTitle),
            "lines": .array(order.lines.map { ["caption": .string($0.caption), "amount": .string($0.amount)] }),
        ]
    }

    private init(_ row: SheetCardRow, text: TextOf) {
        self = [
            "id": .string(row.id),
            "scheme": JSON(row.scheme.map(wireName)),
            "scheme_name": .string(row.schemeName),
            "last_four": .string(row.lastFour),
            "number": .string(row.number),
            "expiry": JSON(row.expiry),
            "mark": JSON(row.mark),
            "selected": .bool(row.selected),
            "enabled": .bool(row.enabled),
            "select": JSON(row.select?.named),
            "cvv": row.cvv.map { JSON($0, text: text) } ?? nil,
            "delete": JSON(row.delete),
            "accessibility_label": .string(row.accessibilityLabel),
        ]
    }

    private init(_ field: SheetField, text: TextOf) {
        self = [
            "id": .string(capitalized(field.id)),
            "label": .string(field.label),
            "hint": JSON(field.hint),
            "text": .string(text(field.id)),
            "caret": JSON(Int(field.caret)),
            "error": JSON(field.error),
            "keyboard": .string(capitalized(field.keyboard)),
            "autofill": .string(capitalized(field.autofill)),
            "secure": .bool(field.secure),
            "enabled": .bool(field.enabled),
            "optional": .bool(field.optional),
            "next": JSON(field.next.map { capitalized($0) }),
            "left_to_right": .bool(field.leftToRight),
            "accessibility_label": .string(field.accessibilityLabel),
            "countries": JSON(field.countries.count),
        ]
    }

    private init(_ toggle: SheetToggle) {
        self = [
            "id": .string(capitalized(toggle.id)),
            "label": .string(toggle.label),
            "on": .bool(toggle.on),
            "enabled": .bool(toggle.enabled),
            "error": JSON(toggle.error),
        ]
    }

    private init(_ button: SheetButton?) {
        guard let button else {
            self = nil
            return
        }
        self = [
            "label": .string(button.label),
            "enabled": .bool(button.enabled),
            "role": .string(capitalized(button.role)),
            "action": .string(button.action.named),
            "accessibility_label": .string(button.accessibilityLabel),
        ]
    }
}

func wallet(_ name: String?) -> Wallet? {
    [Wallet.googlePay, .applePay].first { capitalized($0) == name }
}

func fieldId(_ name: String?) -> SheetFieldId? {
    fields.first { capitalized($0) == name }
}

private let fields: [SheetFieldId] = [
    .savedCardCvv, .cardNumber, .expiry, .cvv, .cardholderName, .email, .billingLine1, .billingLine2, .billingCity,
    .billingState, .billingPostcode, .billingCountry, .shippingName, .phone, .shippingLine1, .shippingLine2,
    .shippingCity, .shippingState, .shippingPostcode, .shippingCountry, .deliveryNotes,
]

/// An error as a check gives it.
func fieldError(_ field: String?, _ problem: String?) -> FieldError? {
    let fields: [CardField] = [.number, .expiry, .cvv, .cardholderName, .email, .phone, .billingPostcode, .billingCountry, .consent]
    let problems: [CardProblem] = [
        .missing, .notDigits, .wrongLength, .wrongCheckDigit, .schemeNotAccepted, .unreadable, .noSuchMonth, .expired,
        .tooFarAhead, .tooLong, .malformed, .unknownCountry,
    ]
    guard let field = fields.first(where: { capitalized($0) == field }),
        let problem = problems.first(where: { capitalized($0) == problem })
    else { return nil }
    return FieldError(field: field, problem: problem, text: "")
}
