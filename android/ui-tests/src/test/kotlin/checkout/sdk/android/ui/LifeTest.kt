package checkout.sdk.android.ui

import android.app.Activity
import android.content.Intent
import android.graphics.Insets
import android.graphics.Rect
import android.os.Bundle
import android.view.KeyEvent
import android.view.View
import android.view.ViewGroup
import android.view.WindowInsets
import android.view.WindowManager
import android.widget.EditText
import android.widget.ScrollView
import android.widget.TextView
import checkout.sdk.GooglePayEnvironment
import checkout.sdk.GooglePayMerchant
import checkout.sdk.PaymentFlowParams
import checkout.sdk.Sandbox
import checkout.sdk.SetupFlowParams
import checkout.sdk.SheetFlow
import checkout.sdk.TestWallets
import checkout.sdk.android.CheckoutSheet
import checkout.sdk.android.CheckoutSheetView
import checkout.sdk.android.ColorPair
import checkout.sdk.android.GooglePayLauncher
import checkout.sdk.android.SheetStyle
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric

/** What Android does to an app: it turns, it is ended, its window is covered. */
class LifeTest : Shop() {
    private fun payment(intent: String, secret: String? = null) = SheetFlow.Payment(PaymentFlowParams(intent, secret))

    @Test
    fun `a new Activity finds its sheet, with what was typed`() {
        install()
        val result = present(payment(Sandbox.intent()))
        typeCard(PAYS, "020")
        val saved = Bundle()
        sheet.saveInstanceState(saved)
        assertFalse("no card data in saved state", "5200" in saved.deepText())
        sheet.recreate()
        await("the form again") { fieldOrNull(NUMBER) != null }
        assertEquals("5200 0000 0000 1005", field(NUMBER).text.toString())
        assertEquals("020", field(CVV).text.toString())
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
    }

    @Test
    fun `presenting again shows the same sheet, and gives the same result`() {
        install()
        val intent = Sandbox.intent()
        val first = present(payment(intent))
        typeCard(PAYS, "020")
        val second = present(payment(intent))
        await("the form again") { fieldOrNull(NUMBER) != null }
        assertEquals("5200 0000 0000 1005", field(NUMBER).text.toString())
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        assertEquals(await(first), await(second))
    }

    @Test
    fun `an Intent holds ids and no secret`() {
        install()
        val customer = Sandbox.customer()
        val secret = Sandbox.secret(customer)
        val intent = CheckoutSheet.intent(activity, payment(Sandbox.intent(customer), secret))
        assertFalse(secret in intent.toUri(0) + checkNotNull(intent.extras).deepText())
        open(intent)
        typeCard(PAYS, "020")
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        await("the end of the Activity") { sheet.get().isFinishing }
        val data = org.robolectric.Shadows.shadowOf(sheet.get()).resultIntent
        val session = checkNotNull(CheckoutSheet.session(data))
        assertEquals(0, kotlinx.coroutines.runBlocking { session.result() }.payment?.code)
    }

    @Test
    fun `in a new process the sheet reads the status, and never pays`() {
        install()
        val paid = Sandbox.intent()
        val result = present(payment(paid))
        typeCard(PAYS, "020")
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
        await(result)
        val intent = sheet.get().intent
        val open = CheckoutSheet.intent(activity, payment(Sandbox.intent()))
        checkout.close()
        install() // a process that knows nothing
        val before = Sandbox.requests("/api/payments").size
        open(intent)
        awaitText("Payment successful")
        open(open)
        awaitText("Check again")
        assertFalse(sees("Try again"))
        assertEquals(before, Sandbox.requests("/api/payments").size)
    }

    @Test
    fun `a process without a checkout ends the Activity`() {
        install()
        open(Intent(CheckoutSheet.intent(activity, payment(Sandbox.intent()))).replaceExtras(Bundle()))
        assertTrue(sheet.get().isFinishing)
    }

    @Test
    fun `an Activity that goes away cannot present`() {
        install()
        activity.finish()
        assertThrows(IllegalStateException::class.java) { CheckoutSheet.presentAsync(activity, payment(Sandbox.intent())) }
    }

