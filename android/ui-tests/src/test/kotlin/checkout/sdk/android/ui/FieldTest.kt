package checkout.sdk.android.ui

import android.content.ClipData
import android.content.ClipboardManager
import android.graphics.Color
import android.view.View
import android.view.autofill.AutofillValue
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import checkout.sdk.PaymentFlowParams
import checkout.sdk.Sandbox
import checkout.sdk.SheetFlow
import checkout.sdk.android.ColorPair
import checkout.sdk.android.SheetStyle
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** What fields do to keyboards, clipboards and those who fill them in; and whether their colours can be read. */
class FieldTest : Shop() {
    private fun openForm() {
        install()
        present(SheetFlow.Payment(PaymentFlowParams(Sandbox.intent())))
        await("the form") { fieldOrNull(NUMBER) != null }
    }

    private val clipboard get() = checkNotNull(activity.getSystemService(ClipboardManager::class.java))

    private fun paste(field: EditText, text: String) {
        clipboard.setPrimaryClip(ClipData.newPlainText("", text))
        field.requestFocus()
        field.onTextContextMenuItem(android.R.id.paste)
        idle()
    }

    @Test
    fun `a number is pasted in whatever form, and never copied`() {
        openForm()
        for (text in listOf("5200-0000-0000-1005", "5200 0000 0000 1005", "٥٢٠٠٠٠٠٠٠٠٠٠١٠٠٥")) {
            field(NUMBER).setText("")
            paste(field(NUMBER), text)
            assertEquals("5200 0000 0000 1005", field(NUMBER).text.toString())
        }
        type(CVV, "020")
        clipboard.setPrimaryClip(ClipData.newPlainText("", "mine"))
        for (label in listOf(NUMBER, CVV)) {
            for (item in listOf(android.R.id.copy, android.R.id.cut, android.R.id.shareText)) {
                field(label).selectAll()
                field(label).onTextContextMenuItem(item)
                assertEquals("mine", clipboard.primaryClip!!.getItemAt(0).text.toString())
                assertTrue(field(label).text.isNotEmpty())
            }
        }
        type(NAME, "Ada")
        field(NAME).selectAll()
        field(NAME).onTextContextMenuItem(android.R.id.copy)
        assertEquals("Ada", clipboard.primaryClip!!.getItemAt(0).text.toString())
    }

    @Test
    fun `an edit in the middle keeps the caret where it was made`() {
        openForm()
        type(NUMBER, "52000000")
        field(NUMBER).setSelection(2)
        field(NUMBER).onCreateInputConnection(EditorInfo()).commitText("9", 1)
        idle()
        assertEquals("5290 0000 0", field(NUMBER).text.toString().trim())
        assertEquals(3, field(NUMBER).selectionStart)
        field(NUMBER).onCreateInputConnection(EditorInfo()).deleteSurroundingText(1, 0)
        idle()
        assertEquals("5200 0000", field(NUMBER).text.toString().trim())
        assertEquals(2, field(NUMBER).selectionStart)
    }

    @Test
    fun `what a password manager fills in reaches the sheet, and moves no focus`() {
        openForm()
        field(NUMBER).requestFocus()
        for ((label, value) in listOf(NUMBER to PAYS, EXPIRY to "2029-12", CVV to "020", NAME to "Ada Lovelace")) {
            field(label).autofill(AutofillValue.forText(value))
            idle()
        }
        assertTrue(field(NUMBER).isFocused)
        assertEquals("12/29", field(EXPIRY).text.toString())
        tap("Pay")
        awaitText("Payment successful")
    }

    @Test
    fun `each field says what may be filled in, and card data is neither learned nor saved`() {
        openForm()
        assertArrayEquals(arrayOf(View.AUTOFILL_HINT_CREDIT_CARD_NUMBER), field(NUMBER).autofillHints)
        assertArrayEquals(arrayOf(View.AUTOFILL_HINT_CREDIT_CARD_EXPIRATION_DATE), field(EXPIRY).autofillHints)
        assertArrayEquals(arrayOf(View.AUTOFILL_HINT_CREDIT_CARD_SECURITY_CODE), field(CVV).autofillHints)
        assertTrue(View.AUTOFILL_HINT_NAME in field(NAME).autofillHints!!)
        for (label in listOf(NUMBER, CVV)) {
            val info = EditorInfo().also { field(label).onCreateInputConnection(it) }
            assertNotEquals(0, info.imeOptions and EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING)
            assertEquals(EditorInfo.TYPE_CLASS_NUMBER, info.inputType and EditorInfo.TYPE_MASK_CLASS)
            assertFalse(field(label).isSaveEnabled)
            assertEquals(View.TEXT_DIRECTION_LTR, field(label).textDirection)
        }
    }

    @Test
    fun `the keyboard's key goes on, and pays at the last field`() {
        openForm()
        type(NUMBER, PAYS + "1229" + "020")
        field(CVV).requestFocus()
        field(CVV).onEditorAction(EditorInfo.IME_ACTION_NEXT)
        assertTrue(field(NAME).isFocused)
        type(NAME, "Ada Lovelace")
        val last = window.findFocus() as EditText
        assertEquals(EditorInfo.IME_ACTION_DONE, last.imeOptions and EditorInfo.IME_MASK_ACTION)
        last.onEditorAction(EditorInfo.IME_ACTION_DONE)
        awaitText("Payment successful")
    }

    @Test
    fun `texts have a contrast of 4,5 to 1, outlines of 3 to 1, in the light and in the dark`() = with(SheetStyle()) {
        for (text in listOf(text, secondaryText, error, success, warning, primary)) {
            for (ground in listOf(background, surface, panel)) readable(text, ground, 4.5)
        }
        readable(onPrimary, primary, 4.5)
        readable(background, error, 4.5)
        for (ground in listOf(background, surface)) readable(outline, ground, 3.0)
    }

    private fun readable(text: ColorPair, ground: ColorPair, least: Double) {
        for ((one, other) in listOf(text.light to ground.light, text.dark to ground.dark)) {
            val (dark, light) = listOf(luminance(one), luminance(other)).sorted()
            val contrast = (light + 0.05) / (dark + 0.05)
            assertTrue("${Integer.toHexString(one)} on ${Integer.toHexString(other)}: $contrast", contrast >= least)
        }
    }

    private fun luminance(color: Int) = Color.luminance(color).toDouble()
}
