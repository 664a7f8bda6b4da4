import CheckoutSDK

/// What the customer of this sample does. In an app a person does it.
enum Shopper {
    case payWith(CardInput)
    case payWithSavedCard(cvv: String)
    case payWithApplePay(ApplePayPayment)
}

/// The screens of an app, on a console. A view model or a view controller implements the same protocol.
@MainActor
final class ConsoleUI: CheckoutUI {
    private let shopper: Shopper

    init(shopper: Shopper) {
        self.shopper = shopper
    }

    func chooseMethod(summary: PaymentSummary, refused: ActionError?) async throws -> PaymentChoice {
        if let refused {
            print("Refused: \(refused.localizedDescription)")
            return .leave
        }
        if let total = summary.total { print("To pay: \(total.major) \(total.currencyCode)") }
        switch (shopper, summary.savedCards.first(where: \.payable)) {
        case (.payWith(var card), _):
            print("A new card")
            if summary.collect.email || summary.collect.billingAddress { card.details = askDetails() }
            return .newCard(card)
        case (.payWithApplePay(let payment), _):
            // On iOS the sheet gives it: see docs/ios.md. What it is asked for comes from the intent.
            let request = try ApplePay.request(summary: summary, countryCode: "GB")
            print("Apple Pay over \(request.amount) \(request.currencyCode)")
            return .applePay(payment)
        case (.payWithSavedCard(let cvv), let card?):
            print("The saved card \(card.shortMaskedPan)")
            return .savedCard(id: card.id, cvv: cvv)
        case (.payWithSavedCard, nil):
            print("There is no saved card")
            return .leave
        }
    }

    private func askDetails() -> CustomerDetails {
        CustomerDetails(
            email: "sam@example.com",
            billingAddress: Address(lines: ["1 High Street"], city: "Hull", postcode: "HU1 1AA", countryCode: "GB")
        )
    }

    func presentChallenge(_ challenge: Challenge) async throws -> ChallengeOutcome {
        // On iOS: return await webChallengePresenter.present(challenge)
        print("The bank asks the customer, who confirms")
        return .authenticated(paRes: "signed by the bank")
    }
}
