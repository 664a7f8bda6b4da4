#if os(Linux)
import SwiftUI
import Testing
import UIKit

@testable import CheckoutSDK

extension SandboxTests {
    /// The lines that docs/sheet.md shows take a payment.
    @Suite @MainActor struct SheetShopTests {
        private func pay(_ anchor: UIViewController, until isTold: () -> Bool) async throws {
            let sheet = try #require(anchor.presentedViewController as? CheckoutSheetViewController)
            let model = try #require(sheet.model)
            for _ in 0..<3000 where !model.screen.isForm { try await Task.sleep(nanoseconds: 10_000_000) }
            let card: [(SheetFieldId, String)] = [
                (.cardNumber, TestCard.mastercard.number), (.expiry, "12/29"), (.cvv, "020"), (.cardholderName, "Sam Demo"),
            ]
            for (field, text) in card { model.type(text, in: field) }
            model.act(.pay)
            for _ in 0..<3000 where model.screen.done == nil { try await Task.sleep(nanoseconds: 10_000_000) }
            model.act(.close)
            for _ in 0..<3000 where !isTold() { try await Task.sleep(nanoseconds: 10_000_000) }
        }

        private func params() async throws -> SheetParams {
            let world = try await World.make()
            return try world.sheet(.payment(paymentIntentId: try await world.intent()))
        }

        @Test func theViewPays() async throws {
            let basket = Basket(params: try await params())
            let nodes = shown(basket)
            let anchor = try #require(nodes.compactMap(\.controller).first)
            anchor.view.window = UIWindow(frame: .zero)
            try #require(nodes.first { $0.kind == .button && $0.text == "Pay" }).press?()
            anchor.viewDidAppear(false)
            try await pay(anchor) { shown(basket).contains { $0.text == "Thank you" } }
            #expect(shown(basket).contains { $0.text == "Thank you" })
        }

        @Test func theViewControllerPays() async throws {
            let basket = BasketViewController(nibName: nil, bundle: nil)
            basket.view.window = UIWindow(frame: .zero)
            basket.pay(try await params())
            try await pay(basket) { basket.isPaid }
            #expect(basket.isPaid)
        }
    }
}

/// What docs/sheet.md shows is cut from SheetShop.swift.
@Suite struct SheetSnippetTests {
    @Test(arguments: ["swiftui", "uikit"])
    func theSnippetIsCompiled(name: String) throws {
        let source = try Repository.read("ios/Tests/CheckoutSDKTests/Sheet/SheetShop.swift").components(separatedBy: "\n")
        let document = try Repository.read("docs/sheet.md").components(separatedBy: "\n")
        let compiled = try between("// snippet: \(name)", "// end of snippet", in: source)
        let shown = try between("<!-- snippet: \(name) -->", "<!-- snippet end -->", in: document)
        #expect(compiled.count > 10)
        #expect(shown == ["```swift"] + compiled + ["```"])
    }

    private func between(_ begin: String, _ end: String, in lines: [String]) throws -> [String] {
        let first = try #require(lines.firstIndex(of: begin))
        let last = try #require(lines[first...].firstIndex(of: end))
        return Array(lines[(first + 1)..<last])
    }
}
#endif
