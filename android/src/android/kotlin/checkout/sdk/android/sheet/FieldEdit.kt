package checkout.sdk.android.sheet

import android.content.Context
import android.graphics.Color
import android.os.Build
import android.text.InputType
import android.text.SpannableString
import android.text.Spanned
import android.text.style.TtsSpan
import android.view.ActionMode
import android.view.Menu
import android.view.MenuItem
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.view.autofill.AutofillValue
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import checkout.sdk.SheetAutofill
import checkout.sdk.SheetField
import checkout.sdk.SheetKeyboard

/** The box that is typed into. What goes in is anybody's; of card data nothing goes out but to the sheet. */
internal class FieldEdit(context: Context, private val secure: Boolean) : EditText(context) {
    private var field: SheetField? = null

    /** Whether the platform is filling in: then the focus is its own. */
    var isFilling = false
        private set

    init {
        isSaveEnabled = false // the sheet keeps what was typed, for every new view
        setBackgroundColor(Color.TRANSPARENT)
        if (secure) keepIn()
    }

    fun show(field: SheetField) {
        if (this.field == null) {
            setInput(field.keyboard)
            setAutofill(field.autofill)
            textDirection = if (field.leftToRight) TEXT_DIRECTION_LTR else TEXT_DIRECTION_FIRST_STRONG
        }
        if (this.field?.next != field.next || this.field == null) setKey(isLast = field.next == null)
        this.field = field
        if (hint?.toString() != field.hint) hint = field.hint
        isEnabled = field.enabled
    }

    /** The raw type chooses the keyboard; the type itself would filter what is pasted, and the sheet does that. */
    private fun setInput(keyboard: SheetKeyboard) {
        val plain = InputType.TYPE_CLASS_TEXT
        inputType = when (keyboard) {
            SheetKeyboard.NAME -> plain or InputType.TYPE_TEXT_VARIATION_PERSON_NAME or InputType.TYPE_TEXT_FLAG_CAP_WORDS
            SheetKeyboard.EMAIL -> plain or InputType.TYPE_TEXT_VARIATION_EMAIL_ADDRESS
            SheetKeyboard.POSTCODE -> plain or InputType.TYPE_TEXT_FLAG_CAP_CHARACTERS or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
            SheetKeyboard.LINES -> plain or InputType.TYPE_TEXT_FLAG_MULTI_LINE or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
            SheetKeyboard.TEXT -> plain or InputType.TYPE_TEXT_FLAG_CAP_WORDS
            else -> plain or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
        }
        if (keyboard == SheetKeyboard.LINES) maxLines = MAX_LINES else setSingleLine()
        when (keyboard) {
            SheetKeyboard.DIGITS -> setRawInputType(InputType.TYPE_CLASS_NUMBER)
            SheetKeyboard.DATE -> setRawInputType(InputType.TYPE_CLASS_DATETIME or InputType.TYPE_DATETIME_VARIATION_DATE)
            SheetKeyboard.PHONE -> setRawInputType(InputType.TYPE_CLASS_PHONE)
            else -> Unit
        }
    }

    private fun setKey(isLast: Boolean) {
        val key = if (isLast) EditorInfo.IME_ACTION_DONE else EditorInfo.IME_ACTION_NEXT
        val learning = if (secure) EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING else 0
        imeOptions = key or learning or EditorInfo.IME_FLAG_NO_EXTRACT_UI or EditorInfo.IME_FLAG_NO_FULLSCREEN
    }

