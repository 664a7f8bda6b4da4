import CheckoutSDKCore
import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A 3-D Secure challenge as a web page, for apps that bring their own browser. ``WebChallengePresenter`` is one.
public struct WebChallenge: Sendable {
    private let challenge: Challenge
    private let page: ChallengePage

    /// `nil` if the gateway named no page that may be opened (`https`, or `http` on this machine): then only a native
    /// 3-D Secure SDK can show the challenge.
    public init?(_ challenge: Challenge) {
        guard let page = try? challengePage(challenge: challenge), URL(string: page.url) != nil else { return nil }
        self.challenge = challenge
        self.page = page
    }

    /// The form post that opens the issuer's page.
    public var request: URLRequest? {
        guard let url = URL(string: page.url) else { return nil }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue(page.contentType, forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(page.formBody.utf8)
        return request
    }

    /// A document that posts the same form by itself, for browsers that cannot be given a post.
    public var html: String { page.autoSubmitHtml }

    /// The address that the page goes to at the end, without its query. It need not be loaded.
    public var returnURL: URL? { URL(string: page.returnUrl) }

    /// What to do with an address that the page, or a frame or window of it, wants to go to.
    /// An empty address is that of a window that is yet to be filled.
    public func navigation(to address: String, _ context: NavigationContext) -> ChallengeNavigation {
        challengeNavigation(url: address, context: context, challenge: challenge)
    }

    /// The outcome, if the page goes to this address because the challenge is over; `nil` while it is not.
    public func outcome(at url: URL) -> ChallengeOutcome? {
        challengeOutcome(urlOrMessage: url.absoluteString, challenge: challenge)
    }

    /// The outcome, if the page says so through a JavaScript bridge; `nil` while it does not. Pass on only what the
    /// challenge's own page has sent.
    public func outcome(ofMessage message: String) -> ChallengeOutcome? {
        challengeOutcome(urlOrMessage: message, challenge: challenge)
    }
}

extension ChallengeTexts {
    /// What ``WebChallengePresenter`` says if it is given nothing else.
    public static var english: ChallengeTexts { challengeTexts() }
}
