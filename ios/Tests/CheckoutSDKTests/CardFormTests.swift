import CheckoutSDK
import Foundation
import Testing

/// The helpers for forms, as a text field calls them. What they answer is the core's to know, and tested there.
@Suite struct CardFormTests {
    /// A text field, as UIKit's is: its text, and a caret in UTF-16 code units.
    private struct Field {
        var text = ""
        var caret = 0

        mutating func type(_ typed: String, at range: NSRange? = nil) {
            let range = range ?? NSRange(location: caret, length: 0)
            let edited = (text as NSString).replacingCharacters(in: range, with: typed)
            let edit = CardForm.editNumber(typed: edited, caret: range.location + (typed as NSString).length)
            (text, caret) = (edit.text, edit.caret)
        }
    }

    @Test func aNumberIsGroupedAndTheCaretStaysBehindItsDigit() {
        var field = Field()
        for digit in "5200000000001005" { field.type(String(digit)) }
        #expect(field.text == "5200 0000 0000 1005")
        #expect(field.caret == 19)

        field.type("", at: NSRange(location: 2, length: 1))  // a digit in the middle is deleted …
        #expect(field.text == "5200 0000 0001 005")
        #expect(field.caret == 2)
        field.type("0")  // … and typed again
        #expect(field.text == "5200 0000 0000 1005")
        #expect(field.caret == 3)
    }

    @Test func aFieldKnowsWhenItIsDone() {
        let begun = CardForm.editNumber(typed: "37", caret: 2)
        #expect(begun.scheme == .amex)
        #expect(!begun.isComplete && !begun.isFull)
        let done = CardForm.editNumber(typed: "370000000001000", caret: 15)
        #expect(done.text == "3700 000000 01000")
        #expect(done.isComplete && done.isFull)
        let expiry = CardForm.editExpiry(typed: "5", caret: 1)
        #expect(expiry.text == "05")
        #expect(expiry.caret == 2)
        #expect(!expiry.isComplete)
        #expect(CardForm.editExpiry(typed: "0529", caret: 4).isComplete)
    }

    @Test(arguments: [Int.min, -1, 0, 3, 1000, Int.max])
    func anyCaretIsTaken(caret: Int) {
        let number = CardForm.editNumber(typed: "52🙂00", caret: caret)
        #expect(number.text == "5200")
        #expect(0...4 ~= number.caret)
        #expect(0...2 ~= CardForm.editExpiry(typed: "12", caret: caret).caret)
    }

    @Test func everyFieldIsJudgedByItsOwnRules() throws {
        let schemes = ["VISA", "MASTERCARD"]
        #expect(CardForm.checkNumber("5200", supportedSchemes: schemes, moment: .typing) == .unfinished)
        #expect(CardForm.checkNumber("5200000000001005", supportedSchemes: schemes, moment: .leaving) == .valid)
        #expect(CardForm.checkExpiry("12/2", moment: .typing) == .unfinished)
        #expect(CardForm.checkCvv("123", number: "37", moment: .typing) == .unfinished)
        #expect(CardForm.checkCvv("123", number: "52", moment: .typing) == .valid)
        #expect(CardForm.checkCardholderName("Alex", moment: .leaving) == .valid)
        #expect(CardForm.checkEmail("alex@example.test", moment: .leaving) == .valid)
        #expect(CardForm.checkPostcode("", countryCode: "FR", moment: .leaving) == .valid)

        let wrong: [(Feedback, CardField, CardProblem)] = [
            (CardForm.checkNumber("6011", supportedSchemes: schemes, moment: .typing), .number, .schemeNotAccepted),
            (CardForm.checkExpiry("13", moment: .typing), .expiry, .noSuchMonth),
            (CardForm.checkCvv("12", number: "52", moment: .leaving), .cvv, .wrongLength),
            (CardForm.checkSavedCardCvv("123", schemeName: "AMEX", moment: .leaving), .cvv, .wrongLength),
            (CardForm.checkCardholderName("a\u{7}", moment: .typing), .cardholderName, .controlCharacters),
            (CardForm.checkEmail("alex@", moment: .leaving), .email, .malformed),
            (CardForm.checkPostcode(" ", countryCode: "gb", moment: .leaving), .billingPostcode, .missing),
        ]
        for (feedback, field, problem) in wrong {
            guard case .wrong(let error) = feedback else {
                Issue.record("\(field): \(feedback)")
                continue
            }
            #expect(error.field == field)
            #expect(error.problem == problem)
            #expect(!error.text.isEmpty)
        }
    }

    @Test func countriesAndAmounts() {
        #expect(CardForm.countries.contains("GB"))
        #expect(CardForm.countries == CardForm.countries.sorted())
        #expect(CardForm.needsPostcode(countryCode: "gb"))
        #expect(!CardForm.needsPostcode(countryCode: "IE"))
        let pounds = CardForm.amountParts(minorUnits: -1250, currencyCode: "GBP")
        #expect(pounds == AmountParts(negative: true, integer: "12", fraction: "50"))
        #expect(CardForm.amountParts(minorUnits: 1250, currencyCode: "JPY")?.fraction == "")
        #expect(CardForm.amountParts(minorUnits: 1, currencyCode: "XXX") == nil)
    }
}
