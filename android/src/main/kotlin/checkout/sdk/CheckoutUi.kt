package checkout.sdk

/**
 * What the app shows during a payment, or while a card is saved. The calls come one at a time, in the coroutine that
 * started the flow; only [onState] can come while another one is suspended.
 *
 * A call whose question is settled by other means (a deadline that passes, a handle that cancels) is cancelled, and must
 * then end soon: the result waits for it. A callback that throws leaves the checkout; see [Checkout.startPaymentFlow].
 * One that cancels only itself, as `withTimeout` does, does the same as [PaymentChoice.Leave].
 */
interface CheckoutUi {
    /**
     * The customer chooses. Called again when the choice was refused: then [refused] says why, with an error for each
     * field in [ActionException.InvalidCard]; after a saved card was deleted; and with [ActionException.TotalChanged] when
     * the total turned out to be another one than was shown: [summary] has the new one, and nothing was sent.
     *
     * [PaymentSummary.wallets] and [PaymentSummary.collect] say what the intent takes and wants to know. A setup and a
     * virtual terminal take a new card only.
     */
    suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice

    /**
     * Starts the session of a native 3-D Secure SDK with [token]; `false` if it could not (code 7770). Who shows the
     * challenge as a web page has nothing to start.
     */
    suspend fun startThreeDs(token: String): Boolean = true

    /** Shows the challenge until it has ended. */
    suspend fun presentChallenge(challenge: Challenge): ChallengeOutcome

    /** The checkout is somewhere else now. For a progress display; states in between may be passed over. */
    fun onState(state: CheckoutState) {}

    /** A callback threw, and yet the payment came to a result of its own, which the caller gets. */
    fun onError(error: Throwable) {}
}
