#if os(Linux)
import Foundation
import SwiftUI
import Testing
import UIKit

@testable import CheckoutSDK

/// A customer with the sheet before them. They see what the views describe, and press and type there.
@MainActor
final class Phone {
    let host: UIViewController
    private(set) var outcomes: [CheckoutSheetViewController.Outcome] = []
    private(set) var sheet: CheckoutSheetViewController!
    /// Everything that was on the screen at some time.
    private(set) var seen: Set<Line> = []

    init(_ params: SheetParams, host: UIViewController = Phone.screen()) {
        self.host = host
        sheet = CheckoutSheetViewController(params) { [weak self] in self?.outcomes.append($0) }
        sheet.present(over: host)
    }

    /// A view controller that is on the screen.
    static func screen() -> UIViewController {
        let controller = UIViewController(nibName: nil, bundle: nil)
        controller.view.window = UIWindow(frame: .zero)
        return controller
    }

    var model: SheetModel { sheet.model! }
    var screen: SheetScreen { model.screen }

    /// The tree of the views that the sheet has put on the screen.
    var nodes: [Node] {
        guard let hosting = sheet.children.first as? UIHostingController<CheckoutSheet> else { return [] }
        return shown(hosting.rootView)
    }

    /// Waits for a screen, and compares each that it meets with what the views describe.
    func sees(_ what: String, _ isMet: (SheetScreen) -> Bool) async throws {
        var compared: SheetScreen?
        for _ in 0..<3000 {
            if screen != compared {
                compareEverywhere()
                compared = screen
            }
            if isMet(screen) { return }
            try await Task.sleep(nanoseconds: 10_000_000)
        }
        throw HTTP.Refused(description: "\(what) was not seen, but \(screen.content)")
    }

    func compare() {
        let said = screen.lines { model.session.text(in: $0) }
        #expect(lines(of: nodes) == said)
        seen.formUnion(said)
    }

    /// Whichever the customer's text size and direction.
    private func compareEverywhere() {
        compare()
        for (size, direction) in [(DynamicTypeSize.accessibility5, LayoutDirection.leftToRight), (.large, .rightToLeft)] {
            defer { EnvironmentValues.current = EnvironmentValues() }
            EnvironmentValues.current.dynamicTypeSize = size
            EnvironmentValues.current.layoutDirection = direction
            compare()
        }
    }

    func press(_ label: String) throws {
        compare()
        let node = try #require(nodes.flatMap(\.all).first { $0.press != nil && $0.text == label && $0.isEnabled }, "\(label)")
        node.press?()
        compare()
    }

    /// One that may stay empty says more than its name.
    func field(_ spoken: String) throws -> SheetUITextField {
        let views = nodes.flatMap(\.all).compactMap { $0.view as? SheetUITextField }
        return try #require(views.first { $0.accessibilityLabel?.contains(spoken) == true }, "\(spoken)")
    }

    /// The whole of a field's text is typed, pasted or filled in.
    func type(_ text: String, _ spoken: String) throws {
        let field = try field(spoken)
        field.text = text
        field.sendActions(for: .editingChanged)
        compare()
    }

    func typeCard(_ card: TestCard, _ texts: CheckoutTexts) throws {
        try type(card.number, texts.text("card_number_spoken")!)
        try type("12/29", texts.text("expiry_spoken")!)
        try type(card.cvv, texts.text("cvv_spoken")!)
        try type("Sam Demo", texts.text("cardholder_name_spoken")!)
    }

    /// What came of the sheet, once it has gone.
    func outcome() async throws -> CheckoutSheetViewController.Outcome {
        for _ in 0..<3000 where outcomes.isEmpty { try await Task.sleep(nanoseconds: 10_000_000) }
        return try #require(outcomes.first, "no outcome, but \(screen.content)")
    }

    func code() async throws -> Int32? { try await outcome().get().payment?.code }
}

extension SheetScreen {
    var isForm: Bool { if case .form = content { true } else { false } }
    var isChoice: Bool { if case .choose = content { true } else { false } }
    var isManage: Bool { if case .manage = content { true } else { false } }
    var isChallenge: Bool { if case .challenged = content { true } else { false } }
    var isWorking: Bool { if case .working = content { true } else { false } }
    var done: SheetDoneScreen? { if case .done(let screen) = content { screen } else { nil } }
}

extension CheckoutTexts {
    static let english = try! CheckoutTexts(language: "en")
}

extension World {
    /// What a sheet of this world is opened with.
    func sheet(_ flow: SheetFlow, language: String = "en", applePay: ApplePayMerchant? = nil) throws -> SheetParams {
        SheetParams(flow, checkout: try checkout(), applePay: applePay, texts: try CheckoutTexts(language: language))
    }
}
#endif
