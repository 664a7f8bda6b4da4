package docs

import android.text.Editable
import android.text.TextWatcher
import android.widget.Button
import android.widget.EditText
import checkout.sdk.Checkout
import checkout.sdk.PaymentFlowParams
import checkout.sdk.SheetAction
import checkout.sdk.SheetButton
import checkout.sdk.SheetContent
import checkout.sdk.SheetField
import checkout.sdk.SheetFlow
import checkout.sdk.SheetResult
import checkout.sdk.SheetScreen
import checkout.sdk.SheetSession

/** Where the app draws; every kind of screen has its own layout. */
interface OwnViews {
    fun draw(screen: SheetScreen, sheet: SheetSession)
}

// snippet: own-sheet
suspend fun pay(checkout: Checkout, intentId: String, customerSecret: String?, views: OwnViews): SheetResult {
    val sheet = checkout.openSheet(SheetFlow.Payment(PaymentFlowParams(intentId, customerSecret)))
    sheet.screens.collect { screen -> views.draw(screen, sheet) } // ends with the sheet
    return sheet.result()
}

/** What a screen is, in one place; `when` says when a new kind is forgotten. */
fun heading(screen: SheetScreen): String = when (val content = screen.content) {
    is SheetContent.Loading -> content.screen.text
    is SheetContent.Choose -> content.screen.order.total ?: screen.frame.title
    is SheetContent.Manage -> content.screen.empty ?: screen.frame.title
    is SheetContent.Form -> content.screen.order.total ?: screen.frame.title
    is SheetContent.Challenged -> content.screen.text
    is SheetContent.Working -> content.screen.text
    is SheetContent.Done -> content.screen.title
}

/** A button says what it is called, whether it can be pressed, and what it does. */
fun Button.show(button: SheetButton, sheet: SheetSession) {
    text = button.label
    isEnabled = button.enabled
    contentDescription = button.accessibilityLabel
    setOnClickListener { sheet.act(button.action) }
}

/** A field types into the sheet, and takes over what that makes of it. */
class OwnField(private val view: EditText, private val field: SheetField, private val sheet: SheetSession) : TextWatcher {
    private var own = false

    override fun afterTextChanged(typed: Editable) {
        if (own) return // the change is this watcher's
        val answer = sheet.type(field.id, typed.toString(), view.selectionStart)
        val text = sheet.text(field.id)
        if (text != typed.toString()) {
            own = true
            typed.replace(0, typed.length, text)
            own = false
        }
        answer.field?.let {
            view.setSelection(it.caret)
            view.error = it.error
        }
        answer.advance?.let { view.focusSearch(EditText.FOCUS_FORWARD)?.requestFocus() }
    }

    override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit

    /** The customer goes on to another field. */
    fun left() = sheet.act(SheetAction.Leave(field.id))
}
// snippet end
