#if canImport(WebKit) && canImport(UIKit)
import CheckoutSDKCore
import Foundation
import UIKit
import WebKit

/// The challenge's page, and over it the windows that it has opened. What may be loaded is the core's to say.
@MainActor
final class WebChallengePages: NSObject {
    private let challenge: WebChallenge
    private let screen: WebChallengeScreen
    private var ended: ((ChallengeOutcome) -> Void)?

    /// The page first.
    private var views: [TouchedWebView] = []
    /// The views whose main frame is on its way: what they ask for now is a redirect.
    private var underway: Set<ObjectIdentifier> = []

    init(of challenge: WebChallenge, on screen: WebChallengeScreen, ended: @escaping (ChallengeOutcome) -> Void) {
        self.challenge = challenge
        self.screen = screen
        self.ended = ended
        super.init()
        let configuration = WKWebViewConfiguration()
        configuration.websiteDataStore = .nonPersistent()  // nothing of a challenge is kept
        _ = add(configuration)
        screen.onClose = { [weak self] in self?.closeTop() }
    }

    func load(_ request: URLRequest) {
        views.first?.load(request)
    }

    func close() {
        ended = nil
        screen.onClose = nil
        screen.closeQuestion()
        while let view = views.last { remove(view) }
    }

    private func add(_ configuration: WKWebViewConfiguration) -> WKWebView {
        let view = TouchedWebView(frame: .zero, configuration: configuration)
        view.navigationDelegate = self
        view.uiDelegate = self
        views.append(view)
        screen.put(view)
        return view
    }

    private func remove(_ view: WKWebView) {
        views.removeAll { $0 === view }
        underway.remove(ObjectIdentifier(view))
        view.navigationDelegate = nil
        view.uiDelegate = nil
        view.stopLoading()
        view.removeFromSuperview()
        showTop()
    }

    /// A window is closed at once; the page, which is the challenge, after a question.
    private func closeTop() {
        if views.count > 1, let window = views.last { return remove(window) }
        screen.askToLeave { [weak self] in self?.end(with: .cancelled) }
    }

    private func showTop() {
        guard let view = views.last else { return }
        let isLoading = underway.contains(ObjectIdentifier(view))
        screen.show(hostName: view.url?.host, isLoading: isLoading, isWindow: views.count > 1)
    }

    private func end(with outcome: ChallengeOutcome) {
        ended?(outcome)
    }
}

/// Knows when it was touched last. It is asked for the view below each touch, whichever of its own views takes it.
private final class TouchedWebView: WKWebView {
    private(set) var lastTouch = Date.distantPast

    override func hitTest(_ point: CGPoint, with event: UIEvent?) -> UIView? {
        lastTouch = Date()
        return super.hitTest(point, with: event)
    }
}

// MARK: - Where the page goes

extension WebChallengePages: WKNavigationDelegate {
    func webView(
        _ webView: WKWebView,
        decidePolicyFor navigationAction: WKNavigationAction,
        decisionHandler: @escaping @MainActor @Sendable (WKNavigationActionPolicy) -> Void
    ) {
        if navigationAction.shouldPerformDownload {
            screen.say(screen.texts.noDownload)
            return decisionHandler(.cancel)
        }
        let answer = answer(to: navigationAction, in: webView)
        decisionHandler(answer == .stay ? .allow : .cancel)
        switch answer {
        case .stay, .ignore: break
        case .open(let url, let fallback): open(url, or: fallback, in: webView)
        case .ended(let outcome): end(with: outcome)
        }
    }

    func webView(
        _ webView: WKWebView,
        decidePolicyFor navigationResponse: WKNavigationResponse,
        decisionHandler: @escaping @MainActor @Sendable (WKNavigationResponsePolicy) -> Void
    ) {
        guard navigationResponse.canShowMIMEType else {
            screen.say(screen.texts.noDownload)
            return decisionHandler(.cancel)
        }
        decisionHandler(.allow)
    }

    func webView(_ webView: WKWebView, didStartProvisionalNavigation navigation: WKNavigation!) {
        underway.insert(ObjectIdentifier(webView))
        showTop()
    }

    func webView(_ webView: WKWebView, didCommit navigation: WKNavigation!) {
        underway.remove(ObjectIdentifier(webView))
        showTop()
    }

