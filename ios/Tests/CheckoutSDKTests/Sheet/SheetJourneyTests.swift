#if os(Linux)
import Foundation
import PassKit
import SwiftUI
import Testing
import UIKit

@testable import CheckoutSDK

extension SandboxTests {
    /// Onto the screen, to a result and off it again, in the ways that an app and a customer have.
    @Suite @MainActor struct SheetJourneyTests {
        private let texts = CheckoutTexts.english
        private let authorizing = CheckoutTexts.english.text("working_authorizing")!

        private func form(_ world: World, host: UIViewController = Phone.screen()) async throws -> Phone {
            let intent = try await world.intent()
            let phone = Phone(try world.sheet(.payment(paymentIntentId: intent)), host: host)
            try await phone.sees("the form") { $0.isForm }
            return phone
        }

        @Test func aCardPays() async throws {
            let world = try await World.make()
            let phone = try await form(world)
            #expect(phone.host.presentedViewController === phone.sheet)
            try phone.typeCard(.mastercard, texts)
            #expect(try phone.field(texts.text("card_number_spoken")!).text == "5200 0000 0000 1005")
            phone.model.goOn(from: try lastField(phone))
            try await phone.sees("the end") { $0.done?.code == 0 }
            #expect(phone.outcomes.isEmpty, "the customer reads first")
            try phone.press("Done")
            #expect(try await phone.code() == 0)
            #expect(phone.host.presentedViewController == nil && phone.outcomes.count == 1)
        }

        private func lastField(_ phone: Phone) throws -> SheetField {
            guard case .form(let form) = phone.screen.content else { throw HTTP.Refused(description: "no form") }
            return try #require(form.sections.last?.fields.last)
        }

        @Test func aPlaceThatIsTakenOrNotThereIsTold() async throws {
            let world = try await World.make()
            let params = try world.sheet(.payment(paymentIntentId: try await world.intent()))
            let busy = Phone.screen()
            busy.present(UIViewController(nibName: nil, bundle: nil), animated: false)
            #expect(Phone(params, host: busy).failure == .busy)
            #expect(Phone(params, host: UIViewController(nibName: nil, bundle: nil)).failure == .notOnScreen)
            #expect(params.checkout.sheet(for: params.flow.id) == nil, "nothing was begun")
        }

        @Test func aSwipeLeavesOnlyWhereNothingIsOut() async throws {
            let world = try await World.make()
            try await world.slow("POST", "/api/payments/*", milliseconds: 1000)
            let phone = try await form(world)
            #expect(!phone.sheet.isModalInPresentation)
            try phone.typeCard(.mastercard, texts)
            phone.model.act(.pay)
            try await phone.sees("the work") { $0.content == .working(screen: .init(text: authorizing)) }
            #expect(phone.sheet.isModalInPresentation)
            // A swipe that was under way when the payment left.
            phone.host.dismiss(animated: true)
            try await phone.sees("the question") { $0.frame.question != nil }
            #expect(phone.host.presentedViewController === phone.sheet && phone.outcomes.isEmpty, "it is back")
            try phone.press("Leave anyway")
            #expect(try await phone.code() == 0)
            #expect(phone.outcomes.count == 1 && phone.host.presentedViewController == nil)
        }

        @Test func aSwipeBeforeThatIs7780() async throws {
            let phone = try await form(try await World.make())
            phone.host.dismiss(animated: true)
            #expect(try await phone.code() == 7780)
            #expect(phone.outcomes.count == 1)
        }

        @Test func theAppTakesItsOwnScreenAwayWhileItPays() async throws {
            let world = try await World.make()
            try await world.slow("POST", "/api/payments/*", milliseconds: 500)
            let phone = try await form(world)
            try phone.typeCard(.mastercard, texts)
            phone.model.act(.pay)
            try await phone.sees("the work") { $0.content == .working(screen: .init(text: authorizing)) }
            phone.host.view.window = nil
            phone.host.dismiss(animated: false)
            #expect(phone.host.presentedViewController == nil)
            #expect(try await phone.code() == 0, "the attempt ran on, and its result is told")
        }

