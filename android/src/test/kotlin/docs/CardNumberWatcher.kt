package docs

import android.text.Editable
import android.text.TextWatcher
import android.widget.EditText
import checkout.sdk.CardForm
import checkout.sdk.Feedback
import checkout.sdk.Moment

// snippet: watcher
/** Groups a card number while it is typed, and keeps the caret behind the digit it was behind. */
class CardNumberWatcher(private val field: EditText, private val schemes: List<String>) : TextWatcher {
    private var own = false

    override fun afterTextChanged(typed: Editable) {
        if (own) return // the change is this watcher's
        val edit = CardForm.editNumber(typed.toString(), field.selectionStart)
        if (edit.text != typed.toString()) {
            own = true
            typed.replace(0, typed.length, edit.text)
            own = false
        }
        field.setSelection(edit.caret)
        mark(CardForm.checkNumber(edit.text, schemes, Moment.TYPING))
        if (edit.isFull) field.focusSearch(EditText.FOCUS_FORWARD)?.requestFocus()
    }

    private fun mark(feedback: Feedback) {
        field.error = (feedback as? Feedback.Wrong)?.error?.text
    }

    override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
}
// snippet end
