import CheckoutSDK
import Foundation
import Testing

/// However a value that holds card data is printed, the card data is not.
@Suite struct SecretsInOutputTests {
    private let card = CardInput(
        number: "5200000000001005", expiry: "12/29", cvv: "9876", cardholderName: "Alex Example", save: true,
        details: .alex, mitConsent: true)
    private let apple = ApplePayPayment(
        tokenJson: TestWallet.apple("apple-secret"),
        billingContact: ApplePayContact(givenName: "Alex", phone: "+44 1482 000000", addressLines: ["1 High Street"]),
        shippingContact: ApplePayContact(familyName: "Example", email: "alex@example.test", postalCode: "HU1 1AA"))

    @Test func neitherTheFormNorTheChoicePrintsWhatWasTyped() {
        let choices: [PaymentChoice] = [
            .newCard(card), .savedCard(id: "pm_1", cvv: "9876"), .deleteSavedCard(id: "pm_1"), .leave,
            .applePay(apple), .googlePay(paymentDataJson: TestWallet.google("google-secret")),
        ]
        let values: [Any] = [card, [card], Optional(card) as Any, ["card": card], apple] + choices + [choices, (card, 1)]
        expectNone(of: ["5200", "1005", "12/29", "9876", "apple-secret", "google-secret"] + personal, in: values)
    }

    @Test func aFieldThatFormatsItselfPrintsNothingOfTheCard() {
        let values: [Any] = [
            CardForm.editNumber(typed: "5200000000001005", caret: 16), CardForm.editExpiry(typed: "1229", caret: 4),
        ]
        expectNone(of: ["5200", "1005", "12/29"], in: values + [values])
        #expect("\(values)" == "[CardNumberEdit(***), ExpiryEdit(***)]")
    }

    @Test func nobodyPrintsAPerson() {
        let details = CustomerDetails.alex
        let values: [Any] = [details, details.billingAddress as Any, details.shipping as Any, apple.billingContact as Any]
        expectNone(of: personal, in: values + [values, [details], (details, 1), apple.shippingContact as Any])
        #expect(
            "\(values)"
                == "[CustomerDetails(***), Optional(Address(***)), Optional(ShippingDetails(***)), "
                + "Optional(ApplePayContact(***))]")
    }

    @Test func aSummaryPrintsAllButTheEmailAddress() {
        let summary = PaymentSummary(
            paymentIntentId: "pi_1", total: nil, merchantName: "Example Teas", reference: nil, itemLines: [],
            supportedSchemes: ["VISA"], wallets: [.applePay],
            collect: CollectionRequirements(email: true, billingAddress: false, shippingDetails: false),
            customerId: "cust_1", customerEmail: "alex@example.test", canSaveCard: true, savedCards: [])
        let state = CheckoutState.choosingMethod(summary: summary)
        expectNone(of: personal, in: [summary, [summary], Optional(summary) as Any, state])
        for text in ["\(summary)", "\(state)"] {
            #expect(text.contains("pi_1") && text.contains("Example Teas") && text.contains("cust_1"))
        }
    }

    /// All of ``CustomerDetails/alex`` and of the contacts that says who and where.
    private let personal = ["alex", "Alex", "Example\"", "1482", "High Street", "HU1", "Hull", "Ring twice"]

    private func expectNone(of secrets: [String], in values: [Any]) {
        for value in values {
            for text in waysToPrint(value) {
                for secret in secrets {
                    #expect(!text.contains(secret), "\(type(of: value)) prints \(secret)")
                }
            }
        }
    }

    @Test func noSheetPrintsTheSecretThatItIsOpenedWith() {
        let flows: [SheetFlow] = [
            .payment(paymentIntentId: "pi_1", customerSecret: "cs_secret"),
            .savedCards(customerId: "cust_1", customerSecret: "cs_secret"),
        ]
        expectNone(of: ["cs_secret"], in: flows + [flows, Optional(flows[0]) as Any])
        #expect("\(flows)" == "[payment(pi_1), savedCards(cust_1)]")
    }

    @Test func whatIsNoSecretIsPrinted() {
        #expect("\(PaymentChoice.savedCard(id: "pm_1", cvv: "9876"))" == "savedCard(id: pm_1, cvv: ***)")
        #expect("\(card)" == "CardInput(***)")
    }

    @Test func errorsArePrintedWithoutWhatWasTyped() {
        let field = FieldError(field: .number, problem: .wrongCheckDigit, text: "a digit is wrong")
        #expect(ActionError.invalidCard(fields: [field]).localizedDescription == "the card is not valid: a digit is wrong")
        #expect(ActionError.deletionFailed(.network).localizedDescription.contains("the network failed"))
    }

    private func waysToPrint(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let mirrored = Mirror(reflecting: value).children.map { "\($0.value)" }.joined()
        return ["\(value)", String(describing: value), String(reflecting: value), dumped, mirrored]
    }
}