        @Test func theCaretStaysWhereTheCustomerEdits() async throws {
            let phone = try await form(try await World.make())
            try phone.type("5200 0000 1005", texts.text("card_number_spoken")!)
            let field = try phone.field(texts.text("card_number_spoken")!)
            // A digit more behind the second one: "52|00 0000 1005".
            field.text = "52900 0000 1005"
            field.selectedTextRange = field.textRange(
                from: try #require(field.position(from: field.beginningOfDocument, offset: 3)),
                to: try #require(field.position(from: field.beginningOfDocument, offset: 3)))
            field.sendActions(for: .editingChanged)
            #expect(field.text == "5290 0000 0100 5" && field.caret == 3)
            // What an input method has not finished is not touched.
            field.text = "5290 x"
            field.markedTextRange = field.textRange(from: field.beginningOfDocument, to: field.endOfDocument)
            field.sendActions(for: .editingChanged)
            #expect(field.text == "5290 x")
            phone.model.act(.close)
            _ = try await phone.outcome()
        }

        @Test func fieldsAreWhatTheKeyboardAndTheFillingNeed() async throws {
            let world = try await World.make()
            let intent = try await world.intent(World.collectsAll)
            let phone = Phone(try world.sheet(.payment(paymentIntentId: intent)))
            try await phone.sees("the form") { $0.isForm }
            let kinds: [(String, UIKeyboardType, UITextContentType)] = [
                (texts.text("card_number_spoken")!, .asciiCapableNumberPad, .creditCardNumber), ("Email address", .emailAddress, .emailAddress),
            ]
            for (spoken, keyboard, content) in kinds {
                let field = try phone.field(spoken)
                #expect(field.keyboardType == keyboard && field.textContentType == content, "\(spoken)")
            }
            let number = try phone.field(texts.text("card_number_spoken")!)
            let email = try phone.field("Email address")
            for action in ["copy:", "cut:"].map({ Selector($0) }) {
                #expect(!number.canPerformAction(action, withSender: nil) && email.canPerformAction(action, withSender: nil))
            }
            #expect(number.canPerformAction(Selector("paste:"), withSender: nil))
            #expect(number.textDragInteraction?.isEnabled == false && number.autocorrectionType == .no)
            #expect(number.semanticContentAttribute == .forceLeftToRight && number.accessibilityAttributedValue != nil)
            // The picture that the system keeps of an app that is left.
            NotificationCenter.default.post(name: UIApplication.didEnterBackgroundNotification, object: nil)
            #expect(number.alpha == 0 && email.alpha == 1)
            NotificationCenter.default.post(name: UIApplication.willEnterForegroundNotification, object: nil)
            #expect(number.alpha == 1)
            phone.model.act(.close)
            _ = try await phone.outcome()
        }

        @Test func errorsAndProgressAreSaid() async throws {
            UIAccessibility.posted = []
            let world = try await World.make()
            try await world.slow("POST", "/api/payments/*", milliseconds: 300)
            let phone = try await form(world)
            phone.model.act(.pay)
            let errors = phone.errors
            #expect(errors.count >= 3)
            #expect(UIAccessibility.posted.suffix(errors.count) == errors[...])
            #expect(phone.model.focus?.field == .cardNumber)
            try phone.typeCard(.mastercard, texts)
            phone.model.act(.pay)
            try await phone.sees("the end") { $0.done?.code == 0 }
            #expect(UIAccessibility.posted.contains { $0 == texts.text("working_authorizing") })
            #expect(UIAccessibility.posted.last == phone.screen.done?.message)
            try phone.press("Done")
            _ = try await phone.outcome()
        }

        @Test func aLinkBackCanEndTheChallenge() async throws {
            let phone = try await form(try await World.make())
            try phone.typeCard(.challenged, texts)
            phone.model.act(.pay)
            try await phone.sees("the challenge") { $0.isChallenge }
            let page = phone.model.challenge
            guard case .challenged(let shown) = phone.screen.content else { return }
            let end = try #require(WebChallenge(shown.challenge)?.returnURL)
            phone.sheet.opened(try #require(URL(string: "shop://back")))
            #expect(phone.screen.isChallenge && phone.model.challenge === page, "another link is not the end")
            phone.sheet.opened(try #require(URL(string: "\(end)?outcome=FAILURE&transactionId=\(shown.challenge.transactionId)")))
            try await phone.sees("the end") { $0.done != nil }
            #expect(phone.model.challenge == nil)
            try phone.press("Close")
            _ = try await phone.outcome()
        }

        @Test func whatIsOpenedIsNotPrinted() async throws {
            let world = try await World.make()
            let params = try world.sheet(.payment(paymentIntentId: "pi_1", customerSecret: "cs_secret"))
            var dumped = ""
            dump(params, to: &dumped)
            #expect(!"\(params)\(dumped)".contains("cs_secret"))
        }
    }

    @Suite @MainActor struct SheetApplePayTests {
        private let merchant = ApplePayMerchant(identifier: "merchant.com.example", countryCode: "GB")

        private func choice(_ world: World) async throws -> Phone {
            let flow = SheetFlow.payment(paymentIntentId: try await world.intent())
            let phone = Phone(try world.sheet(flow, applePay: merchant))
            try await phone.sees("the choice") { $0.isChoice }
            return phone
        }

        private func press(_ phone: Phone) throws {
            let button = phone.nodes.flatMap(\.all).compactMap { $0.view as? PKPaymentButton }.first
            try #require(button).sendActions(for: .touchUpInside)
        }

        private func open(_ phone: Phone) throws -> PKPaymentAuthorizationController {
            try press(phone)
            return try #require(PKPaymentAuthorizationController.open.last)
        }

        @Test func applesSheetPaysAndWaitsForTheOutcome() async throws {
            let phone = try await choice(try await World.make())
            let apples = try open(phone)
            #expect(apples.request.merchantIdentifier == "merchant.com.example" && apples.request.countryCode == "GB")
            nonisolated(unsafe) let payment = PKPayment()
            payment.token = try TestWallet.token("apple-pay-approved")
            let told = await apples.delegate?.paymentAuthorizationController(apples, didAuthorizePayment: payment)
            #expect(told?.status == .success)
            apples.delegate?.paymentAuthorizationControllerDidFinish(apples)
            #expect(PKPaymentAuthorizationController.open.isEmpty)
            try await phone.sees("the end") { $0.done?.code == 0 }
            try phone.press("Done")
            #expect(try await phone.code() == 0)
        }

        @Test func whoClosesApplesSheetIsBackAtTheChoice() async throws {
            let phone = try await choice(try await World.make())
            let apples = try open(phone)
            #expect(phone.screen.frame.wallet != nil)
            apples.delegate?.paymentAuthorizationControllerDidFinish(apples)
            try await phone.sees("the choice") { $0.isChoice && $0.frame.wallet == nil && $0.frame.notice == nil }
            #expect(PKPaymentAuthorizationController.open.isEmpty)
            phone.model.act(.close)
            #expect(try await phone.code() == 7780)
        }

        @Test func anApplePayThatDoesNotOpenSaysSo() async throws {
            PKPaymentAuthorizationController.canBeShown = false
            defer { PKPaymentAuthorizationController.canBeShown = true }
            let phone = try await choice(try await World.make())
            try press(phone)
            try await phone.sees("that it did not open") { $0.isChoice && $0.frame.notice != nil }
            phone.model.act(.close)
            #expect(try await phone.code() == 7780)
        }
    }

    /// The view modifier: a binding, and a sheet over the view that has it.
    @Suite @MainActor struct SheetBindingTests {
        /// An app's view, with its state.
        @MainActor final class App {
            var isPresented = false
            var outcomes: [CheckoutSheetViewController.Outcome] = []
            var onResult: () -> Void = {}
            let params: SheetParams
            private(set) var anchor: UIViewController!

            init(_ params: SheetParams) throws {
                self.params = params
                let view = Text("Basket").checkoutSheet(
                    isPresented: Binding(onMain: { self.isPresented }, set: { self.isPresented = $0 }),
                    params: params,
                    onResult: {
                        self.outcomes.append($0)
                        self.onResult()
                    })
                anchor = try #require(shown(view).compactMap(\.controller).first)
                anchor.view.window = UIWindow(frame: .zero)
            }

            var sheet: CheckoutSheetViewController? { anchor.presentedViewController as? CheckoutSheetViewController }

            /// SwiftUI has made the view again, or put it on the screen.
            func update() async throws {
                anchor.viewDidAppear(false)
                try await Task.sleep(nanoseconds: 1_000_000)
            }

            func until(_ what: String, _ isMet: () -> Bool) async throws {
                for _ in 0..<3000 where !isMet() { try await Task.sleep(nanoseconds: 10_000_000) }
                try #require(isMet(), "\(what)")
            }
        }

        private func app(_ world: World) async throws -> App {
            try App(try world.sheet(.payment(paymentIntentId: try await world.intent())))
        }

        @Test func theBindingIsFreedByEveryExitAndTheSheetOpensAgain() async throws {
            let app = try await app(try await World.make())
            try await app.update()
            #expect(app.sheet == nil)
            for round in 1...2 {
                app.isPresented = true
                try await app.update()
                let sheet = try #require(app.sheet)
                try await app.update()
                #expect(app.sheet === sheet, "one sheet, however often the view is made")
                app.anchor.dismiss(animated: true)
                try await app.until("a result") { app.outcomes.count == round }
                #expect(!app.isPresented)
            }
        }

        @Test func anAppThatSetsItToFalseClosesItAsTheCustomerWould() async throws {
            let world = try await World.make()
            try await world.slow("POST", "/api/payments/*", milliseconds: 500)
            let app = try await app(world)
            app.isPresented = true
            try await app.update()
            let model = try #require(app.sheet?.model)
            try await app.until("the form") { model.screen.isForm }
            for (field, text) in [(SheetFieldId.cardNumber, TestCard.mastercard.number), (.expiry, "12/29"), (.cvv, "020"), (.cardholderName, "Sam")] {
                model.type(text, in: field)
            }
            model.act(.pay)
            app.isPresented = false
            try await app.update()
            #expect(app.isPresented && app.sheet != nil && model.screen.frame.question != nil, "it stays, and asks")
            model.act(.dismiss)
            try await app.until("the end") { model.screen.done != nil }
            app.isPresented = false
            try await app.update()
            try await app.until("the result") { app.outcomes.count == 1 }
            #expect(!app.isPresented && app.sheet == nil)
            #expect(try app.outcomes.first?.get().payment?.code == 0)
        }

        @Test func oneThatAsksAgainAtTheResultGetsASheet() async throws {
            let app = try await app(try await World.make())
            app.onResult = { if app.outcomes.count == 1 { app.isPresented = true } }
            app.isPresented = true
            try await app.update()
            app.anchor.dismiss(animated: true)
            try await app.until("the second sheet") { app.sheet != nil && app.outcomes.count == 1 }
            app.anchor.dismiss(animated: true)
            try await app.until("the second result") { app.outcomes.count == 2 }
            #expect(!app.isPresented)
        }

        @Test func aBusyPlaceFreesItAtOnce() async throws {
            let app = try await app(try await World.make())
            app.anchor.present(UIViewController(nibName: nil, bundle: nil), animated: false)
            app.isPresented = true
            try await app.update()
            #expect(!app.isPresented && app.outcomes.count == 1)
            guard case .failure(.busy)? = app.outcomes.first else {
                Issue.record("\(app.outcomes)")
                return
            }
        }
    }
}

extension Phone {
    var failure: SheetPresentationError? {
        guard case .failure(let error)? = outcomes.first, outcomes.count == 1 else { return nil }
        return error
    }

    /// In the order of the screen.
    var errors: [String] {
        guard case .form(let form) = screen.content else { return [] }
        return form.sections.flatMap(\.fields).compactMap(\.error) + form.toggles.compactMap(\.error)
    }

    /// A country is chosen, or notes are written.
    func choose(_ text: String, _ spoken: String) throws {
        let node = try #require(nodes.flatMap(\.all).first { $0.type != nil && $0.label?.contains(spoken) == true }, "\(spoken)")
        node.type?(text)
        compare()
    }
}

extension SheetFlow {
    var id: String {
        switch self {
        case .payment(let id, _, _), .setup(let id, _), .virtualTerminal(let id, _), .savedCards(let id, _), .restored(let id),
            .restoredSetup(let id):
            id
        }
    }
}

extension TestWallet {
    /// PassKit's own record of a token, with the sandbox's known texts.
    @MainActor static func token(_ data: String) throws -> PKPaymentToken {
        let json = try #require(try JSONSerialization.jsonObject(with: Data(apple(data).utf8)) as? [String: Any])
        let token = PKPaymentToken()
        token.paymentData = try JSONSerialization.data(withJSONObject: try #require(json["paymentData"]))
        token.transactionIdentifier = "TX"
        token.paymentMethod.displayName = "Visa 1005"
        token.paymentMethod.network = .init(rawValue: "Visa")
        token.paymentMethod.type = .debit
        return token
    }
}
#endif
