package checkout.sdk.android.sheet

import android.app.Activity
import android.content.Intent
import checkout.sdk.Challenge
import checkout.sdk.ChallengeOutcome
import checkout.sdk.GooglePay
import checkout.sdk.SheetAction
import checkout.sdk.SheetChallengeScreen
import checkout.sdk.SheetContent
import checkout.sdk.SheetScreen
import checkout.sdk.SheetSession
import checkout.sdk.SheetWalletEnd
import checkout.sdk.SheetWalletRequest
import checkout.sdk.WalletException
import checkout.sdk.android.CheckoutSheet
import checkout.sdk.android.GooglePayLauncher
import checkout.sdk.android.WebViewChallengePresenter
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/**
 * What a sheet asks of the platform: the issuer's page and Google's sheet. Each is opened once, and outlives the view that
 * was there when it was asked for. Only on the main thread.
 */
internal class Errands(private val scope: CoroutineScope) {
    private val challenges = HashMap<String, Pair<Challenge, Job>>()
    private val walletRequests = HashMap<String, Long>()
    private var paysWithWallet: SheetSession? = null

    fun run(screen: SheetScreen, session: SheetSession, activity: Activity?, googlePay: GooglePayLauncher?) {
        show((screen.content as? SheetContent.Challenged)?.screen, session, activity)
        screen.frame.wallet?.let { open(it, session, activity, googlePay) }
        if (screen.frame.isClosed) walletRequests.remove(session.id)
    }

    private fun show(screen: SheetChallengeScreen?, session: SheetSession, activity: Activity?) {
        if (challenges[session.id]?.first == screen?.challenge) return
        challenges.remove(session.id)?.second?.cancel()
        if (screen == null) return
        val showing = scope.launch { session.challengeEnded(outcomeOf(screen, activity)) }
        challenges[session.id] = screen.challenge to showing
    }

    private suspend fun outcomeOf(screen: SheetChallengeScreen, activity: Activity?): ChallengeOutcome = when (activity) {
        null -> ChallengeOutcome.NotShown(0, "the sheet's view is not in an Activity")
        else -> {
            val presenter = WebViewChallengePresenter(
                activity, texts = screen.texts, allowScreenshots = CheckoutSheet.allowsScreenshots,
            )
            presenter.present(screen.challenge)
        }
    }

    private fun open(request: SheetWalletRequest, session: SheetSession, activity: Activity?, googlePay: GooglePayLauncher?) {
        if (request.number <= (walletRequests.put(session.id, request.number) ?: 0)) return
        val summary = session.summary
        if (activity == null || googlePay == null || summary == null) return ended(session, SheetWalletEnd.UNAVAILABLE)
        paysWithWallet = session
        try {
            val json = GooglePay.requestJson(summary, googlePay.merchant)
            googlePay.open(activity, json, GooglePay.environment(session.id), WALLET_REQUEST)
        } catch (_: WalletException) {
            ended(session, SheetWalletEnd.UNAVAILABLE)
        }
    }

    /** Whether the result was of a wallet. */
    fun take(requestCode: Int, resultCode: Int, data: Intent?, googlePay: GooglePayLauncher?): Boolean {
        if (requestCode != WALLET_REQUEST) return false
        val session = paysWithWallet ?: return true // of a process before this one: the sheet reads the status instead
        paysWithWallet = null
        val json = data?.let { googlePay?.paymentDataJson(it) }
        when {
            resultCode == Activity.RESULT_CANCELED -> ended(session, SheetWalletEnd.CANCELLED)
            json == null -> ended(session, SheetWalletEnd.FAILED)
            else -> session.payWithGooglePay(json)
        }
        return true
    }

    private fun ended(session: SheetSession, end: SheetWalletEnd) {
        session.act(SheetAction.WalletEnded(end))
    }

    private companion object {
        const val WALLET_REQUEST = 0x7061
    }
}
