#if os(Linux)
import Foundation
import SwiftUI
import Testing
import UIKit

@testable import CheckoutSDK

extension SandboxTests {
    /// Every kind of screen, as the core has it and as the views describe it: `Phone` compares each screen that it meets.
    @Suite @MainActor struct SheetScreensTests {
        @Test(arguments: ["en", "es", "it", "de", "fr"])
        func everyScreenIsDrawnWhole(language: String) async throws {
            let texts = try CheckoutTexts(language: language)
            var seen: Set<Line> = []
            for journey in [payment, setup, keyedIn, savedCards, lostOutcome] {
                seen.formUnion(try await journey(language, texts))
            }
            // Kinds and states that must have been among them.
            let kinds = Set(seen.map(\.what))
            #expect(kinds.isSuperset(of: ["text", "button", "field", "lines", "toggle", "alert", "page", "wallet"]))
            #expect(kinds.contains { $0.hasPrefix("choice of 2") })
            #expect(seen.contains { $0.what == "button" && !$0.isEnabled })
            #expect(seen.contains { $0.what == "button" && $0.isOn }, "a selected card")
            #expect(seen.contains { $0.text.contains("•••• 1005") && !$0.isEnabled }, "one that cannot be selected")
            #expect(seen.contains { $0.what == "toggle" && $0.isOn } && seen.contains { $0.what == "toggle" && !$0.isOn })
            #expect(seen.contains { $0.what == "toggle" && $0.hint == texts.text("consent_missing") })
            for name in [
                "test_mode", "loading", "working_authorizing", "challenge_loading", "no_saved_cards", "saved_cards", "choose_title",
                "form_title", "form_title_setup", "form_title_terminal", "number_missing", "expiry_missing", "delete_title",
                "deletion_failed_server", "leave_paying_title", "leave_challenge_title", "section_billing", "section_shipping",
            ] {
                #expect(seen.contains { $0.text == texts.text(name) }, "\(name) was never on the screen")
            }
        }

        /// From an empty form, which is refused, through a challenge and a decline to the end.
        private func payment(_ language: String, _ texts: CheckoutTexts) async throws -> Set<Line> {
            let world = try await World.make()
            let customer = try await world.customerWithSavedCard()
            try await world.slow("GET", "/payment-intents/public/*", milliseconds: 100)
            try await world.slow("POST", "/api/payments/*", milliseconds: 300)
            try await world.slow("DELETE", "/customers/public/**", milliseconds: 500)
            let lines: [String: JSON] = [
                "itemLines": [["id": "tea", "caption": "Tea", "amountTotal": ["value": 1250, "currencyCode": "GBP"], "quantity": 1]]
            ]
            let intent = try await world.intent(customer: customer.id, World.collectsAll.merging(lines) { $1 })
            let flow = SheetFlow.payment(paymentIntentId: intent, customerSecret: customer.secret)
            let merchant = ApplePayMerchant(identifier: "merchant.com.example", countryCode: "GB")
            let phone = Phone(try world.sheet(flow, language: language, applePay: merchant))
            try await phone.sees("the choice") { $0.isChoice }

            // A card that is being deleted can be looked at, and not chosen.
            for name in ["manage_cards", "delete_card", "delete_yes", "back"] { try phone.press(texts.text(name)!) }
            try await phone.sees("the card that goes") { $0.content.cards.contains { !$0.enabled } }
            try await phone.sees("that it has gone") { $0.isChoice && $0.content.cards.isEmpty }
            try phone.press(texts.text("pay_by_card")!)
            guard case .form(let form) = phone.screen.content else { throw HTTP.Refused(description: "no form") }
            try phone.press(form.pay.label)
            #expect(phone.screen.frame.focus?.field == .cardNumber)
            let contact = [("email", "alex@example.test"), ("billing_line1", "1 High Street"), ("billing_postcode", "HU1 1AA")]
            try fill(phone, texts, typed: contact, country: "billing_country")
            try phone.press(texts.text("save_card")!)
            try phone.typeCard(.challenged, texts)
            try phone.press(form.pay.label)
            try await phone.sees("the work") { $0.isWorking && phone.sheet.isModalInPresentation }
            phone.sheet.presentationControllerDidAttemptToDismiss(phone.sheet.presentationController!)
            try phone.press(texts.text("keep_waiting")!)
            try await phone.sees("the challenge") { $0.isChallenge }
            try phone.press(texts.text("challenge_close")!)
            try phone.press(texts.text("leave_challenge_yes")!)
            // The sandbox's issuer declines who leaves.
            try await phone.sees("the decline") { $0.done?.code == 5 }
            try phone.press(texts.text("close")!)
            #expect(try await phone.code() == 7780)
            return phone.seen
        }

        private func fill(_ phone: Phone, _ texts: CheckoutTexts, typed: [(String, String)], country: String) throws {
            for (name, text) in typed { try phone.type(text, texts.text(name + "_spoken")!) }
            try phone.choose("GB", texts.text(country + "_spoken")!)
        }