    func webView(_ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: any Error) {
        failed(webView, error)
    }

    func webView(_ webView: WKWebView, didFail navigation: WKNavigation!, withError error: any Error) {
        failed(webView, error)
    }

    func webViewWebContentProcessDidTerminate(_ webView: WKWebView) {
        end(with: .notShown(number: 0, description: "the web view ended"))
    }

    /// A navigation that another one took the place of has not failed, and a window that fails is the customer's to close.
    private func failed(_ webView: WKWebView, _ error: any Error) {
        underway.remove(ObjectIdentifier(webView))
        showTop()
        let code = (error as NSError).code
        guard webView === views.first, code != NSURLErrorCancelled, code != 102 else { return }  // 102: it was interrupted
        end(with: .notShown(number: Int32(clamping: code), description: "the page could not be loaded"))
    }

    private func answer(to action: WKNavigationAction, in webView: WKWebView) -> ChallengeNavigation {
        let target = action.targetFrame
        let context = NavigationContext(
            mainFrame: (target ?? action.sourceFrame).isMainFrame,
            cause: cause(of: action, in: webView),
            newWindow: target == nil,
            depth: Int32(max(views.count - 1, 0))
        )
        return challenge.navigation(to: action.request.url?.absoluteString ?? "", context)
    }

    /// WebKit does not tell whether a script acts for a tap, so a tap counts for a moment, as in browsers.
    private func cause(of action: WKNavigationAction, in webView: WKWebView) -> NavigationCause {
        let moment: TimeInterval = 5
        if action.navigationType == .linkActivated || action.navigationType == .formSubmitted { return .gesture }
        let touched = views.map(\.lastTouch).max() ?? .distantPast
        if touched.timeIntervalSinceNow > -moment { return .gesture }
        return underway.contains(ObjectIdentifier(webView)) ? .redirect : .script
    }

    private func open(_ link: String, or fallback: String?, in webView: WKWebView) {
        guard let url = URL(string: link) else { return noApp(fallback, in: webView) }
        UIApplication.shared.open(url, options: [:]) { [weak self] isOpened in
            if !isOpened { self?.noApp(fallback, in: webView) }
        }
    }

    private func noApp(_ fallback: String?, in webView: WKWebView) {
        guard let page = fallback.flatMap(URL.init(string:)) else { return screen.say(screen.texts.noApp) }
        webView.load(URLRequest(url: page))
    }
}

// MARK: - Windows and questions of the page

extension WebChallengePages: WKUIDelegate {
    /// The configuration is WebKit's, so that the window knows its opener.
    func webView(
        _ webView: WKWebView,
        createWebViewWith configuration: WKWebViewConfiguration,
        for navigationAction: WKNavigationAction,
        windowFeatures: WKWindowFeatures
    ) -> WKWebView? {
        answer(to: navigationAction, in: webView) == .stay ? add(configuration) : nil
    }

    /// The page itself is closed by its end only.
    func webViewDidClose(_ webView: WKWebView) {
        if webView !== views.first { remove(webView) }
    }

    func webView(
        _ webView: WKWebView,
        runJavaScriptAlertPanelWithMessage message: String,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping @MainActor @Sendable () -> Void
    ) {
        screen.alert(webView.url?.host, message, completionHandler)
    }

    func webView(
        _ webView: WKWebView,
        runJavaScriptConfirmPanelWithMessage message: String,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping @MainActor @Sendable (Bool) -> Void
    ) {
        screen.confirm(webView.url?.host, message, completionHandler)
    }

    func webView(
        _ webView: WKWebView,
        runJavaScriptTextInputPanelWithPrompt prompt: String,
        defaultText: String?,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping @MainActor @Sendable (String?) -> Void
    ) {
        screen.prompt(webView.url?.host, prompt, defaultText, completionHandler)
    }

    func webView(
        _ webView: WKWebView,
        requestMediaCapturePermissionFor origin: WKSecurityOrigin,
        initiatedByFrame frame: WKFrameInfo,
        type: WKMediaCaptureType,
        decisionHandler: @escaping @MainActor @Sendable (WKPermissionDecision) -> Void
    ) {
        decisionHandler(.deny)
    }
}
#endif
