package checkout.sdk

/** A challenge as a web page, for apps that bring their own browser. On Android `WebViewChallengePresenter` is one. */
object WebChallenge {
    /** What opens the issuer's page; throws [ChallengePageException] if there is none that may be opened. */
    @JvmStatic
    @Throws(ChallengePageException::class)
    fun page(challenge: Challenge): ChallengePage = challengePage(challenge)

    /** What to do with an address that the page, or a frame or window of it, wants to go to. */
    @JvmStatic
    fun navigation(url: String, context: NavigationContext, challenge: Challenge): ChallengeNavigation = inCore {
        challengeNavigation(url, context, challenge)
    }

    /**
     * The outcome, if the page is at this address, or sends this message through a JavaScript bridge, because the
     * challenge is over; `null` while it is not. Pass on only what the challenge's own page has sent.
     */
    @JvmStatic
    fun outcome(urlOrMessage: String, challenge: Challenge): ChallengeOutcome? = inCore {
        challengeOutcome(urlOrMessage, challenge)
    }

    /** What a presenter says around the page if it is given nothing else. */
    @JvmStatic
    fun englishTexts(): ChallengeTexts = challengeTexts()
}
