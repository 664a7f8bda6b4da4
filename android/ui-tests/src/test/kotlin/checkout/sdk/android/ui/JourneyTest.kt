package checkout.sdk.android.ui

import android.widget.CheckBox
import android.widget.EditText
import android.widget.ListView
import android.widget.TextView
import checkout.sdk.Charge
import checkout.sdk.PaymentFlowParams
import checkout.sdk.Sandbox
import checkout.sdk.SetupFlowParams
import checkout.sdk.SheetContent
import checkout.sdk.SheetFlow
import checkout.sdk.VirtualTerminalFlowParams
import checkout.sdk.android.CheckoutSheet
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.AfterClass
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TestWatcher
import org.junit.runner.Description

/** Customers on their way to a result, by what they see, type and tap. */
class JourneyTest : Shop() {
    @get:Rule
    val counting = object : TestWatcher() {
        override fun succeeded(description: Description) {
            journeys++
        }
    }

    @Before
    fun open() = install()

    private fun payment(intent: String, secret: String? = null) = SheetFlow.Payment(PaymentFlowParams(intent, secret))

    /** A customer who has a card saved from before. */
    private fun customerWithCard(): String {
        val customer = Sandbox.customer()
        val saved = present(SheetFlow.Setup(SetupFlowParams(Sandbox.setupIntent(customer))))
        typeCard(PAYS, "020")
        shown().filterIsInstance<CheckBox>().single().performClick()
        tap("Save card")
        awaitText("Card saved")
        tap("Done")
        assertEquals(0, await(saved).payment?.code)
        return customer
    }

    @Test
    fun `a new card pays`() {
        val intent = Sandbox.intent()
        val result = present(payment(intent))
        typeCard(PAYS, "020")
        assertEquals("5200 0000 0000 1005", field(NUMBER).text.toString())
        assertEquals("12/29", field(EXPIRY).text.toString())
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
        assertEquals("Captured", Sandbox.status(intent))
        await("the end of the Activity") { sheet.get().isFinishing }
    }

    @Test
    fun `the focus goes on by itself from a full field, and no tap is needed between them`() {
        present(payment(Sandbox.intent()))
        await("the form") { fieldOrNull(NUMBER) != null }
        type(NUMBER, PAYS + "1229" + "020")
        assertEquals("12/29", field(EXPIRY).text.toString())
        assertEquals("020", field(CVV).text.toString())
        assertTrue(field(NAME).isFocused)
    }

    @Test
    fun `a declined card, and another one that pays`() {
        val result = present(payment(Sandbox.intent()))
        typeCard(DECLINES, "341")
        tap("Pay")
        awaitText("Payment declined")
        tap("Try again")
        await("the form again") { fieldOrNull(NUMBER) != null }
        assertEquals("the CVV is not kept", "", field(CVV).text.toString())
        assertEquals("4456 5300 0000 1013", field(NUMBER).text.toString())
        field(NUMBER).setText(PAYS)
        idle()
        type(CVV, "020")
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
    }

    @Test
    fun `leaving after a decline is leaving, with the decline beside it`() {
        val result = present(payment(Sandbox.intent()))
        typeCard(DECLINES, "341")
        tap("Pay")
        awaitText("Payment declined")
        tap("Close")
        val ended = await(result)
        assertEquals(7780, ended.payment?.code)
        assertEquals(5, ended.lastAttempt?.code)
    }

    @Test
    fun `a wrong number is said where it is, and is mended`() {
        present(payment(Sandbox.intent()))
        typeCard("5200000000001006", "020")
        tap("Pay")
        val error = field(NUMBER).createAccessibilityNodeInfo().error
        assertNotNull(error)
        assertTrue(sees(error.toString()))
        field(NUMBER).setText(PAYS)
        idle()
        assertFalse(sees(error.toString()))
    }

    @Test
    fun `a saved card pays with its CVV`() {
        val customer = customerWithCard()
        val result = present(payment(Sandbox.intent(customer), Sandbox.secret(customer)))
        awaitText("1005")
        val cvv = shown().filterIsInstance<EditText>().single()
        cvv.setText("020")
        idle()
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
    }

