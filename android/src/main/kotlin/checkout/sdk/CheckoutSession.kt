package checkout.sdk

import kotlinx.coroutines.flow.StateFlow

/**
 * A running checkout, to be observed and acted on. Several of these can be handles of the same checkout; the [Checkout]
 * holds one too, so that the checkout can be found again by its intent.
 *
 * When the last handle is gone (closed or collected) and the [Checkout] with it, the customer has left.
 */
class CheckoutSession internal constructor(private val native: NativeSession) : AutoCloseable {
    /** The id of the payment intent or setup intent, as it was passed in. */
    val paymentIntentId: String = native.paymentIntentId()

    /**
     * Where the checkout is. Nothing runs in the background for it: the value is asked of the core, and who collects it
     * waits for the core.
     */
    val state: StateFlow<CheckoutState> = CheckoutStateFlow(native)

    /** Why the customer is asked to choose again; `null` unless [state] is [CheckoutState.ChoosingMethod] for a reason. */
    val notice: Notice? get() = native.state().notice

    /** What went wrong without stopping the checkout, so far. For logs. */
    val diagnostics: List<Diagnostic> get() = native.diagnostics()

    /**
     * Waits for the result. It comes once a checkout, and can be asked for again. Cancelling the coroutine stops the
     * waiting, not the checkout.
     */
    suspend fun result(): PaymentResult = native.result()

    /**
     * What a form says about an expiry, by the device's clock and the API host's: as [CardForm.checkExpiry], for a device
     * whose clock is wrong.
     */
    fun checkExpiry(typed: String, moment: Moment): Feedback = native.checkExpiry(typed, moment)

    /**
     * Pays with a saved card of the summary and its CVV.
     *
     * @throws ActionException nothing was sent; the customer can correct the input.
     */
    @Throws(ActionException::class)
    fun payWithSavedCard(id: String, cvv: String) = native.payWithSavedCard(id, cvv)

    /**
     * Pays with a new card, or in a setup saves it; every field is checked first.
     *
     * @throws ActionException nothing was sent; the customer can correct the input.
     */
    @Throws(ActionException::class)
    fun payWithCard(card: PaymentChoice.NewCard) = with(card) {
        native.payWithCard(number, expiry, cvv, cardholderName, save, details, mitConsent)
    }

    /**
     * Pays with what Google's sheet returned: the JSON of its `PaymentData`, as it is.
     *
     * @throws ActionException nothing was sent; [ActionException.UnusableWalletData] names the field that is not right.
     */
    @Throws(ActionException::class)
    fun payWithGooglePay(paymentDataJson: String) = native.payWithGooglePay(paymentDataJson)

    /**
     * Pays with what Apple's sheet returned; see [PaymentChoice.ApplePay].
     *
     * @throws ActionException nothing was sent; [ActionException.UnusableWalletData] names the field that is not right.
     */
    @JvmOverloads
    @Throws(ActionException::class)
    fun payWithApplePay(
        tokenJson: String,
        billingContact: ApplePayContact? = null,
        shippingContact: ApplePayContact? = null,
    ) = native.payWithApplePay(tokenJson, billingContact, shippingContact)

    /**
     * Deletes a saved card of the summary, and waits until the server has done so.
     *
     * @throws ActionException the card is still in the list.
     */
    suspend fun deleteSavedCard(id: String) = native.deleteSavedCard(id)

    /**
     * Tells that the app's 3-D Secure session has started with the token of [CheckoutState.StartingThreeDs], or could not.
     *
     * @throws ActionException.WrongState if it was not asked for.
     */
    @Throws(ActionException::class)
    fun threeDsReady(started: Boolean) = native.threeDsReady(started)

    /**
     * Tells how the challenge ended.
     *
     * @throws ActionException.WrongState if there is no challenge.
     */
    @Throws(ActionException::class)
    fun completeChallenge(outcome: ChallengeOutcome) = native.completeChallenge(outcome)

    /**
     * The customer leaves. Before a payment was sent the result is 7780. After, the attempt runs on to its real result,
     * and a challenge counts as cancelled.
     */
    fun cancel() = native.cancel()

    /**
     * Lets this handle go; the checkout itself goes on as long as its [Checkout] or another handle lives. Without it the
     * garbage collector does the same, later. A closed handle throws [IllegalStateException].
     */
    override fun close() = native.close()

    /** [cancel], for a handle that may be closed already. */
    internal fun leave() = try {
        native.cancel()
    } catch (_: IllegalStateException) {
        // Closed: whoever closed it has nothing to wait for.
    }

    internal fun snapshot(): CheckoutSnapshot = native.state()

    internal suspend fun snapshotAfter(snapshot: CheckoutSnapshot): CheckoutSnapshot =
        native.nextState(snapshot.revision)

    override fun toString(): String = "CheckoutSession($paymentIntentId)"
}
