package checkout.sdk.android.sheet

import android.graphics.Color
import android.graphics.Rect
import android.os.Build
import android.view.Gravity
import android.view.MotionEvent
import android.view.View
import android.view.ViewGroup
import android.view.inputmethod.InputMethodManager
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ScrollView
import checkout.sdk.SheetAction
import checkout.sdk.SheetAnswer
import checkout.sdk.SheetContent
import checkout.sdk.SheetField
import checkout.sdk.SheetFieldId
import checkout.sdk.SheetFrame
import checkout.sdk.SheetQuestion
import checkout.sdk.SheetScreen
import checkout.sdk.SheetSession
import java.util.Locale

/** The sheet's views for one look: the frame, the content that scrolls in it, and what is asked over it. */
internal class SheetPanel(override val kit: Kit, private val session: SheetSession) :
    FrameLayout(kit.context), Controls {
    private val screens = Screens(this)
    private val testMark = kit.label(12f, kit.warning, bold = true, centred = true)
    private val back = SignButton(this, Sign.BACK, kit.text)
    private val title = kit.heading(20f)
    private val close = SignButton(this, Sign.CLOSE, kit.text)
    private val column = PartColumn(kit.context)
    private val scroll = ScrollView(kit.context)
    private val body = LinearLayout(kit.context)
    private val question = QuestionView(this)
    private var countries: CountryList? = null
    private var place = Place(0, hasTopCorners = false, hasBottomCorners = false)

    private var kind: Any? = null
    private var focusRequests = 0L
    private var isRendering = false

    val language: Locale get() = kit.language

    init {
        isFocusableInTouchMode = true // no field takes the focus, and no keyboard comes up, before the sheet says so
        descendantFocusability = FOCUS_BEFORE_DESCENDANTS
        defaultFocusHighlightEnabled = false
        minimumHeight = kit.dp(MIN_HEIGHT_DP)
        importantForAutofill = IMPORTANT_FOR_AUTOFILL_YES
        layOutBody()
        addView(body)
        addView(question)
        scroll.addOnLayoutChangeListener { _, _, top, _, bottom, _, oldTop, _, oldBottom ->
            if (bottom - top < oldBottom - oldTop) scroll.post(::showFocused) // the keyboard has come up
        }
    }

    private fun layOutBody() {
        testMark.setPadding(kit.dp(24), kit.dp(6), kit.dp(24), kit.dp(6))
        val head = LinearLayout(kit.context).apply {
            gravity = Gravity.CENTER_VERTICAL
            minimumHeight = kit.dp(64)
            setPaddingRelative(kit.dp(24 - SIGN_MARGIN), kit.dp(8), kit.dp(24 - SIGN_MARGIN), kit.dp(8))
            addView(back, LinearLayout.LayoutParams(kit.dp(48), kit.dp(48)))
            addView(title, restOfRow().apply { marginStart = kit.dp(SIGN_MARGIN) })
            addView(close, LinearLayout.LayoutParams(kit.dp(48), kit.dp(48)))
        }
        column.setPadding(kit.dp(24), 0, kit.dp(24), kit.dp(24))
        scroll.addView(column)
        scroll.isFillViewport = true
        body.orientation = LinearLayout.VERTICAL
        body.addView(testMark, fullWidth())
        body.addView(head, fullWidth())
        body.addView(scroll, LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, 0, 1f))
    }

    /** What is below is not meant. */
    override fun onTouchEvent(event: MotionEvent) = true

    fun place(place: Place) {
        setPadding(0, 0, 0, place.covered)
        this.place = place
        background = shaped(kit.background)
        testMark.background = shaped(faint(kit.warning, 36), isAtBottom = false)
        question.background = shaped(SCRIM)
    }

    private fun shaped(color: Int, isAtBottom: Boolean = true) = kit.box(color).apply {
        val top = if (place.hasTopCorners) kit.corner.toFloat() else 0f
        val bottom = if (place.hasBottomCorners && isAtBottom) kit.corner.toFloat() else 0f
        cornerRadii = floatArrayOf(top, top, top, top, bottom, bottom, bottom, bottom)
    }

    fun render() {
        if (isRendering) return // a field that goes has lost the focus, and says so
        isRendering = true
        val screen = session.screen
        showFrame(screen.frame)
        showContent(screen)
        isRendering = false
        screen.frame.focus?.takeIf { it.number > focusRequests }?.let {
            focusRequests = it.number
            focus(it.field)
        }
    }

    private fun showFrame(frame: SheetFrame) {
        testMark.say(frame.testMark?.let(kit::spoken))
        if (title.text.toString() != frame.title) title.text = kit.spoken(frame.title)
        back.show(frame.back)
        (title.layoutParams as LinearLayout.LayoutParams).marginStart = kit.dp(if (frame.back == null) SIGN_MARGIN else 4)
        close.show(frame.close)
        question.show(frame.question)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && accessibilityPaneTitle != frame.title) accessibilityPaneTitle = frame.title
        lockBody(frame.question != null || countries != null)
    }

    private fun showContent(screen: SheetScreen) {
        if (kind != screen.content::class) leaveScreen()
        kind = screen.content::class
        column.show(listOfNotNull(screen.frame.notice?.let(screens::notice)) + screens.parts(screen.content))
    }

    /** Another kind of screen begins at its top, without the keyboard of the last one. */
    private fun leaveScreen() {
        closeCountries()
        if (findFocus() is FieldEdit) {
            requestFocus()
            keyboard()?.hideSoftInputFromWindow(windowToken, 0)
        }
        column.show(emptyList())
        scroll.scrollTo(0, 0)
    }

    /** While something lies over the content, neither a finger, a key nor a screen reader reaches it. */
    private fun lockBody(locked: Boolean) {
        body.importantForAccessibility =
            if (locked) View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS else View.IMPORTANT_FOR_ACCESSIBILITY_AUTO
        body.descendantFocusability = if (locked) FOCUS_BLOCK_DESCENDANTS else FOCUS_BEFORE_DESCENDANTS
    }

    override fun act(action: SheetAction) {
        session.act(action)
        render()
    }

    override fun text(field: SheetFieldId): String = session.text(field)

    override fun type(field: SheetFieldId, text: String, caret: Int): SheetAnswer =
        session.type(field, text, caret).also { post(::render) } // not in the middle of the keyboard's edit

    override fun submit() {
        val content = session.screen.content
        val pay = (content as? SheetContent.Choose)?.screen?.pay ?: (content as? SheetContent.Form)?.screen?.pay
        pay?.takeIf { it.enabled }?.let { act(it.action) }
    }

    override fun focus(field: SheetFieldId) {
        val view = column.field(field) ?: return
        if (view.input is FieldEdit) {
            view.input.requestFocus()
            keyboard()?.showSoftInput(view.input, InputMethodManager.SHOW_IMPLICIT)
        } else {
            keyboard()?.hideSoftInputFromWindow(windowToken, 0)
        }
        view.showWhole()
    }

    private fun showFocused() {
        column.fields().find { it.input.isFocused }?.showWhole()
    }

    override fun chooseCountry(field: SheetField) {
        closeCountries()
        val chosen = session.text(field.id)
        val backLabel = session.screen.frame.let { it.back ?: it.close }?.accessibilityLabel ?: field.label
        fun choose(country: String) {
            closeCountries()
            session.type(field.id, country)
            render()
        }
        countries = CountryList(kit, field, backLabel, chosen, ::choose) { closeCountries() }
        countries?.background = shaped(kit.background)
        addView(countries)
        keyboard()?.hideSoftInputFromWindow(windowToken, 0)
        render()
    }

    /** Whether there was a list to close. */
    fun closeCountries(): Boolean {
        removeView(countries ?: return false)
        countries = null
        lockBody(session.screen.frame.question != null)
        return true
    }

    private fun keyboard() = context.getSystemService(InputMethodManager::class.java)

    private companion object {
        const val MIN_HEIGHT_DP = 320
        const val SIGN_MARGIN = 12
        val SCRIM = Color.argb(120, 0, 0, 0)
    }
}