        private func setup(_ language: String, _ texts: CheckoutTexts) async throws -> Set<Line> {
            let world = try await World.make()
            let customer = try await world.customer()
            let intent = try await world.setupIntent(customer: customer.id)
            let phone = Phone(try world.sheet(.setup(setupIntentId: intent), language: language))
            try await phone.sees("the form") { $0.isForm }
            try phone.typeCard(.mastercard, texts)
            try phone.press(texts.text("save_card_button")!)
            guard case .form(let form) = phone.screen.content, let consent = form.toggles.first else {
                throw HTTP.Refused(description: "nothing to agree to")
            }
            try phone.press(consent.label)
            try phone.press(texts.text("save_card_button")!)
            try await phone.sees("the end") { $0.done?.code == 0 }
            try phone.press(texts.text("done")!)
            #expect(try await phone.code() == 0)
            return phone.seen
        }

        private func keyedIn(_ language: String, _ texts: CheckoutTexts) async throws -> Set<Line> {
            let world = try await World.make()
            try await world.slow("POST", "/api/payments/*", milliseconds: 500)
            let flow = SheetFlow.virtualTerminal(paymentIntentId: try await world.virtualTerminalIntent(World.collectsAll))
            let phone = Phone(try world.sheet(flow, language: language))
            try await phone.sees("the form") { $0.isForm }
            let contact = [("email", "alex@example.test"), ("billing_postcode", "HU1 1AA")]
            try fill(phone, texts, typed: contact, country: "billing_country")
            let delivery = [
                ("shipping_name", "Alex Example"), ("shipping_line1", "1 High Street"), ("shipping_postcode", "HU1 1AA"),
                ("phone", "+44 1482 000000"),
            ]
            try fill(phone, texts, typed: delivery, country: "shipping_country")
            try phone.choose("Ring twice", texts.text("delivery_notes_spoken")!)
            try phone.typeCard(.mastercard, texts)
            phone.model.act(.pay)
            let authorizing = texts.text("working_authorizing")!
            try await phone.sees("the work") { $0.content == .working(screen: .init(text: authorizing)) }
            phone.model.act(.close)
            try phone.press(texts.text("leave_anyway")!)
            // Who leaves all the same has the sheet closed with the attempt's result.
            #expect(try await phone.code() == 0)
            return phone.seen
        }

        private func savedCards(_ language: String, _ texts: CheckoutTexts) async throws -> Set<Line> {
            let world = try await World.make()
            let customer = try await world.customerWithSavedCard()
            try await world.fault("DELETE", "/customers/public/**", #"{"respond": {"status": 503}}"#)
            let flow = SheetFlow.savedCards(customerId: customer.id, customerSecret: customer.secret)
            let phone = Phone(try world.sheet(flow, language: language))
            try await phone.sees("the cards") { $0.isManage }
            try phone.press(texts.text("delete_card")!)
            try phone.press(texts.text("delete_yes")!)
            try await phone.sees("that it failed") { $0.frame.notice != nil }
            try await world.mend()
            try phone.press(texts.text("delete_card")!)
            try phone.press(texts.text("delete_yes")!)
            try await phone.sees("no card") { $0.content.isEmptyList }
            try phone.press(texts.text("close")!)
            #expect(try await phone.outcome().get().payment == nil)
            return phone.seen
        }

        /// An outcome that nobody knows: asked again when the customer comes back to the app, and never paid again.
        private func lostOutcome(_ language: String, _ texts: CheckoutTexts) async throws -> Set<Line> {
            let world = try await World.make(readBackMs: 500)
            try await world.fault("POST", "/api/payments/*", #"{"respond": {"status": 500}}"#)
            let flow = SheetFlow.payment(paymentIntentId: try await world.intent())
            let phone = Phone(try world.sheet(flow, language: language))
            try await phone.sees("the form") { $0.isForm }
            try phone.typeCard(.mastercard, texts)
            phone.model.act(.pay)
            try await phone.sees("the doubt") { $0.done?.tone == .uncertain }
            NotificationCenter.default.post(name: UIApplication.didBecomeActiveNotification, object: nil)
            try await phone.sees("that it is still not known") { $0.frame.notice?.tone == .uncertain }
            try phone.press(texts.text("close")!)
            #expect(try await phone.outcome().get().payment?.charge == .unknown)
            #expect(try await world.requests().filter { $0.hasPrefix("POST /api/payments") }.count == 1)
            return phone.seen
        }
    }
}

extension SheetContent {
    fileprivate var cards: [SheetCardRow] {
        if case .choose(let screen) = self { screen.savedCards } else { [] }
    }

    fileprivate var isEmptyList: Bool {
        if case .manage(let screen) = self { screen.empty != nil } else { false }
    }
}
#endif
