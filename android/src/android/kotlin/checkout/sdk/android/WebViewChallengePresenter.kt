package checkout.sdk.android

import android.app.Activity
import checkout.sdk.Answer
import checkout.sdk.Challenge
import checkout.sdk.ChallengeOutcome
import kotlin.coroutines.resume
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Shows a 3-D Secure challenge as a web page, full screen over an Activity, without a 3-D Secure SDK.
 *
 * Call it on the main thread. Going back is cancelling. A challenge that nobody wants any more (the coroutine is
 * cancelled) is taken off the screen.
 *
 * @param timeLimitMillis after this time the outcome is [ChallengeOutcome.TimedOut].
 */
class WebViewChallengePresenter @JvmOverloads constructor(
    private val activity: Activity,
    private val timeLimitMillis: Long = DEFAULT_TIME_LIMIT_MILLIS,
) {
    /** For `CheckoutUi.presentChallenge`. */
    @JvmSynthetic
    suspend fun present(challenge: Challenge): ChallengeOutcome = suspendCancellableCoroutine { continuation ->
        val dialog = show(challenge) { outcome -> if (continuation.isActive) continuation.resume(outcome) }
        continuation.invokeOnCancellation { dialog.close() }
    }

    /** For `JavaCheckoutUi.presentChallenge`. */
    fun present(challenge: Challenge, answer: Answer<ChallengeOutcome>) {
        val dialog = show(challenge) { outcome -> answer.give(outcome) }
        answer.whenNoLongerWanted(dialog::close)
    }

    private fun show(challenge: Challenge, onOutcome: (ChallengeOutcome) -> Unit): ChallengeDialog =
        ChallengeDialog(activity, challenge, timeLimitMillis, onOutcome).apply { open() }

    private companion object {
        /** As long as an issuer may take, by the EMV rules for apps, twice over. */
        const val DEFAULT_TIME_LIMIT_MILLIS = 600_000L
    }
}
