package checkout.sdk

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The form helpers, without a checkout. What they decide is in the scenarios. */
class CardFormTest {
    @Test
    fun `a number is grouped and the caret stays behind its digit`() {
        val edit = CardForm.editNumber("42424", 5)
        assertEquals("4242 4", edit.text)
        assertEquals(6, edit.caret)
        assertEquals(CardScheme.VISA, edit.scheme)
        assertFalse(edit.isComplete || edit.isFull)
        assertTrue(CardForm.editNumber(TestCards.PAID.number, 0).isComplete)
    }

    @Test
    fun `a number is not printed`() {
        val printed = CardForm.editNumber("5200000000001005", 16).toString()
        assertEquals("NumberEdit(***, scheme=MASTERCARD, isComplete=true, isFull=true)", printed)
    }

    @Test
    fun `an expiry gets its slash`() {
        val edit = CardForm.editExpiry("1229", 4)
        assertEquals(ExpiryEdit(text = "12/29", caret = 5, isComplete = true), edit)
    }

    @Test
    fun `an expiry is not printed`() = assertFalse("12/29" in CardForm.editExpiry("1229", 4).toString())

    @Test
    fun `a field is judged when it is left`() {
        assertEquals(Feedback.Unfinished, CardForm.checkNumber("5200", listOf("MASTERCARD"), Moment.TYPING))
        val left = CardForm.checkNumber("5200", listOf("MASTERCARD"), Moment.LEAVING) as Feedback.Wrong
        assertEquals(CardField.NUMBER, left.error.field)
        assertEquals(CardProblem.WRONG_LENGTH, left.error.problem)
        assertEquals(Feedback.Valid, CardForm.checkCvv("020", TestCards.PAID.number, Moment.LEAVING))
        assertEquals(Feedback.Valid, CardForm.checkSavedCardCvv("0201", "AMEX", Moment.LEAVING))
        assertEquals(Feedback.Valid, CardForm.checkCardholderName("Ada Lovelace", Moment.LEAVING))
        assertEquals(Feedback.Valid, CardForm.checkEmail("ada@example.test", Moment.LEAVING))
        assertTrue(CardForm.checkExpiry("13/29", Moment.LEAVING) is Feedback.Wrong)
        assertTrue(CardForm.checkPostcode("", "GB", Moment.LEAVING) is Feedback.Wrong)
    }

    @Test
    fun `countries and amounts`() {
        assertTrue(CardForm.needsPostcode("GB"))
        assertFalse(CardForm.needsPostcode("IE"))
        assertTrue("GB" in CardForm.countries())
        assertEquals(AmountParts(negative = false, integer = "12", fraction = "50"), CardForm.amountParts(1250, "GBP"))
        assertNull(CardForm.amountParts(1250, "XXX"))
    }
}
