package checkout.sdk.android

import android.app.Activity
import android.app.Dialog
import android.graphics.Bitmap
import android.net.http.SslError
import android.os.Handler
import android.os.Looper
import android.webkit.SslErrorHandler
import android.webkit.WebResourceError
import android.webkit.WebResourceRequest
import android.webkit.WebView
import android.webkit.WebViewClient
import checkout.sdk.Challenge
import checkout.sdk.ChallengeOutcome
import checkout.sdk.ChallengePage
import checkout.sdk.ChallengePageException
import checkout.sdk.challengeOutcome
import checkout.sdk.challengePage

/** A WebView over the whole Activity, until the challenge is over. Only on the main thread. */
internal class ChallengeDialog(
    private val activity: Activity,
    private val challenge: Challenge,
    private val timeLimitMillis: Long,
    private val onOutcome: (ChallengeOutcome) -> Unit,
) {
    private val mainThread = Handler(Looper.getMainLooper())
    private val timeout = Runnable { end(ChallengeOutcome.TimedOut) }
    private var dialog: Dialog? = null
    private var webView: WebView? = null

    fun open() {
        try {
            open(challengePage(challenge))
        } catch (_: ChallengePageException) {
            end(ChallengeOutcome.NotShown(0, "the challenge has no page that can be opened"))
        }
    }

    private fun open(page: ChallengePage) {
        val webView = WebView(activity).also { webView = it }
        webView.settings.apply {
            javaScriptEnabled = true // issuers' pages need it
            domStorageEnabled = true
            allowFileAccess = false
            allowContentAccess = false
        }
        webView.webViewClient = Watcher()
        dialog = Dialog(activity, android.R.style.Theme_DeviceDefault_Light_NoActionBar).apply {
            setContentView(webView)
            setOnCancelListener { end(ChallengeOutcome.Cancelled) }
            show()
        }
        mainThread.postDelayed(timeout, timeLimitMillis)
        webView.postUrl(page.url, page.formBody.toByteArray())
    }

    /** Takes the challenge off the screen; from any thread. */
    fun close() {
        if (Looper.myLooper() == Looper.getMainLooper()) dismiss() else mainThread.post(::dismiss)
    }

    private fun end(outcome: ChallengeOutcome) {
        dismiss()
        onOutcome(outcome)
    }

    private fun dismiss() {
        mainThread.removeCallbacks(timeout)
        dialog?.dismiss()
        webView?.destroy()
        dialog = null
        webView = null
    }

    private inner class Watcher : WebViewClient() {
        override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean =
            request.isForMainFrame && endAt(request.url.toString())

        // A form that is posted to the return address does not ask first.
        override fun onPageStarted(view: WebView, url: String, favicon: Bitmap?) {
            endAt(url)
        }

        override fun onReceivedError(view: WebView, request: WebResourceRequest, error: WebResourceError) {
            if (request.isForMainFrame) end(ChallengeOutcome.NotShown(error.errorCode, "the page could not be loaded"))
        }

        override fun onReceivedSslError(view: WebView, handler: SslErrorHandler, error: SslError) {
            handler.cancel()
            end(ChallengeOutcome.NotShown(error.primaryError, "the page's certificate is not valid"))
        }

        private fun endAt(url: String): Boolean {
            if (webView == null) return true // over already
            val outcome = challengeOutcome(url, challenge) ?: return false
            end(outcome)
            return true
        }
    }
}
