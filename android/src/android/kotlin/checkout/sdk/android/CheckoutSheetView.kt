package checkout.sdk.android

import android.app.Activity
import android.content.Context
import android.content.ContextWrapper
import android.content.res.Configuration
import android.view.KeyEvent
import android.view.WindowInsets
import android.widget.FrameLayout
import checkout.sdk.SheetAction
import checkout.sdk.SheetResult
import checkout.sdk.SheetScreen
import checkout.sdk.SheetSession
import checkout.sdk.android.sheet.Kit
import checkout.sdk.android.sheet.Place
import checkout.sdk.android.sheet.SheetPanel
import checkout.sdk.android.sheet.bars
import checkout.sdk.android.sheet.consumed
import java.util.Locale
import kotlinx.coroutines.CoroutineScope
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

    internal var place = Place(0, hasTopCorners = false, hasBottomCorners = false)
        set(value) {
            if (field != value) panel?.place(value)
            field = value
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
        panel = SheetPanel(kit, session).also {
            addView(it)
            it.place(place)
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
        CheckoutSheet.runErrands(screen, session, activity)
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
