package checkout.sdk.android

import android.app.Dialog
import android.content.Context
import android.os.Build
import android.os.Bundle
import android.text.TextUtils
import android.util.TypedValue
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.view.WindowInsets
import android.view.WindowInsetsController
import android.view.WindowManager
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.TextView
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher

/** The window around the pages: the host's name, a way to close, progress, and what there is to say. */
internal class ChallengeScreen(
    context: Context,
    private val style: ChallengeStyle,
    private val pages: View,
    private val onBack: () -> Unit,
    private val onClose: () -> Unit,
) : Dialog(context, style.theme(context)) {
    val dialogs = PageDialogs(context, style)

    private val colours = style.colours(context)
    private val title = TextView(context).apply {
        setTextColor(colours.text)
        textSize = TITLE_SIZE
        isSingleLine = true
        // The end of a host's name says whose it is.
        ellipsize = TextUtils.TruncateAt.START
        textDirection = View.TEXT_DIRECTION_LTR
        gravity = Gravity.CENTER_VERTICAL or Gravity.START
    }
    private val progress = ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal)
    private val notice = TextView(context).apply {
        setTextColor(colours.surface)
        setBackgroundColor(colours.text)
        visibility = View.GONE
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
        setOnClickListener { visibility = View.GONE }
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setCanceledOnTouchOutside(false)
        setContentView(content())
        window?.apply {
            style.protect(this)
            setLayout(MATCH_PARENT, MATCH_PARENT)
            @Suppress("DEPRECATION") // from API 30 on the insets are consumed below
            setSoftInputMode(WindowManager.LayoutParams.SOFT_INPUT_ADJUST_RESIZE)
        }
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            val back = OnBackInvokedCallback { onBack() }
            onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, back)
        }
    }

    @Deprecated("what API 32 and older call, and apps that have not turned on the predictive gesture")
    override fun onBackPressed() = onBack()

    fun show(hostName: String, percent: Int) {
        title.text = hostName
        progress.progress = percent
        progress.visibility = if (percent < DONE) View.VISIBLE else View.INVISIBLE
    }

    fun say(message: String) {
        notice.text = message
        notice.visibility = View.VISIBLE
    }

    /** The pages are left for another window. */
    fun close() {
        dialogs.close()
        (pages.parent as? ViewGroup)?.removeView(pages)
        dismiss()
    }

    private fun content() = LinearLayout(context).apply {
        orientation = LinearLayout.VERTICAL
        setBackgroundColor(colours.surface)
        addView(bar())
        addView(progress.apply { max = DONE }, LinearLayout.LayoutParams(MATCH_PARENT, pixels(PROGRESS_HEIGHT)))
        (pages.parent as? ViewGroup)?.removeView(pages)
        addView(pages, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        val space = pixels(SPACE)
        addView(notice.apply { setPadding(space, space, space, space) }, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) consumeInsets(this)
    }

    private fun bar() = LinearLayout(context).apply {
        gravity = Gravity.CENTER_VERTICAL
        val close = TextView(context).apply {
            text = CROSS
            contentDescription = style.texts.close
            textSize = TITLE_SIZE
            setTextColor(colours.text)
            gravity = Gravity.CENTER
            isFocusable = true
            accessibilityDelegate = AsButton
            setOnClickListener { onClose() }
        }
        val touchable = pixels(TOUCHABLE)
        close.minimumWidth = touchable
        close.minimumHeight = touchable
        addView(close)
        addView(title, LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f).apply { marginEnd = pixels(SPACE) })
    }

    /** Bars, cutout and keyboard. Before API 30 the window itself leaves room for them. */
    private fun consumeInsets(root: View) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) return
        window?.setDecorFitsSystemWindows(false)
        val light = WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS or WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
        root.setOnApplyWindowInsetsListener { view, insets ->
            val types = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
            val taken = insets.getInsets(types)
            view.setPadding(taken.left, taken.top, taken.right, taken.bottom)
            view.windowInsetsController?.setSystemBarsAppearance(if (style.isNight(context)) 0 else light, light)
            WindowInsets.CONSUMED
        }
    }

    private fun pixels(dp: Float) =
        TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_DIP, dp, context.resources.displayMetrics).toInt()

    private companion object {
        const val CROSS = "\u2715"
        const val TITLE_SIZE = 16f
        const val SPACE = 16f
        const val TOUCHABLE = 48f
        const val PROGRESS_HEIGHT = 4f
        const val DONE = 100
    }
}

/** Lets a text be announced as what it is used for. */
private object AsButton : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.className = Button::class.java.name
    }
}
