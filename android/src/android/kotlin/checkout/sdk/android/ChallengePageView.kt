package checkout.sdk.android

import android.annotation.SuppressLint
import android.graphics.Bitmap
import android.net.Uri
import android.net.http.SslError
import android.os.Handler
import android.os.Looper
import android.os.Message
import android.webkit.GeolocationPermissions
import android.webkit.JsPromptResult
import android.webkit.JsResult
import android.webkit.PermissionRequest
import android.webkit.RenderProcessGoneDetail
import android.webkit.SslErrorHandler
import android.webkit.ValueCallback
import android.webkit.WebChromeClient
import android.webkit.WebResourceError
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebSettings
import android.webkit.WebView
import android.webkit.WebViewClient
import checkout.sdk.ChallengeOutcome
import checkout.sdk.NavigationCause

/** One web view of the challenge: its page, or a window over it. */
internal class ChallengePageView(
    val view: WebView,
    private val stack: PageStack,
    private val cookies: ChallengeCookies,
    private val listener: PageStack.Listener,
) {
    var progress = 0
        private set

    /** Where the page itself is going, or has gone. */
    private var address: String? = null

    /** What was asked of the network for the page itself: also what is posted, which does not ask first. */
    @Volatile
    private var requested: String? = null

    val hostName get() = address?.let { Uri.parse(it).host }.orEmpty()

    /** Nothing has been loaded into it. */
    val isEmpty get() = address == null

    init {
        configure(view.settings)
        view.webViewClient = Client()
        view.webChromeClient = Chrome()
        view.isSaveEnabled = false
        view.setDownloadListener { _, _, _, _, _ -> listener.say { it.texts.noDownload } }
    }

    fun post(url: String, form: ByteArray) {
        address = url
        view.postUrl(url, form)
    }

    /** The posted form is the first page, and is not sent again. */
    fun canGoBack(isPosted: Boolean): Boolean {
        val first = if (isPosted) 1 else 0
        return view.canGoBack() && view.copyBackForwardList().currentIndex > first
    }

    fun useTextSize(fontScale: Float) {
        view.settings.textZoom = (fontScale * FULL_SIZE).toInt()
    }

    /** Not at once: it may be one of its own calls that ends it. */
    fun destroy() {
        Handler(Looper.getMainLooper()).post(view::destroy)
    }

    @SuppressLint("SetJavaScriptEnabled")
    private fun configure(settings: WebSettings) {
        settings.javaScriptEnabled = true // issuers' pages need it
        settings.domStorageEnabled = true
        settings.setSupportMultipleWindows(true)
        settings.allowFileAccess = false
        settings.allowContentAccess = false
        settings.mixedContentMode = WebSettings.MIXED_CONTENT_NEVER_ALLOW
        settings.setGeolocationEnabled(false)
        settings.useWideViewPort = true
        settings.loadWithOverviewMode = true
        settings.builtInZoomControls = true // two fingers
        settings.displayZoomControls = false
        useTextSize(view.resources.configuration.fontScale)
    }

    private inner class Client : WebViewClient() {
        override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {
            val cause = when {
                request.hasGesture() -> NavigationCause.GESTURE
                request.isRedirect -> NavigationCause.REDIRECT
                else -> NavigationCause.SCRIPT
            }
            val url = request.url.toString()
            val mayLoad = stack.mayLoad(this@ChallengePageView, url, request.isForMainFrame, cause)
            if (mayLoad && request.isForMainFrame) address = url
            return !mayLoad
        }

        // A form that is posted somewhere does not ask first.
        override fun onPageStarted(view: WebView, url: String, favicon: Bitmap?) {
            if (!stack.mayLoad(this@ChallengePageView, url, mainFrame = true, NavigationCause.SCRIPT)) return view.stopLoading()
            address = url
            listener.changed()
        }

        override fun onPageFinished(view: WebView, url: String) = listener.changed()

        // Every resource comes by here, on another thread. It is only looked at.
        override fun shouldInterceptRequest(view: WebView, request: WebResourceRequest): WebResourceResponse? {
            val url = request.url.toString()
            cookies.visit(url)
            if (request.isForMainFrame) requested = url
            return null
        }

        override fun onReceivedError(view: WebView, request: WebResourceRequest, error: WebResourceError) {
            if (!request.isForMainFrame) return
            // A form that is posted to an app did not ask first.
            if (error.errorCode == ERROR_UNSUPPORTED_SCHEME) {
                stack.mayLoad(this@ChallengePageView, request.url.toString(), mainFrame = true, NavigationCause.REDIRECT)
            } else {
                failed(error.errorCode, "the page could not be loaded")
            }
        }

        override fun onReceivedSslError(view: WebView, handler: SslErrorHandler, error: SslError) {
            handler.cancel()
            if (error.url == address || error.url == requested) failed(error.primaryError, "the page's certificate is not valid")
        }

        override fun onFormResubmission(view: WebView, dontResend: Message, resend: Message) = dontResend.sendToTarget()

        override fun onRenderProcessGone(view: WebView, detail: RenderProcessGoneDetail): Boolean {
            listener.ended(ChallengeOutcome.NotShown(0, "the web view ended"))
            return true // otherwise the app ends, too
        }

        /** A window that fails is the customer's to close. */
        private fun failed(number: Int, why: String) {
            if (stack.isFirst(this@ChallengePageView)) listener.ended(ChallengeOutcome.NotShown(number, why))
        }
    }

    private inner class Chrome : WebChromeClient() {
        override fun onProgressChanged(view: WebView, newProgress: Int) {
            progress = newProgress
            listener.changed()
        }

        override fun onCreateWindow(view: WebView, isDialog: Boolean, isUserGesture: Boolean, resultMsg: Message): Boolean {
            val cause = if (isUserGesture) NavigationCause.GESTURE else NavigationCause.SCRIPT
            val window = stack.openWindow(cause) ?: return false
            (resultMsg.obj as WebView.WebViewTransport).webView = window
            resultMsg.sendToTarget()
            return true
        }

        override fun onCloseWindow(window: WebView) = stack.closeWindow(window)

        override fun onJsAlert(view: WebView, url: String, message: String, result: JsResult) =
            ask(result) { alert(hostName, message, result) }

        override fun onJsConfirm(view: WebView, url: String, message: String, result: JsResult) =
            ask(result) { confirm(hostName, message, result) }

        override fun onJsBeforeUnload(view: WebView, url: String, message: String, result: JsResult) =
            ask(result) { confirm(hostName, message, result) }

        override fun onJsPrompt(
            view: WebView,
            url: String,
            message: String,
            defaultValue: String?,
            result: JsPromptResult,
        ) = ask(result) { prompt(hostName, message, defaultValue.orEmpty(), result) }

        override fun onShowFileChooser(
            view: WebView,
            filePathCallback: ValueCallback<Array<Uri>>,
            fileChooserParams: FileChooserParams,
        ): Boolean {
            filePathCallback.onReceiveValue(null)
            listener.say { it.texts.noUpload }
            return true
        }

        override fun onPermissionRequest(request: PermissionRequest) = request.deny()

        override fun onGeolocationPermissionsShowPrompt(origin: String, callback: GeolocationPermissions.Callback) =
            callback.invoke(origin, false, false)

        private fun ask(result: JsResult, question: PageDialogs.() -> Unit): Boolean {
            listener.dialogs()?.question() ?: result.cancel()
            return true
        }
    }

    private companion object {
        const val FULL_SIZE = 100
    }
}
