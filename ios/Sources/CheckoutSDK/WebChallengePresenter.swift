#if canImport(WebKit) && canImport(UIKit)
import CheckoutSDKCore
import Foundation
import UIKit
import WebKit

/// Shows a 3-D Secure challenge as a web page of the app's, without a 3-D Secure SDK.
///
/// Either the presenter puts its screen over a view controller, with ``present(_:over:)``, or the app puts
/// ``viewController`` on the screen while ``present(_:)`` runs. What the page may do is the core's to say. A cancelled task
/// ends the challenge as well.
@MainActor
public final class WebChallengePresenter: NSObject {
    /// As long as an issuer may take, by the EMV rules for apps, twice over.
    public static let defaultTimeLimit: TimeInterval = 600

    /// What the app shows: the page, the name of its host, and a way to close it.
    public var viewController: UIViewController { screen }

    private let timeLimit: TimeInterval
    private let screen: WebChallengeScreen
    private var running: (pages: WebChallengePages, ended: CheckedContinuation<ChallengeOutcome, Never>)?

    /// - Parameters:
    ///   - timeLimit: After this many seconds the outcome is `.timedOut`; time in the bank's app counts.
    ///   - texts: What is said around the page.
    public init(timeLimit: TimeInterval = WebChallengePresenter.defaultTimeLimit, texts: ChallengeTexts = .english) {
        self.timeLimit = timeLimit
        screen = WebChallengeScreen(texts: texts)
        super.init()
        screen.onLeave = { [weak self] in self?.cancel() }
    }

    /// ``viewController`` is part of a screen that has its own way to close the page. `whenShown`: there is a page.
    func bePart(whenShown: @escaping () -> Void) {
        screen.isPart = true
        screen.onShown = whenShown
    }

    /// Runs a challenge to its end on a screen over `host`, and returns when the screen has gone. A host that is not on the
    /// screen, or that shows something else already, is `.notShown`.
    public func present(_ challenge: Challenge, over host: UIViewController) async -> ChallengeOutcome {
        guard host.viewIfLoaded?.window != nil, host.presentedViewController == nil, screen.presentingViewController == nil else {
            return .notShown(number: 0, description: "there is no place to show the challenge")
        }
        host.present(screen, animated: true, completion: nil)
        let outcome = await present(challenge)
        if screen.presentingViewController != nil {
            await withCheckedContinuation { gone in screen.dismiss(animated: true) { gone.resume() } }
        }
        return outcome
    }

    /// Runs a challenge to its end. For ``CheckoutUI/presentChallenge(_:)``.
    public func present(_ challenge: Challenge) async -> ChallengeOutcome {
        end(with: .cancelled)  // one at a time
        guard let page = WebChallenge(challenge), let request = page.request else {
            return .notShown(number: 0, description: "there is no page that can show the challenge")
        }
        let clock = Task { [weak self, deadline = Date(timeIntervalSinceNow: max(timeLimit, 0))] in
            try await sleep(until: deadline)
            self?.end(with: .timedOut)
        }
        defer { clock.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { ended in
                guard !Task.isCancelled else { return ended.resume(returning: .cancelled) }
                let pages = WebChallengePages(of: page, on: screen) { [weak self] outcome in self?.end(with: outcome) }
                running = (pages, ended)
                pages.load(request)
            }
        } onCancel: {
            Task { await self.cancel() }
        }
    }

    /// The customer closed the challenge. Again does no harm.
    public func cancel() {
        end(with: .cancelled)
    }

    private func end(with outcome: ChallengeOutcome) {
        guard let (pages, ended) = running else { return }
        running = nil
        pages.close()
        ended.resume(returning: outcome)
    }
}

/// By the clock that goes on while the app is suspended, which one long sleep does not.
private func sleep(until deadline: Date) async throws {
    let longest: TimeInterval = 5
    while deadline.timeIntervalSinceNow > 0 {
        try await Task.sleep(nanoseconds: UInt64(min(deadline.timeIntervalSinceNow, longest) * 1_000_000_000))
    }
}
#endif
