import CheckoutSDK

// The SDK's values under the names of the observed protocol, which are the same in every language.

extension Outcome {
    init(_ error: any Error) {
        switch error {
        case let error as ActionError: self.init(error)
        case let error as CallError: self.init(error)
        case let error as WalletError: self.init(error: capitalized(error), cause: subject(of: error))
        default: self.init(error: String(describing: error))
        }
    }

    private init(_ error: ActionError) {
        switch error {
        case .invalidCard(let fields):
            self.init(error: capitalized(error), fields: Outcome.problems(in: fields))
        case .invalidCvv(let cvv):
            self.init(error: capitalized(error), fields: Outcome.problems(in: [cvv]))
        case .deletionFailed(let cause):
            self.init(error: capitalized(error), cause: capitalized(cause))
        case .unusableWalletData(let cause):
            let parts = [capitalized(cause), subject(of: cause)].compactMap(\.self)
            self.init(error: capitalized(error), cause: parts.joined(separator: ":"))
        default:
            self.init(error: capitalized(error))
        }
    }

    private static func problems(in fields: [FieldError]) -> [String: String] {
        fields.reduce(into: [:]) { $0[capitalized($1.field)] = capitalized($1.problem) }
    }

    private init(_ error: CallError) {
        switch error {
        case .server(let status): self.init(error: capitalized(error), cause: String(status))
        case .malformedResponse(let what): self.init(error: capitalized(error), cause: what)
        default: self.init(error: capitalized(error))
        }
    }
}

extension ResultSeen {
    init(_ result: PaymentResult) {
        self.init(
            code: result.code,
            status: capitalized(result.status),
            charge: capitalized(result.charge),
            reason: result.reason.map { capitalized($0.kind) },
            message: result.reason?.text,
            gatewayCode: result.gatewayCode,
            paymentIntentId: result.paymentIntentId
        )
    }
}

extension CardSeen {
    init(_ card: SavedCard) {
        self.init(
            id: card.id,
            scheme: card.scheme.map(wireName),
            schemeName: card.schemeName,
            maskedPan: card.maskedPan,
            expiry: card.expiry,
            isExpired: card.isExpired,
            payable: card.payable
        )
    }
}

extension SummarySeen {
    init(_ summary: PaymentSummary) {
        self.init(
            paymentIntentId: summary.paymentIntentId,
            total: summary.total.map(display) ?? "",
            merchantName: summary.merchantName,
            reference: summary.reference,
            itemLines: summary.itemLines.map { LineSeen(caption: $0.caption, amount: display($0.amount)) },
            supportedSchemes: summary.supportedSchemes,
            wallets: summary.wallets.map(capitalized),
            collect: CollectSeen(
                email: summary.collect.email,
                billingAddress: summary.collect.billingAddress,
                shippingDetails: summary.collect.shippingDetails
            ),
            customerId: summary.customerId,
            customerEmail: summary.customerEmail,
            canSaveCard: summary.canSaveCard,
            savedCards: summary.savedCards.map(CardSeen.init)
        )
    }
}

extension JSON {
    init(_ request: ApplePayRequest) {
        self = [
            "supported_networks": JSON(request.supportedNetworks),
            "merchant_capabilities": JSON(request.merchantCapabilities),
            "country_code": .string(request.countryCode),
            "currency_code": .string(request.currencyCode),
            "amount": .string(request.amount),
            "label": .string(request.label),
            "required_billing_contact_fields": JSON(request.requiredBillingContactFields.map(capitalized)),
            "required_shipping_contact_fields": JSON(request.requiredShippingContactFields.map(capitalized)),
        ]
    }

    init(_ feedback: Feedback) {
        let error: FieldError? = if case .wrong(let error) = feedback { error } else { nil }
        self = [
            "feedback": .string(capitalized(feedback)),
            "field": JSON(error.map { capitalized($0.field) }),
            "problem": JSON(error.map { capitalized($0.problem) }),
        ]
    }
}

/// The field or the setting that an error names.
private func subject(of error: WalletError) -> String? {
    switch error {
    case .badField(let field): field
    case .badSetting(let setting): setting
    case .notJson, .rsaToken, .noAmount, .notOffered, .noCommonScheme: nil
    }
}

func name(of state: CheckoutState) -> String {
    switch state {
    case .loading: "Loading"
    case .choosingMethod: "ChoosingMethod"
    case .startingThreeDs: "StartingThreeDs"
    case .paying(let stage): "Paying.\(capitalized(stage))"
    case .challenged: "Challenge"
    case .finished: "Finished"
    }
}

func name(of notice: Notice) -> String { capitalized(notice) }

func name(of diagnostic: Diagnostic) -> String {
    switch diagnostic {
    case .savedCardsUnavailable(let cause): "SavedCardsUnavailable:\(capitalized(cause))"
    case .certificatePinsExpired(let host): "CertificatePinsExpired:\(host)"
    }
}

func name(of error: ConfigError) -> String { capitalized(error) }

func challengeOutcome(_ name: String?) -> ChallengeOutcome? {
    switch name {
    case "authenticated": .authenticated(paRes: "signed")
    case "failed": .failed
    case "cancelled": .cancelled
    case "timed_out": .timedOut
    case "error": .notShown(number: 1011, description: "not shown")
    default: nil
    }
}

private func display(_ money: Money) -> String { "\(money.major) \(money.currencyCode)" }

func wireName(_ scheme: CardScheme) -> String {
    scheme == .diners ? "DCI" : String(describing: scheme).uppercased()
}

/// The name of a case, without what it holds, as Rust spells it.
func capitalized(_ value: some Any) -> String {
    let name = String(describing: value).prefix { $0 != "(" }
    return name.prefix(1).uppercased() + name.dropFirst()
}
