package checkout.sdk

import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.transformWhile
import kotlinx.coroutines.future.future
import kotlinx.coroutines.launch

/** [CheckoutSession] for Java. */
class JavaCheckoutSession internal constructor(
    private val session: CheckoutSession,
    private val scope: CoroutineScope,
) : AutoCloseable {
    /** The id of the payment intent or setup intent, as it was passed in. */
    val paymentIntentId: String get() = session.paymentIntentId

    /** Where the checkout is now. */
    val state: CheckoutState get() = session.state.value

    /** [CheckoutSession.notice]. */
    val notice: Notice? get() = session.notice

    /** What went wrong without stopping the checkout, so far. For logs. */
    val diagnostics: List<Diagnostic> get() = session.diagnostics

    /**
     * Tells the listener where the checkout is, now and after each change, up to the finished state; closing what is
     * returned stops it. States in between may be passed over.
     */
    fun observe(listener: CheckoutStateListener): AutoCloseable {
        val observing = scope.launch {
            session.state
                .transformWhile { state ->
                    emit(state)
                    state !is CheckoutState.Finished
                }
                .collect(listener::onState)
        }
        return AutoCloseable { observing.cancel() }
    }

    /** The result. Cancelling the future stops the waiting, not the checkout. */
    fun result(): CompletableFuture<PaymentResult> = scope.future { session.result() }

    /** [CheckoutSession.checkExpiry]. */
    fun checkExpiry(typed: String, moment: Moment): Feedback = session.checkExpiry(typed, moment)

    /** [CheckoutSession.payWithSavedCard]. */
    @Throws(ActionException::class)
    fun payWithSavedCard(id: String, cvv: String) = session.payWithSavedCard(id, cvv)

    /** [CheckoutSession.payWithCard]. */
    @Throws(ActionException::class)
    fun payWithCard(card: PaymentChoice.NewCard) = session.payWithCard(card)

    /** [CheckoutSession.payWithGooglePay]. */
    @Throws(ActionException::class)
    fun payWithGooglePay(paymentDataJson: String) = session.payWithGooglePay(paymentDataJson)

    /** [CheckoutSession.payWithApplePay]. */
    @JvmOverloads
    @Throws(ActionException::class)
    fun payWithApplePay(
        tokenJson: String,
        billingContact: ApplePayContact? = null,
        shippingContact: ApplePayContact? = null,
    ) = session.payWithApplePay(tokenJson, billingContact, shippingContact)

    /** [CheckoutSession.deleteSavedCard]; fails with [ActionException]. */
    fun deleteSavedCard(id: String): CompletableFuture<Void> = scope.done { session.deleteSavedCard(id) }

    /** [CheckoutSession.threeDsReady]. */
    @Throws(ActionException::class)
    fun threeDsReady(started: Boolean) = session.threeDsReady(started)

    /** [CheckoutSession.completeChallenge]; outcomes are made by [ChallengeOutcomes]. */
    @Throws(ActionException::class)
    fun completeChallenge(outcome: ChallengeOutcome) = session.completeChallenge(outcome)

    /** [CheckoutSession.cancel]. */
    fun cancel() = session.cancel()

    /** [CheckoutSession.close]. */
    override fun close() = session.close()

    override fun toString(): String = session.toString()
}

/** Follows a checkout. */
fun interface CheckoutStateListener {
    /** The checkout is in this state now. */
    fun onState(state: CheckoutState)
}
