package checkout.sdk.android.sheet

import android.text.Editable
import android.text.TextWatcher
import android.view.Gravity
import android.view.KeyEvent
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.LinearLayout
import android.widget.TextView
import checkout.sdk.CardScheme
import checkout.sdk.SheetAction
import checkout.sdk.SheetField
import checkout.sdk.SheetKeyboard
import java.util.Locale

/** A field: its label, the box with what stands in it, and below what is wrong with it. */
internal class FieldView(private val controls: Controls, private var field: SheetField) : LinearLayout(controls.kit.context) {
    private val kit = controls.kit
    private val label = kit.label(LABEL_SP, kit.secondaryText).apply { importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO }
    private val error = kit.label(ERROR_SP, kit.error).apply { accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE }

    /** The text is being made the sheet's: nobody types. */
    private var isSetting = false
    private var scheme: CardScheme? = null
    private var outline: Pair<Int, Int>? = null

    val input: TextView = if (field.keyboard == SheetKeyboard.COUNTRY) chooser() else edit()

    init {
        orientation = VERTICAL
        input.id = View.generateViewId()
        input.textSize = TEXT_SP
        input.minimumHeight = kit.dp(BOX_DP)
        input.setPaddingRelative(kit.dp(16), kit.dp(12), kit.dp(16), kit.dp(12))
        input.setTextColor(kit.text)
        input.setHintTextColor(kit.secondaryText)
        input.typeface = label.typeface
        input.textLocale = kit.language
        input.textAlignment = TEXT_ALIGNMENT_VIEW_START
        label.labelFor = input.id
        addView(label, fullWidth().apply { bottomMargin = kit.dp(6) })
        addView(input, fullWidth())
        addView(error, fullWidth().apply { topMargin = kit.dp(4) })
        input.setOnFocusChangeListener { _, focused ->
            showOutline()
            if (!focused) controls.act(SheetAction.Leave(field.id))
        }
    }

    fun id() = field.id

    fun show(field: SheetField, scheme: CardScheme? = null) {
        this.field = field
        label.say(kit.spoken(field.label))
        error.say(field.error?.let(kit::spoken))
        when (val input = input) {
            is FieldEdit -> {
                isSetting = true // a view that is made ready sets its own text, which is none yet
                input.show(field)
                isSetting = false
                showText(field.caret)
            }
            else -> showCountry()
        }
        input.isEnabled = field.enabled
        input.alpha = if (field.enabled) 1f else DISABLED
        showScheme(scheme)
        showOutline()
    }

    private fun edit() = FieldEdit(kit.context, field.secure).apply {
        addTextChangedListener(object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
            override fun afterTextChanged(text: Editable) {
                if (!isSetting) typed(text.toString())
            }
        })
        setOnEditorActionListener { _, _, event ->
            if (event == null || event.action == KeyEvent.ACTION_DOWN) field.next?.let(controls::focus) ?: controls.submit()
            true
        }
    }

    private fun typed(text: String) {
        val edit = input as FieldEdit
        val answer = controls.type(field.id, text, edit.selectionStart.coerceAtLeast(0))
        showText(answer.field?.caret)
        answer.advance?.takeUnless { edit.isFilling }?.let(controls::focus)
    }

    private fun showText(caret: Int?) {
        val edit = input as FieldEdit
        val wanted = controls.text(field.id)
        if (edit.text.toString() == wanted) return
        isSetting = true
        edit.text.replace(0, edit.length(), wanted)
        edit.setSelection((caret ?: wanted.length).coerceIn(0, edit.length()))
        isSetting = false
    }

    private fun chooser() = object : TextView(kit.context) {
        override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(info)
            info.className = "android.widget.Spinner"
            info.contentDescription = listOf(field.accessibilityLabel, text).filter(CharSequence::isNotEmpty).joinToString()
            info.error = field.error
            info.isContentInvalid = field.error != null
        }
    }.apply {
        isFocusable = true
        gravity = Gravity.START or Gravity.CENTER_VERTICAL
        setCompoundDrawablesRelativeWithIntrinsicBounds(null, null, Icon(Sign.OPEN, kit.dp(24), kit.secondaryText), null)
        setOnClickListener { controls.chooseCountry(field) }
    }

    private fun showCountry() {
        val code = controls.text(field.id)
        val name = if (code.isEmpty()) field.hint.orEmpty() else Locale("", code).getDisplayCountry(kit.language)
        if (input.text.toString() != name) input.text = name
    }

    private fun showScheme(scheme: CardScheme?) {
        if (scheme == this.scheme || field.keyboard == SheetKeyboard.COUNTRY) return
        this.scheme = scheme
        val badge = scheme?.let { SchemeBadge(it, kit.dp(36)) }
        input.setCompoundDrawablesRelativeWithIntrinsicBounds(null, null, badge, null)
    }

    private fun showOutline() {
        val wanted = when {
            field.error != null -> kit.error to 2
            input.isFocused -> kit.primary to 2
            else -> kit.outline to 1
        }
        if (wanted == outline) return
        outline = wanted
        input.background = kit.touchable(kit.box(kit.surface, wanted.first, wanted.second), kit.primary)
    }

    private companion object {
        const val LABEL_SP = 14f
        const val TEXT_SP = 16f
        const val ERROR_SP = 13f
        const val BOX_DP = 52
        const val DISABLED = 0.6f
    }
}