/** How a sheet stands: which of its corners are seen, and how much of its bottom the platform [covered]. */
internal data class Place(val covered: Int, val hasTopCorners: Boolean, val hasBottomCorners: Boolean)

/** All fields below this view. */
internal fun View.fields(): List<FieldView> = when (this) {
    is FieldView -> listOf(this)
    is ViewGroup -> (0 until childCount).flatMap { getChildAt(it).fields() }
    else -> emptyList()
}

internal fun View.field(id: SheetFieldId) = fields().find { it.id() == id }

/** Scrolls until the label is seen, and what is wrong. */
private fun View.showWhole() = post { requestRectangleOnScreen(Rect(0, 0, width, height), false) }.let { }

/** What the customer is asked over the content. */
private class QuestionView(private val controls: Controls) : FrameLayout(controls.kit.context) {
    private val kit = controls.kit
    private val title = kit.label(20f, bold = true)
    private val message = kit.label(16f, kit.secondaryText)
    private val confirm = ActionButton(controls, Look.FILLED)
    private val dismiss = ActionButton(controls, Look.OUTLINED)
    private var question: SheetQuestion? = null

    init {
        setOnClickListener { question?.let { controls.act(it.dismiss.action) } }
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
        val card = LinearLayout(kit.context).apply {
            orientation = LinearLayout.VERTICAL
            background = kit.box(kit.background)
            setOnTouchListener { _, _ -> true }
            setPadding(kit.dp(24), kit.dp(24), kit.dp(24), kit.dp(24))
            addView(title, fullWidth())
            addView(message, fullWidth().apply { topMargin = kit.dp(8) })
            addView(confirm, fullWidth().apply { topMargin = kit.dp(24) })
            addView(dismiss, fullWidth().apply { topMargin = kit.dp(12) })
        }
        val scroll = ScrollView(kit.context).apply { addView(card) }
        addView(scroll, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT, Gravity.BOTTOM).apply {
            setMargins(kit.dp(16), kit.dp(16), kit.dp(16), kit.dp(16))
        })
    }

    fun show(question: SheetQuestion?) {
        val isNew = question != null && this.question != question
        this.question = question
        visibility = if (question == null) View.GONE else View.VISIBLE
        if (question == null) return
        title.say(kit.spoken(question.title))
        message.say(kit.spoken(question.message))
        confirm.show(question.confirm)
        dismiss.show(question.dismiss)
        if (isNew && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) accessibilityPaneTitle = question.title
    }
}
