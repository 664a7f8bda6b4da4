package checkout.sdk.android.ui

import android.net.Uri
import android.view.View
import android.view.ViewGroup
import android.webkit.WebResourceRequest
import android.webkit.WebView
import checkout.sdk.Challenge
import checkout.sdk.Sandbox
import checkout.sdk.challengePage
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import org.robolectric.shadows.ShadowDialog

/** The bank's page. There is no web engine here: the page is answered by hand, and the web view's client is told. */
object BankPage {
    private val http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()

    fun webView(): WebView? = ShadowDialog.getShownDialogs().filter { it.isShowing }.firstNotNullOfOrNull { webViewIn(it.window?.decorView) }

    private fun webViewIn(view: View?): WebView? = when (view) {
        is WebView -> view
        is ViewGroup -> (0 until view.childCount).firstNotNullOfOrNull { webViewIn(view.getChildAt(it)) }
        else -> null
    }

    /** Does to the page what the customer does, and to the client what the web view then would. */
    fun answer(view: WebView, challenge: Challenge, action: String, code: String) {
        val form = challengePage(challenge).formBody
        val question = post("/acs/challenge", form)
        check(question.statusCode() == 200) { "the page said ${question.statusCode()}" }
        val md = form.split('&').first { it.startsWith("MD=") }
        val answered = post("/acs/challenge/answer", "$md&action=$action&code=$code")
        val end = Sandbox.url + answered.headers().firstValue("location").get()
        if (!view.webViewClient.shouldOverrideUrlLoading(view, ToMainFrame(end))) view.webViewClient.onPageStarted(view, end, null)
    }

    private fun post(path: String, form: String): HttpResponse<String> = http.send(
        HttpRequest.newBuilder(URI.create(Sandbox.url + path))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)).build(),
        HttpResponse.BodyHandlers.ofString(),
    )

    private class ToMainFrame(private val address: String) : WebResourceRequest {
        override fun getUrl(): Uri = Uri.parse(address)
        override fun isForMainFrame() = true
        override fun isRedirect() = true
        override fun hasGesture() = true
        override fun getMethod() = "GET"
        override fun getRequestHeaders(): Map<String, String> = emptyMap()
    }
}
