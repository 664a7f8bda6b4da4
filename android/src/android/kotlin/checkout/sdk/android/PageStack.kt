package checkout.sdk.android

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.os.Build
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.webkit.CookieManager
import android.webkit.WebView
import android.widget.FrameLayout
import checkout.sdk.Challenge
import checkout.sdk.ChallengeNavigation
import checkout.sdk.ChallengeOutcome
import checkout.sdk.NavigationCause
import checkout.sdk.NavigationContext
import checkout.sdk.WebChallenge
import java.net.URISyntaxException

/** The challenge's page, and over it the windows that it has opened. What may be loaded is the core's to say. */
internal class PageStack(
    private val context: Context,
    private val challenge: Challenge,
    private val cookies: ChallengeCookies,
    private val listener: Listener,
) {
    interface Listener {
        /** Another page, host name or progress. */
        fun changed()
        fun say(message: (ChallengeStyle) -> String)
        /** `null` while there is no window to ask in. */
        fun dialogs(): PageDialogs?
        fun ended(outcome: ChallengeOutcome)
    }

    val container = FrameLayout(context)
    private val pages = mutableListOf<ChallengePageView>()

    val top get() = pages.lastOrNull()

    init {
        add()
    }

    fun post(url: String, form: ByteArray) {
        cookies.visit(url)
        top?.post(url, form)
    }

    /** Whether the address may be loaded in the page that asks for it. */
    fun mayLoad(page: ChallengePageView, url: String, mainFrame: Boolean, cause: NavigationCause): Boolean {
        if (page !in pages) return false // over already
        val answer = WebChallenge.navigation(url, NavigationContext(mainFrame, cause, newWindow = false, depth()), challenge)
        if (answer == ChallengeNavigation.Stay) {
            cookies.visit(url)
            return true
        }
        when (answer) {
            is ChallengeNavigation.Open -> open(answer, page)
            is ChallengeNavigation.Ended -> return false.also { listener.ended(answer.outcome) }
            else -> Unit
        }
        if (page.isEmpty) closeWindow(page.view)
        return false
    }

    /** A window whose address is not known yet. `null` if there are enough. */
    fun openWindow(cause: NavigationCause): WebView? {
        val context = NavigationContext(mainFrame = true, cause, newWindow = true, depth())
        return if (WebChallenge.navigation("", context, challenge) == ChallengeNavigation.Stay) add().view else null
    }

    /** The page itself is closed by its end only. */
    fun closeWindow(view: WebView) {
        val page = pages.drop(1).find { it.view === view } ?: return
        pages.remove(page)
        container.removeView(view)
        page.destroy()
        listener.changed()
    }

    /** `false` if there is nothing to go back to. */
    fun goBack(): Boolean {
        val page = top ?: return false
        when {
            page.canGoBack(isPosted = isFirst(page)) -> page.view.goBack()
            pages.size > 1 -> closeWindow(page.view)
            else -> return false
        }
        return true
    }

    fun isFirst(page: ChallengePageView) = pages.firstOrNull() === page

    /** The views are the same ones in another configuration. */
    fun themeChanged() = pages.forEach { it.useTextSize(context.resources.configuration.fontScale) }

    fun destroy() {
        container.removeAllViews()
        pages.forEach { it.destroy() }
        pages.clear()
    }

    private fun depth() = pages.size - 1

    private fun add(): ChallengePageView {
        val page = ChallengePageView(WebView(context), this, cookies, listener)
        // Some banks check in a frame; the app's own web views are not asked about.
        CookieManager.getInstance().setAcceptThirdPartyCookies(page.view, true)
        pages.add(page)
        container.addView(page.view, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
        listener.changed()
        return page
    }

    /** What the core has written, and for the second time nothing that could aim at one component. */
    private fun open(link: ChallengeNavigation.Open, page: ChallengePageView) {
        try {
            val intent = Intent.parseUri(link.url, Intent.URI_INTENT_SCHEME).addCategory(Intent.CATEGORY_BROWSABLE)
            intent.component = null
            intent.selector = null
            intent.flags = Intent.FLAG_ACTIVITY_NEW_TASK
            if (intent.scheme == "https" && Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
                intent.addFlags(Intent.FLAG_ACTIVITY_REQUIRE_NON_BROWSER)
            }
            context.startActivity(intent)
        } catch (_: ActivityNotFoundException) {
            noApp(link, page)
        } catch (_: SecurityException) { // an app that lets nobody in
            noApp(link, page)
        } catch (_: URISyntaxException) {
            noApp(link, page)
        }
    }

    private fun noApp(link: ChallengeNavigation.Open, page: ChallengePageView) {
        val fallback = link.fallback
        if (fallback == null) return listener.say { it.texts.noApp }
        // What the app itself loads is not asked for by the page, so it is asked for here.
        if (mayLoad(page, fallback, mainFrame = true, NavigationCause.REDIRECT)) page.view.loadUrl(fallback)
    }
}
