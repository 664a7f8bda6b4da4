import CheckoutSDK
import Foundation
import Testing

/// However a value that holds card data is printed, the card data is not.
@Suite struct SecretsInOutputTests {
    private let card = CardInput(
        number: "5200000000001005", expiry: "12/29", cvv: "9876", cardholderName: "Alex Example", save: true)

    @Test func neitherTheFormNorTheChoicePrintsWhatWasTyped() {
        let choices: [PaymentChoice] = [
            .newCard(card), .savedCard(id: "pm_1", cvv: "9876"), .deleteSavedCard(id: "pm_1"), .leave,
        ]
        let values: [Any] = [card, [card], Optional(card) as Any, ["card": card]] + choices + [choices, (card, 1)]
        for value in values {
            for text in waysToPrint(value) {
                for secret in ["5200", "1005", "12/29", "9876", "Alex"] {
                    #expect(!text.contains(secret), "\(type(of: value)) prints \(secret)")
                }
            }
        }
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
