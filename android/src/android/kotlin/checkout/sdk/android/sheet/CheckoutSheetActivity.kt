package checkout.sdk.android.sheet

import android.app.Activity
import android.content.Context
import android.content.Intent
import android.content.res.Configuration
import android.graphics.Color
import android.graphics.Rect
import android.os.Build
import android.os.Bundle
import android.view.Gravity
import android.view.View
import android.view.WindowInsets
import android.view.WindowInsetsController
import android.view.WindowManager.LayoutParams
import android.widget.FrameLayout
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher
import checkout.sdk.android.CheckoutSheet
import checkout.sdk.android.CheckoutSheetView

/**
 * The window of a sheet over the app's own screen. Its Intent has the sheet's id and nothing else: the sheet is found in
 * the process, and in a new process it is opened again to read what came of it.
 */
internal class CheckoutSheetActivity : Activity() {
    private var view: CheckoutSheetView? = null
    private var backCallback: OnBackInvokedCallback? = null

    override fun onCreate(state: Bundle?) {
        setTheme(android.R.style.Theme_Translucent_NoTitleBar) // as the manifest has it, unless the app's has replaced it
        super.onCreate(state)
        prepareWindow()
        open(intent)
    }

    /** The Intent of another sheet while one is shown: that one is still found by its id. */
    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        if (intent.sheetId == this.intent.sheetId) return
        setIntent(intent)
        open(intent)
    }

    private fun open(intent: Intent) {
        val id = intent.sheetId
        val session = id?.let(CheckoutSheet::find)
        if (id == null || session == null) return finish() // nothing is left to be read
        setResult(RESULT_CANCELED, Intent().putExtra(SHEET_ID, id))
        val view = CheckoutSheetView(this, isFramed = true)
        this.view = view
        setContentView(SheetWindow(this, view))
        title = session.screen.frame.title
        view.show(session) {
            setResult(RESULT_OK, Intent().putExtra(SHEET_ID, id))
            finish()
        }
        interceptBack()
    }

    private fun prepareWindow() {
        if (!CheckoutSheet.allowsScreenshots) window.addFlags(LayoutParams.FLAG_SECURE)
        window.setSoftInputMode(LayoutParams.SOFT_INPUT_ADJUST_RESIZE or LayoutParams.SOFT_INPUT_STATE_HIDDEN)
        window.statusBarColor = Color.TRANSPARENT
        window.navigationBarColor = Color.TRANSPARENT
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) window.isNavigationBarContrastEnforced = false
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            window.setDecorFitsSystemWindows(false)
            val isLight = resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK != Configuration.UI_MODE_NIGHT_YES
            val dark = WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
            window.decorView.windowInsetsController?.setSystemBarsAppearance(if (isLight) dark else 0, dark)
        } else {
            @Suppress("DEPRECATION")
            window.decorView.systemUiVisibility = View.SYSTEM_UI_FLAG_LAYOUT_STABLE or
                View.SYSTEM_UI_FLAG_LAYOUT_FULLSCREEN or View.SYSTEM_UI_FLAG_LAYOUT_HIDE_NAVIGATION
        }
    }

    private fun interceptBack() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || backCallback != null) return
        backCallback = OnBackInvokedCallback { view?.back() }.also {
            onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, it)
        }
    }

    override fun onDestroy() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            backCallback?.let(onBackInvokedDispatcher::unregisterOnBackInvokedCallback)
        }
        super.onDestroy()
    }

    @Deprecated("of the platform, before 13")
    override fun onBackPressed() {
        view?.back() ?: finish()
    }

    override fun onConfigurationChanged(newConfig: Configuration) {
        super.onConfigurationChanged(newConfig)
        intent.sheetId?.let(CheckoutSheet::find)?.setTexts(CheckoutSheet.textsFor(this))
    }

    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        CheckoutSheet.onActivityResult(requestCode, resultCode, data)
    }

    internal companion object {
        private const val SHEET_ID = "checkout.sdk.sheet"

        val Intent.sheetId: String? get() = getStringExtra(SHEET_ID)

        fun intent(context: Context, id: String) = Intent(context, CheckoutSheetActivity::class.java).putExtra(SHEET_ID, id)
    }
}

/** The dimmed screen, and where the sheet stands on it: at the bottom of a phone, in the middle of what is wider. */
internal class SheetWindow(context: Context, private val sheet: CheckoutSheetView) : FrameLayout(context) {
    private val density = resources.displayMetrics.density
    private var covered = Rect()

    init {
        setBackgroundColor(SCRIM)
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
        setOnClickListener { sheet.leave() }
        addView(sheet, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT))
    }

    override fun onApplyWindowInsets(insets: WindowInsets): WindowInsets {
        covered = insets.bars()
        requestLayout()
        return insets.consumed()
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val width = MeasureSpec.getSize(widthSpec) - covered.left - covered.right
        val floats = width >= WIDE_DP * density
        val room = (MARGIN_DP * density).toInt()
        (sheet.layoutParams as LayoutParams).apply {
            this.width = if (floats) (SHEET_DP * density).toInt() else LayoutParams.MATCH_PARENT
            gravity = if (floats) Gravity.CENTER else Gravity.BOTTOM
        }
        sheet.place = Place(if (floats) 0 else covered.bottom, hasTopCorners = true, hasBottomCorners = floats)
        setPadding(covered.left, covered.top + room, covered.right, if (floats) covered.bottom + room else 0)
        super.onMeasure(widthSpec, heightSpec)
    }

    private companion object {
        const val WIDE_DP = 600
        const val SHEET_DP = 520
        const val MARGIN_DP = 24
        val SCRIM = Color.argb(140, 0, 0, 0)
    }
}