    private fun setAutofill(autofill: SheetAutofill) {
        val hints = when (autofill) {
            SheetAutofill.CARD_NUMBER -> arrayOf(View.AUTOFILL_HINT_CREDIT_CARD_NUMBER)
            SheetAutofill.CARD_EXPIRY -> arrayOf(View.AUTOFILL_HINT_CREDIT_CARD_EXPIRATION_DATE)
            SheetAutofill.CARD_SECURITY_CODE -> arrayOf(View.AUTOFILL_HINT_CREDIT_CARD_SECURITY_CODE)
            SheetAutofill.CARDHOLDER_NAME, SheetAutofill.NAME -> arrayOf(View.AUTOFILL_HINT_NAME, "personName")
            SheetAutofill.EMAIL -> arrayOf(View.AUTOFILL_HINT_EMAIL_ADDRESS)
            SheetAutofill.PHONE -> arrayOf(View.AUTOFILL_HINT_PHONE, "phoneNumber")
            SheetAutofill.ADDRESS_LINE1 -> arrayOf(View.AUTOFILL_HINT_POSTAL_ADDRESS, "streetAddress")
            SheetAutofill.ADDRESS_LINE2 -> arrayOf("extendedAddress")
            SheetAutofill.CITY -> arrayOf("addressLocality")
            SheetAutofill.STATE -> arrayOf("addressRegion")
            SheetAutofill.POSTCODE -> arrayOf(View.AUTOFILL_HINT_POSTAL_CODE)
            SheetAutofill.COUNTRY -> arrayOf("addressCountry")
            SheetAutofill.OFF -> emptyArray()
        }
        if (hints.isEmpty()) importantForAutofill = IMPORTANT_FOR_AUTOFILL_NO else setAutofillHints(*hints)
    }

    override fun autofill(value: AutofillValue?) {
        isFilling = true
        super.autofill(value)
        isFilling = false
    }

    private fun keepIn() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) importantForContentCapture = IMPORTANT_FOR_CONTENT_CAPTURE_NO
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.VANILLA_ICE_CREAM) contentSensitivity = CONTENT_SENSITIVITY_SENSITIVE
        customSelectionActionModeCallback = OnlyInwards
        customInsertionActionModeCallback = OnlyInwards
    }

    /** Menus, a keyboard's Ctrl+C and a screen reader's actions all come here. */
    override fun onTextContextMenuItem(id: Int): Boolean =
        if (secure && id in OUTWARDS) true else super.onTextContextMenuItem(id)

    /** A selection that is held long would be dragged out. */
    override fun performLongClick(): Boolean {
        if (secure && hasSelection()) setSelection(selectionEnd)
        return super.performLongClick()
    }

    override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(info)
        val field = field ?: return
        info.hintText = listOfNotNull(field.accessibilityLabel, field.hint.takeIf { text.isEmpty() }).joinToString()
        info.error = field.error
        info.isContentInvalid = field.error != null
        if (secure) {
            info.removeAction(AccessibilityNodeInfo.AccessibilityAction.ACTION_COPY)
            info.removeAction(AccessibilityNodeInfo.AccessibilityAction.ACTION_CUT)
        }
        if (field.keyboard == SheetKeyboard.DIGITS && text.isNotEmpty()) info.text = digitByDigit(text.toString())
    }

    private fun digitByDigit(digits: String) = SpannableString(digits).apply {
        setSpan(TtsSpan.DigitsBuilder().setDigits(digits.filter(Char::isDigit)).build(), 0, length, Spanned.SPAN_INCLUSIVE_EXCLUSIVE)
    }

    /** Takes from a menu what would carry the text away; other apps' entries would, too. */
    private object OnlyInwards : ActionMode.Callback {
        override fun onCreateActionMode(mode: ActionMode, menu: Menu) = true
        override fun onPrepareActionMode(mode: ActionMode, menu: Menu): Boolean {
            val outwards = (0 until menu.size()).map { menu.getItem(it).itemId }.filterNot(INWARDS::contains)
            outwards.forEach(menu::removeItem)
            return outwards.isNotEmpty()
        }
        override fun onActionItemClicked(mode: ActionMode, item: MenuItem) = false
        override fun onDestroyActionMode(mode: ActionMode) = Unit
    }

    private companion object {
        const val MAX_LINES = 4
        val INWARDS = setOf(android.R.id.paste, android.R.id.pasteAsPlainText, android.R.id.selectAll, android.R.id.autofill)
        val OUTWARDS = setOf(android.R.id.copy, android.R.id.cut, android.R.id.shareText)
    }
}