    @Test
    fun `a saved card is deleted after a question, and stays where that fails`() {
        val customer = customerWithCard()
        val secret = Sandbox.secret(customer)
        val result = present(SheetFlow.SavedCards(customer, secret))
        awaitText("1005")
        Sandbox.fault("/customers/public/*/payment-methods/*", """{"respond":{"status":403}}""")
        tap("Delete")
        tap("Delete card")
        await("the failure") { sees("not deleted") || sees("could not be deleted") }
        assertTrue(sees("1005"))
        Sandbox.clearFaults()
        tap("Delete")
        tap("Keep card")
        assertTrue(sees("1005"))
        tap("Delete")
        tap("Delete card")
        await("the end of the card") { !sees("1005") }
        tap("Close")
        assertEquals(null, await(result).payment)
    }

    private fun answerTheBank(action: String, code: String) {
        val screen = checkNotNull(CheckoutSheet.session(sheet.get().intent)).screen
        val challenge = (screen.content as SheetContent.Challenged).screen.challenge
        BankPage.answer(checkNotNull(BankPage.webView()), challenge, action, code)
    }

    @Test
    fun `the bank asks, and the customer answers on its page`() {
        val intent = Sandbox.intent()
        val result = present(payment(intent))
        typeCard(ASKS, "020")
        tap("Pay")
        await("the bank's page") { BankPage.webView() != null }
        answerTheBank("approve", "1234")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
        assertEquals("Captured", Sandbox.status(intent))
    }

    @Test
    fun `the customer gives up on the bank's page`() {
        val result = present(payment(Sandbox.intent()))
        typeCard(ASKS, "020")
        tap("Pay")
        await("the bank's page") { BankPage.webView() != null }
        answerTheBank("cancel", "")
        awaitText("Try again")
        tap("Close")
        assertEquals(7780, await(result).payment?.code)
    }

    @Test
    fun `leaving while the payment is out asks, and the payment has its result`() {
        val intent = Sandbox.intent()
        val result = present(payment(intent))
        typeCard(PAYS, "020")
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":3000}}""", times = 4)
        tap("Pay")
        back()
        awaitText("still in progress")
        tap("Keep waiting")
        assertFalse(sees("still in progress"))
        back()
        tap("Leave anyway")
        val paid = checkNotNull(await(result).payment)
        assertEquals(0, paid.code)
        assertEquals(Charge.CHARGED, paid.charge)
        assertEquals("Captured", Sandbox.status(intent))
    }

    @Test
    fun `two taps are one payment`() {
        val before = Sandbox.requests("/api/payments/").size
        val result = present(payment(Sandbox.intent()))
        typeCard(PAYS, "020")
        val pay = checkNotNull(clickable("Pay £12.50"))
        pay.performClick()
        pay.performClick()
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
        assertEquals(1, Sandbox.requests("/api/payments/").drop(before).count { "device-data" !in it["path"].asString })
    }

    @Test
    fun `a payment is keyed in`() {
        val result = present(SheetFlow.VirtualTerminal(VirtualTerminalFlowParams(Sandbox.terminalIntent())))
        await("the form") { fieldOrNull(NUMBER) != null }
        typeCard(PAYS, "020")
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
    }

    @Test
    fun `all that an intent collects is typed, and the country chosen from a list`() {
        val result = present(payment(Sandbox.collectingIntent()))
        typeCard(PAYS, "020")
        fill("Email", "ada@example.com")
        shown().filterIsInstance<EditText>().filter { it.text.isEmpty() }.forEach { field ->
            field.setText(if ("hone" in field.hintText()) "+441482000000" else "Hull")
            idle()
        }
        repeat(2) { at ->
            val choosers = shown().filter { it.createAccessibilityNodeInfo().className == "android.widget.Spinner" }
            choosers[at].performClick()
            idle()
            choose("United Kingdom")
        }
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
    }

    private fun fill(label: String, text: String) {
        field(label).setText(text)
        idle()
    }

    private fun EditText.hintText() = createAccessibilityNodeInfo().hintText?.toString().orEmpty()

    private fun choose(country: String) {
        val list = shown().filterIsInstance<ListView>().single()
        val at = (0 until list.adapter.count).first { place ->
            (list.adapter.getView(place, null, list) as TextView).text.toString() == country
        }
        list.performItemClick(list.adapter.getView(at, null, list), at, at.toLong())
        idle()
    }

    companion object {
        private var journeys = 0

        @JvmStatic
        @AfterClass
        fun report() {
            val reports = File(System.getProperty("cargo.target"), "reports").apply { mkdirs() }
            reports.resolve("android-journeys.json").writeText("""{"line": "android sheet: $journeys journeys by typing and tapping"}""")
        }
    }
}
