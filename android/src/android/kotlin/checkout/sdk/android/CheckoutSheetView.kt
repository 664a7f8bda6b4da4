package checkout.sdk.android

import android.app.Activity
import android.content.Context
import android.content.ContextWrapper
import android.content.res.Configuration
import android.view.KeyEvent
import android.view.WindowInsets
import android.widget.FrameLayout
import checkout.sdk.Challenge
import checkout.sdk.ChallengeOutcome
import checkout.sdk.SheetAction
import checkout.sdk.SheetContent
import checkout.sdk.SheetResult
import checkout.sdk.SheetScreen
import checkout.sdk.SheetSession
import checkout.sdk.android.sheet.Kit
import checkout.sdk.android.sheet.SheetPanel
import checkout.sdk.android.sheet.bars
import checkout.sdk.android.sheet.consumed
import java.util.Locale
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/**
 * The checkout sheet as a plain view, for an app that places it itself, in Compose by an `AndroidView`. Such an app calls
 * [back] when its customer goes back, takes the view away when it is told the result, and protects its own window.
 *
 * Everybody else uses [CheckoutSheet.present].
 */
class CheckoutSheetView internal constructor(context: Context, private val isFramed: Boolean) : FrameLayout(context) {
    constructor(context: Context) : this(context, isFramed = false)

    private var session: SheetSession? = null
    private var onResult: ((SheetResult) -> Unit)? = null
    private var panel: SheetPanel? = null
    private var following: CoroutineScope? = null
    private var challenge: Pair<Challenge, Job>? = null

    /** What the platform covers at the bottom of the sheet, which still draws there. */
    internal var covered = 0
        set(value) {
            field = value
            panel?.setCovered(value)
        }

    /** Shows an open sheet, and tells once how it ended. The view is to be taken away then. */
    fun show(session: SheetSession, onResult: (SheetResult) -> Unit) {
        this.session = session
        this.onResult = onResult
        build(session)
        if (isAttachedToWindow) follow()
    }

    /** The customer goes back: to the screen before, out of a question, or out of the sheet, which may ask first. */
    fun back() {
        if (panel?.closeCountries() != true) act(SheetAction.Back)
    }

    /** The customer touches what is outside. */
    internal fun leave() = act(SheetAction.Close)

    /** What would leave the sheet, first leaves the question that is over it. */
    private fun act(action: SheetAction) {
        val session = session ?: return
        session.act(session.screen.frame.question?.dismiss?.action ?: action)
        panel?.render()
    }

    private fun build(session: SheetSession) {
        val kit = Kit(context, CheckoutSheet.style, Locale.forLanguageTag(session.screen.frame.language))
        removeAllViews()
        panel = SheetPanel(kit, session, isFramed).also {
            addView(it)
            it.setCovered(covered)
            it.render()
        }
    }

    private fun follow() {
        val session = session ?: return
        following?.cancel()
        following = CoroutineScope(SupervisorJob() + mainThread).apply {
            launch {
                session.screens.collect(::render)
                val result = session.result()
                onResult?.also { onResult = null }?.invoke(result)
            }
        }
    }

    private fun render(screen: SheetScreen) {
        val session = session ?: return
        if (panel?.language?.toLanguageTag() != Locale.forLanguageTag(screen.frame.language).toLanguageTag()) build(session)
        panel?.render()
        screen.frame.wallet?.let { CheckoutSheet.openWallet(activity, session, it) }
        showChallenge(session, (screen.content as? SheetContent.Challenged)?.screen?.challenge)
    }

    private fun showChallenge(session: SheetSession, wanted: Challenge?) {
        if (challenge?.first == wanted) return
        challenge?.second?.cancel()
        challenge = wanted?.let { it to (following ?: return).launch { session.challengeEnded(outcomeOf(it)) } }
    }

    private suspend fun outcomeOf(challenge: Challenge): ChallengeOutcome = when (val activity = activity) {
        null -> ChallengeOutcome.NotShown(0, "the sheet's view is not in an Activity")
        else -> WebViewChallengePresenter(activity).present(challenge)
    }

    private val activity: Activity?
        get() = generateSequence(context) { (it as? ContextWrapper)?.baseContext }.firstNotNullOfOrNull { it as? Activity }

    override fun onAttachedToWindow() {
        super.onAttachedToWindow()
        follow()
    }

    override fun onDetachedFromWindow() {
        following?.cancel()
        following = null
        challenge = null
        super.onDetachedFromWindow()
    }

    /** Other colours, letters or words. What was typed is the sheet's. */
    override fun onConfigurationChanged(newConfig: Configuration) {
        super.onConfigurationChanged(newConfig)
        session?.let(::build)
    }

    override fun onApplyWindowInsets(insets: WindowInsets): WindowInsets {
        if (isFramed) return super.onApplyWindowInsets(insets)
        insets.bars().let { setPadding(it.left, it.top, it.right, it.bottom) }
        return insets.consumed()
    }

    override fun dispatchKeyEvent(event: KeyEvent): Boolean {
        if (super.dispatchKeyEvent(event)) return true
        if (event.keyCode != KeyEvent.KEYCODE_ESCAPE || event.action != KeyEvent.ACTION_UP) return false
        back()
        return true
    }

    private companion object {
        val mainThread = MainThreadExecutor().asCoroutineDispatcher()
    }
}
