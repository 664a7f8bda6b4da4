#if canImport(WebKit)
import Foundation
import WebKit

/// Shows a 3-D Secure challenge as a web page in a `WKWebView` of the app's, without a 3-D Secure SDK.
///
/// The app puts ``webView`` on the screen while ``present(_:)`` runs, for example in a sheet, and calls ``cancel()`` when
/// the customer closes it. A cancelled task ends the challenge as well.
@MainActor
public final class WebChallengePresenter: NSObject {
    /// As long as an issuer may take, by the EMV rules for apps, twice over.
    public static let defaultTimeLimit: TimeInterval = 600

    /// What the app shows. Nothing of a challenge is kept: no cookies, no cache.
    public let webView: WKWebView

    private let timeLimit: TimeInterval
    private var running: (page: WebChallenge, ended: CheckedContinuation<ChallengeOutcome, Never>)?

    /// - Parameter timeLimit: After this many seconds the outcome is `.timedOut`.
    public init(timeLimit: TimeInterval = WebChallengePresenter.defaultTimeLimit) {
        let configuration = WKWebViewConfiguration()
        configuration.websiteDataStore = .nonPersistent()
        webView = WKWebView(frame: .zero, configuration: configuration)
        self.timeLimit = timeLimit
        super.init()
        webView.navigationDelegate = self
    }

    /// Runs a challenge to its end. For ``CheckoutUI/presentChallenge(_:)``.
    public func present(_ challenge: Challenge) async -> ChallengeOutcome {
        end(with: .cancelled)  // one at a time
        guard let page = WebChallenge(challenge), let request = page.request else {
            return .notShown(number: 0, description: "there is no page that can show the challenge")
        }
        let clock = Task { [weak self, timeLimit] in
            try await Task.sleep(nanoseconds: UInt64(max(timeLimit, 0) * 1_000_000_000))
            self?.end(with: .timedOut)
        }
        defer { clock.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { ended in
                guard !Task.isCancelled else { return ended.resume(returning: .cancelled) }
                running = (page, ended)
                webView.load(request)
            }
        } onCancel: {
            Task { await self.cancel() }
        }
    }

    /// The customer closed the challenge.
    public func cancel() {
        end(with: .cancelled)
    }

    private func end(with outcome: ChallengeOutcome) {
        guard let (_, ended) = running else { return }
        running = nil
        webView.stopLoading()
        webView.loadHTMLString("", baseURL: nil)
        ended.resume(returning: outcome)
    }
}

extension WebChallengePresenter: WKNavigationDelegate {
    public func webView(
        _ webView: WKWebView,
        decidePolicyFor navigationAction: WKNavigationAction,
        decisionHandler: @escaping @MainActor @Sendable (WKNavigationActionPolicy) -> Void
    ) {
        guard let url = navigationAction.request.url, let outcome = running?.page.outcome(at: url) else {
            return decisionHandler(.allow)
        }
        decisionHandler(.cancel)
        end(with: outcome)
    }

    public func webView(_ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: any Error) {
        pageFailed(error)
    }

    public func webView(_ webView: WKWebView, didFail navigation: WKNavigation!, withError error: any Error) {
        pageFailed(error)
    }

    public func webViewWebContentProcessDidTerminate(_ webView: WKWebView) {
        end(with: .notShown(number: 0, description: "the web view ended"))
    }

    /// A navigation that another one took the place of has not failed.
    private func pageFailed(_ error: any Error) {
        let code = (error as NSError).code
        guard code != NSURLErrorCancelled, code != 102 else { return }  // 102: WebKit's "frame load interrupted"
        end(with: .notShown(number: Int32(clamping: code), description: "the page could not be loaded"))
    }
}
#endif