    @Test
    fun `its window is secure, but for builds that are tested by pictures`() {
        install()
        present(payment(Sandbox.intent()))
        assertNotEquals(0, sheet.get().window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
        sheet.destroy()
        install(allowsScreenshots = true)
        present(payment(Sandbox.intent()))
        assertEquals(0, sheet.get().window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
    }

    @Test
    fun `neither bars nor keyboard cover anything`() {
        install()
        present(payment(Sandbox.collectingIntent()))
        await("the form") { fieldOrNull(NUMBER) != null }
        cover(bars = Insets.of(0, 96, 0, 48), keyboard = 0)
        val sheetBottom = clickable("Close")!!.rootView.height
        shown().filterIsInstance<ScrollView>().single().let { scroll ->
            assertTrue(bottomOf(scroll) <= sheetBottom - 48)
            scroll.fullScroll(View.FOCUS_DOWN)
        }
        idle()
        assertTrue("Pay is above the bar", bottomOf(clickable("Pay £12.50")!!) <= sheetBottom - 48)
        assertTrue("the title is below the bar", topOf(clickable("Close")!!) >= 96)
        val last = shown().filterIsInstance<EditText>().last()
        last.requestFocus()
        cover(bars = Insets.of(0, 96, 0, 48), keyboard = 900)
        assertTrue("the field that is typed into is above the keyboard", bottomOf(last) <= sheetBottom - 900)
        assertTrue(topOf(last) > 96)
    }

    private fun cover(bars: Insets, keyboard: Int) {
        val insets = WindowInsets.Builder()
            .setInsets(WindowInsets.Type.systemBars(), bars)
            .setInsets(WindowInsets.Type.ime(), Insets.of(0, 0, 0, keyboard))
            .build()
        val content = sheet.get().requireViewById<ViewGroup>(android.R.id.content)
        assertEquals(WindowInsets.CONSUMED, content.getChildAt(0).dispatchApplyWindowInsets(insets))
        repeat(3) { idle() }
    }

    private fun bottomOf(view: View) = topOf(view) + view.height

    private fun topOf(view: View) = IntArray(2).also(view::getLocationInWindow)[1]

    @Test
    fun `a tap outside leaves, as back does`() {
        install()
        for (leave in listOf<() -> Unit>({ outside().performClick() }, ::back)) {
            val result = present(payment(Sandbox.intent()))
            typeCard(PAYS, "020")
            leave()
            assertEquals(7780, await(result).payment?.code)
        }
    }

    @Test
    fun `back, a tap outside and Escape first leave the question`() {
        install()
        val result = present(payment(Sandbox.intent()))
        typeCard(PAYS, "020")
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":4000}}""")
        tap("Pay")
        val escape = { listOf(KeyEvent.ACTION_DOWN, KeyEvent.ACTION_UP).forEach { window.dispatchKeyEvent(KeyEvent(it, KeyEvent.KEYCODE_ESCAPE)) } }
        for (leave in listOf<() -> Unit>({ outside().performClick() }, ::back, escape)) {
            leave()
            assertTrue(sees("still in progress"))
            leave()
            assertFalse(sees("still in progress"))
        }
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
    }

    private fun outside() = sheet.get().requireViewById<ViewGroup>(android.R.id.content).getChildAt(0)

    @Test
    fun `the host's theme changes nothing`() {
        install()
        present(payment(Sandbox.intent()))
        await("the form") { fieldOrNull(NUMBER) != null }
        val plain = draw()
        sheet.destroy()
        for (theme in listOf(android.R.style.Theme_Black, android.R.style.Theme_Material_Dialog, android.R.style.Theme_Holo_Light)) {
            sheet = Robolectric.buildActivity(sheet.get().javaClass, sheet.get().intent)
            sheet.get().setTheme(theme)
            sheet.setup()
            await("the form") { fieldOrNull(NUMBER) != null }
            val themed = draw()
            val content = Rect(0, themed.height / 2, themed.width, themed.height)
            assertEquals(0.0, Pictures.difference(plain, themed, content), 0.5)
            sheet.destroy()
        }
    }

    @Test
    fun `an app's colours are used`() {
        install(SheetStyle().apply { primary = ColorPair(0xFF7A1FA2, 0xFFE1BEE7) })
        present(payment(Sandbox.intent()))
        await("the form") { fieldOrNull(NUMBER) != null }
        val pay = checkNotNull(clickable("Pay £12.50"))
        assertEquals(0xFF7A1FA2.toInt(), draw(pay).getPixel(pay.width / 2, 12) or (0xFF shl 24))
    }

    @Test
    fun `a view of the app's own shows the sheet`() {
        install()
        val session = CheckoutSheet.open(activity, SheetFlow.Setup(SetupFlowParams(Sandbox.setupIntent(Sandbox.customer()))))
        var code: Int? = null
        val view = CheckoutSheetView(activity)
        activity.setContentView(view)
        view.show(session) { code = it.payment?.code }
        await("the form") { shown(view).any { (it as? TextView)?.text == NUMBER } }
        view.back()
        await("the result") { code != null }
        assertEquals(7780, code)
    }

    @Test
    fun `Google's sheet pays`() {
        val google = Google()
        install(googlePay = google)
        val result = present(payment(Sandbox.intent()))
        await("the button") { clickable("Google Pay") != null }
        google.answer = null
        tap("Google Pay")
        await("the request") { google.requests.size == 1 }
        give(Activity.RESULT_CANCELED, null)
        await("the button again") { clickable("Google Pay")?.isEnabled == true }
        tap("Google Pay")
        await("the request") { google.requests.size == 2 }
        assertTrue("\"totalPrice\":\"12.50\"" in google.requests[1])
        google.answer = TestWallets.googlePay("google-pay-cryptogram-approved")
        give(Activity.RESULT_OK, Intent())
        awaitText("Payment successful")
        tap("Done")
        assertEquals(0, await(result).payment?.code)
    }

    private fun give(resultCode: Int, data: Intent?) = assertTrue(CheckoutSheet.onActivityResult(Google.lastCode, resultCode, data))

    private class Google : GooglePayLauncher {
        val requests = mutableListOf<String>()
        var answer: String? = null
        override val merchant = GooglePayMerchant(gatewayMerchantId = "merchant", countryCode = "GB")
        override fun open(activity: Activity, requestJson: String, environment: GooglePayEnvironment, requestCode: Int) {
            requests += requestJson
            lastCode = requestCode
        }
        override fun paymentDataJson(result: Intent) = answer
        companion object {
            var lastCode = 0
        }
    }

    @Suppress("DEPRECATION")
    private fun Bundle.deepText(): String = keySet().joinToString { key ->
        val value = get(key)
        "$key=${if (value is Bundle) value.deepText() else value.toString()}"
    }
}
