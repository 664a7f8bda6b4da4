package checkout.sdk.android

import android.app.Activity
import checkout.sdk.Answer
import checkout.sdk.Challenge
import checkout.sdk.ChallengeOutcome
import checkout.sdk.ChallengeTexts
import checkout.sdk.WebChallenge
import java.time.Duration
import kotlin.coroutines.resume
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Shows a 3-D Secure challenge as a web page, full screen over an Activity, without a 3-D Secure SDK.
 *
 * Call it on the main thread. What the page may do is the core's to say ([WebChallenge.navigation]). The page outlives its
 * Activity: when that is made again, because the device was turned or the customer was in the bank's app, the same page
 * appears over the new one. A challenge that nobody wants any more (the coroutine is cancelled) is taken off the screen.
 *
 * What cannot be shown (no web view on the device, an Activity that has ended) is [ChallengeOutcome.NotShown].
 *
 * @param timeLimit after this time the outcome is [ChallengeOutcome.TimedOut]; time in the bank's app counts.
 * @param texts what is said around the page.
 * @param allowScreenshots for test builds: the windows are not `FLAG_SECURE`.
 */
class WebViewChallengePresenter @JvmOverloads constructor(
    private val activity: Activity,
    private val timeLimit: Duration = DEFAULT_TIME_LIMIT,
    private val texts: ChallengeTexts = WebChallenge.englishTexts(),
    private val allowScreenshots: Boolean = false,
) {
    /** For `CheckoutUi.presentChallenge`. */
    @JvmSynthetic
    suspend fun present(challenge: Challenge): ChallengeOutcome = suspendCancellableCoroutine { continuation ->
        val shown = show(challenge) { outcome -> if (continuation.isActive) continuation.resume(outcome) }
        continuation.invokeOnCancellation { shown.close() }
    }

    /** For `JavaCheckoutUi.presentChallenge`. */
    fun present(challenge: Challenge, answer: Answer<ChallengeOutcome>) {
        val shown = show(challenge) { outcome -> answer.give(outcome) }
        answer.whenNoLongerWanted(shown::close)
    }

    private fun show(challenge: Challenge, onOutcome: (ChallengeOutcome) -> Unit): ShownChallenge =
        ShownChallenge(activity, challenge, ChallengeStyle(texts, allowScreenshots), timeLimit, onOutcome).apply { open() }

    private companion object {
        /** As long as an issuer may take, by the EMV rules for apps, twice over. */
        val DEFAULT_TIME_LIMIT: Duration = Duration.ofMinutes(10)
    }
}
