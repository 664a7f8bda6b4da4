package checkout.sdk

import java.util.concurrent.CancellationException
import kotlinx.coroutines.CompletableDeferred

/**
 * [CheckoutUi] for Java: each question comes with an [Answer] to give when the customer has answered. Called on the
 * executor of the [JavaCheckout].
 */
interface JavaCheckoutUi {
    /**
     * The customer chooses. Called again when the choice was refused: then [refused] says why, with an error for each
     * field in [ActionException.InvalidCard]; after a saved card was deleted; and with [ActionException.TotalChanged] when
     * the total turned out to be another one than was shown: [summary] has the new one, and nothing was sent.
     *
     * [PaymentSummary.wallets] and [PaymentSummary.collect] say what the intent takes and wants to know. A setup and a
     * virtual terminal take a new card only.
     */
    fun chooseMethod(summary: PaymentSummary, refused: ActionException?, answer: Answer<PaymentChoice>)

    /**
     * Starts the session of a native 3-D Secure SDK with [token]; the answer is whether it has started. Who shows the
     * challenge as a web page has nothing to start.
     */
    fun startThreeDs(token: String, answer: Answer<Boolean>) {
        answer.give(true)
    }

    /** Shows the challenge; outcomes are made by [ChallengeOutcomes]. */
    fun presentChallenge(challenge: Challenge, answer: Answer<ChallengeOutcome>)

    /** The checkout is somewhere else now. For a progress display; states in between may be passed over. */
    fun onState(state: CheckoutState) {}

    /** A callback threw. The payment has a result of its own, which is delivered. */
    fun onError(error: Throwable) {}
}

/** The way to answer a question of [JavaCheckoutUi], from any thread, once. */
class Answer<T> internal constructor(private val deferred: CompletableDeferred<T>) {
    /** Gives the answer; `false` if there was one already, or none is wanted any more. */
    fun give(answer: T): Boolean = deferred.complete(answer)

    /** The question cannot be answered: the same as throwing in the callback. */
    fun fail(error: Throwable): Boolean = deferred.completeExceptionally(error)

    /** Runs [action] if the answer is no longer wanted before it was given: time to close what was shown. */
    fun whenNoLongerWanted(action: Runnable) {
        deferred.invokeOnCompletion { cause -> if (cause is NoLongerWanted) action.run() }
    }
}

/** Makes outcomes of a challenge, for Java. */
object ChallengeOutcomes {
    /** The customer was authenticated; [paRes] is the signed answer (a JWT). */
    @JvmStatic
    fun authenticated(paRes: String): ChallengeOutcome = ChallengeOutcome.Authenticated(paRes)

    /** Nothing was asked of the customer; [paRes] is the signed answer, or empty. */
    @JvmStatic
    fun noAction(paRes: String): ChallengeOutcome = ChallengeOutcome.NoAction(paRes)

    /** The customer failed the challenge. */
    @JvmStatic
    fun failed(): ChallengeOutcome = ChallengeOutcome.Failed

    /** The customer cancelled the challenge, or left. */
    @JvmStatic
    fun cancelled(): ChallengeOutcome = ChallengeOutcome.Cancelled

    /** The challenge ran out of time. */
    @JvmStatic
    fun timedOut(): ChallengeOutcome = ChallengeOutcome.TimedOut

    /** The challenge could not be shown; number and description are those of the 3-D Secure component. */
    @JvmStatic
    fun notShown(number: Int, description: String): ChallengeOutcome = ChallengeOutcome.NotShown(number, description)
}

/** Waits for the answers of a [JavaCheckoutUi]. */
internal class AnsweredUi(private val ui: JavaCheckoutUi) : CheckoutUi {
    override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice =
        ask { ui.chooseMethod(summary, refused, it) }

    override suspend fun startThreeDs(token: String): Boolean = ask { ui.startThreeDs(token, it) }

    override suspend fun presentChallenge(challenge: Challenge): ChallengeOutcome =
        ask { ui.presentChallenge(challenge, it) }

    override fun onState(state: CheckoutState) = ui.onState(state)

    override fun onError(error: Throwable) = ui.onError(error)

    private suspend fun <T> ask(question: (Answer<T>) -> Unit): T {
        val deferred = CompletableDeferred<T>()
        try {
            question(Answer(deferred))
            return deferred.await()
        } finally {
            deferred.cancel(NoLongerWanted())
        }
    }
}

internal class NoLongerWanted : CancellationException("the answer is no longer wanted")
