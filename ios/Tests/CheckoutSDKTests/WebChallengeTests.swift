import CheckoutSDK
import Foundation
import Testing

/// What opens a challenge's page and what its end says is the core's to know; here it is asked through the SDK.
@Suite struct WebChallengeTests {
    private let challenge = Challenge(
        transactionId: "3ds tx/1", payload: "pay+load=&ü", stepUpUrl: "https://acs.example/challenge")

    @Test func theIssuersPageIsOpenedByAFormPost() throws {
        let page = try #require(WebChallenge(challenge))
        let request = try #require(page.request)
        #expect(request.url?.absoluteString == "https://acs.example/challenge")
        #expect(request.httpMethod == "POST")
        #expect(request.value(forHTTPHeaderField: "Content-Type") == "application/x-www-form-urlencoded")
        #expect(request.httpBody == Data("JWT=pay%2Bload%3D%26%C3%BC&MD=3ds+tx%2F1".utf8))
        #expect(page.html.contains("action=\"https://acs.example/challenge\""))
        #expect(page.returnURL?.absoluteString == "https://acs.example/return")
    }

    @Test(arguments: [nil, "", "http://acs.example/", "javascript:alert(1)", "https://a:b@acs.example/", "acs.example"])
    func aPageThatIsNotThereOrNotSafeIsNotOpened(stepUpUrl: String?) {
        #expect(WebChallenge(Challenge(transactionId: "1", payload: "2", stepUpUrl: stepUpUrl)) == nil)
    }

    @Test(arguments: [
        "https://acs.example/challenge", "https://acs.example/return",
        "https://acs.example/return?outcome=SUCCESS&transactionId=another&paRes=x",
        "https://evil.example/return?outcome=SUCCESS&transactionId=3ds%20tx/1&paRes=x", "about:blank",
    ])
    func otherAddressesAreNotTheEnd(url: String) throws {
        let page = try #require(WebChallenge(challenge))
        #expect(page.outcome(at: try #require(URL(string: url))) == nil)
    }

    @Test(arguments: [
        ("SUCCESS&paRes=ey.J", ChallengeOutcome.authenticated(paRes: "ey.J")),
        ("FAILURE", .failed), ("CANCEL", .cancelled), ("TIMEOUT", .timedOut),
    ])
    func theReturnAddressSaysHowItEnded(query: String, expected: ChallengeOutcome) throws {
        let page = try #require(WebChallenge(challenge))
        let end = try #require(URL(string: "https://acs.example/return?transactionId=3ds%20tx%2F1&outcome=\(query)"))
        #expect(page.outcome(at: end) == expected)
    }

    @Test func withoutASignedAnswerNobodyIsAuthenticated() throws {
        let page = try #require(WebChallenge(challenge))
        let said = page.outcome(ofMessage: #"{"transactionId": "3ds tx/1", "outcome": "SUCCESS"}"#)
        guard case .notShown? = said else {
            Issue.record("the page was believed: \(String(describing: said))")
            return
        }
    }
}
