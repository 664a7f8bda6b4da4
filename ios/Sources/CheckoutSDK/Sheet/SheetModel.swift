#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import Foundation
import SwiftUI
import UIKit

/// An open sheet, as its views look at it. Between the session and the screen it keeps what only a platform has: where the
/// focus is to go, the challenge's page and Apple's sheet.
@MainActor
final class SheetModel: ObservableObject {
    /// A field takes the focus, once for each number.
    struct Focus: Equatable {
        let number: Int
        let field: SheetFieldId
    }

    struct Country {
        let code: String
        let name: String
    }

    let session: SheetSession
    let style: SheetStyle
    @Published private(set) var screen: SheetScreen
    @Published private(set) var focus: Focus?
    @Published private(set) var challenge: SheetChallenge?
    /// Told after each newer screen.
    var onScreen: (() -> Void)?

    private let params: SheetParams
    private var returns: AppObserver?
    private var applePay: ApplePaySheet?
    private var named: (language: String, countries: [Country])?
    /// The model's last requests, which each are carried out once.
    private var focusRequest: Int64?
    private var walletRequest: Int64?

    init(_ params: SheetParams) {
        self.params = params
        style = params.style
        session = params.open()
        screen = session.screen
        returns = AppObserver([UIApplication.didBecomeActiveNotification: { [weak self] in self?.becameActive() }])
    }

    /// Follows the sheet to its end. `nil` when the task is cancelled.
    func run() async -> SheetResult? {
        carryOut(screen.frame)
        for await screen in session { show(screen) }
        return try? await session.result()
    }

    @discardableResult
    func act(_ action: SheetAction) -> Bool {
        let answer = session.act(action)
        show(session.screen)
        return answer.accepted
    }

    /// One way for what is typed, pasted and filled in.
    @discardableResult
    func type(_ text: String, in field: SheetFieldId, caret: Int? = nil) -> SheetAnswer {
        let answer = session.type(text, in: field, caret: caret)
        show(session.screen)
        if let next = answer.advance { move(to: next) }
        return answer
    }

    /// The keyboard's "next"; the last field's submits.
    func goOn(from field: SheetField) {
        guard let next = field.next else { return _ = act(.pay) }
        move(to: next)
    }

    /// The customer is back in the app, by whichever way. The model asks what came of a payment, where that is open.
    private func becameActive() {
        act(.checkAgain)
    }

    /// A link has brought the customer back. It can be the challenge's end; if not, the page goes on by itself.
    func opened(_ url: URL) {
        challenge?.opened(url)
    }

    /// As the customer's language calls and orders them.
    func countries(of field: SheetField) -> [Country] {
        let language = screen.frame.language
        if let named, named.language == language { return named.countries }
        let locale = Locale(identifier: language)
        let countries = field.countries
            .map { Country(code: $0, name: locale.localizedString(forRegionCode: $0) ?? $0) }
            .sorted { $0.name.compare($1.name, options: [], range: nil, locale: locale) == .orderedAscending }
        named = (language, countries)
        return countries
    }

    private func move(to field: SheetFieldId) {
        focus = Focus(number: (focus?.number ?? 0) + 1, field: field)
    }

    private func show(_ new: SheetScreen) {
        guard new.revision >= screen.revision, new != screen else { return }
        let old = screen
        screen = new
        carryOut(new.frame)
        new.announcements(after: old).forEach { UIAccessibility.post(notification: .announcement, argument: $0) }
        onScreen?()
    }

    private func carryOut(_ frame: SheetFrame) {
        if let request = frame.focus, request.number != focusRequest {
            focusRequest = request.number
            move(to: request.field)
        }
        followWallet(frame.wallet)
        followChallenge()
    }

    private func followWallet(_ request: SheetWalletRequest?) {
        guard request?.number != walletRequest else { return }
        walletRequest = request?.number
        applePay?.close()
        guard request != nil else { return }
        guard let merchant = params.applePay, let summary = session.summary else {
            return _ = act(.walletEnded(end: .unavailable))
        }
        applePay = ApplePaySheet(session)
        applePay?.show(summary, for: merchant)
    }

    /// One page for a challenge, however often its view is made again.
    private func followChallenge() {
        guard case .challenged(let shown) = screen.content else {
            challenge?.close()
            return challenge = nil
        }
        guard challenge == nil else { return }
        challenge = SheetChallenge(shown, session)
    }
}

extension SheetScreen {
    /// What is said by itself where a screen reader is on: what has changed without the customer's doing.
    func announcements(after old: SheetScreen) -> [String] {
        var said: [String?] = []
        if frame.notice != old.frame.notice { said.append(frame.notice?.text) }
        switch content {
        case .loading(let screen) where content != old.content: said.append(screen.text)
        case .working(let screen) where content != old.content: said.append(screen.text)
        case .challenged(let screen) where content != old.content: said.append(screen.text)
        case .done(let screen) where content != old.content: said += [screen.title, screen.message]
        default: break
        }
        said += errors.filter { old.errors[$0.key] != $0.value }.sorted { $0.key < $1.key }.map(\.value)
        return said.compactMap { $0 }
    }

    /// By the place on the screen, so that what is said comes in its order.
    private var errors: [Int: String] {
        let all: [String?] =
            switch content {
            case .choose(let screen): screen.savedCards.map(\.cvv?.error)
            case .form(let screen): screen.sections.flatMap(\.fields).map(\.error) + screen.toggles.map(\.error)
            default: []
            }
        return Dictionary(uniqueKeysWithValues: all.enumerated().compactMap { place, error in error.map { (place, $0) } })
    }
}
#endif
