package checkout.sdk.android.ui

import android.app.Activity
import android.content.Intent
import android.widget.EditText
import checkout.sdk.GooglePayEnvironment
import checkout.sdk.GooglePayMerchant
import checkout.sdk.PaymentFlowParams
import checkout.sdk.Sandbox
import checkout.sdk.SetupFlowParams
import checkout.sdk.SheetAction
import checkout.sdk.SheetContent
import checkout.sdk.SheetFieldId
import checkout.sdk.SheetFlow
import checkout.sdk.SheetSession
import checkout.sdk.SheetToggleId
import checkout.sdk.android.CheckoutSheet
import checkout.sdk.android.GooglePayLauncher
import java.io.File
import org.junit.AfterClass
import org.junit.Test
import org.robolectric.RuntimeEnvironment

/** Every kind of screen in every look: drawn, compared with what it was, and each of its nodes asked what a screen reader asks. */
class PicturesTest : Shop() {
    private val session: SheetSession get() = checkNotNull(CheckoutSheet.session(sheet.get().intent))
    private lateinit var pictures: Pictures

    @Test
    fun `in the light`() {
        walk("light")
        pictures.document("sheet-android.png", "choose", "form", "wrong", "working", "paid")
        pictures.document("sheet.png", "choose", "form", "paid")
    }

    @Test
    fun `in the dark`() = walk("dark", "+night")

    @Test
    fun `in German`() = walk("german", "+de-rDE")

    @Test
    fun `from right to left`() = walk("right-to-left", "+ar-rEG-ldrtl")

    @Test
    fun `in letters twice as large`() = walk("large", fontScale = 2f)

    @Test
    fun `on a tablet`() = walk("tablet", "w1280dp-h800dp-land-mdpi")

    private fun walk(look: String, qualifiers: String? = null, fontScale: Float = 1f) {
        qualifiers?.let(RuntimeEnvironment::setQualifiers)
        RuntimeEnvironment.setFontScale(fontScale)
        pictures = Pictures(look)
        install(googlePay = NoGoogle)
        val customer = Sandbox.customer()
        for (card in listOf(PAYS, "4456530000001005")) save(card, customer)
        choosing(customer)
        typing()
        val ends = listOf("declined" to DECLINES, "unknown" to "4456530000100997", "challenge" to ASKS, "paid" to PAYS)
        for ((name, card) in ends) pay(card, name)
        setUp(customer)
        pictures.compare()
    }

    private fun save(card: String, customer: String) {
        val session = CheckoutSheet.open(activity, SheetFlow.Setup(SetupFlowParams(Sandbox.setupIntent(customer))))
        await("the form") { session.screen.content is SheetContent.Form }
        fill(session, card)
        session.act(SheetAction.Tick(SheetToggleId.SETUP_CONSENT, true))
        session.act(SheetAction.Pay)
        await("the card") { session.screen.content is SheetContent.Done }
        session.act(SheetAction.Close)
    }

    private fun choosing(customer: String) {
        Sandbox.fault("/payment-intents/public/*", """{"delay":{"milliseconds":700}}""")
        present(payment(Sandbox.orderIntent(customer), Sandbox.secret(customer)))
        take("loading")
        await("the choice") { session.screen.content is SheetContent.Choose }
        take("choose")
        session.act(SheetAction.ManageCards)
        await("the cards") { session.screen.content is SheetContent.Manage }
        take("manage")
        session.act(SheetAction.DeleteCard((session.screen.content as SheetContent.Manage).screen.savedCards[0].id))
        await("the question") { session.screen.frame.question != null }
        take("question")
        sheet.destroy()
    }

    private fun typing() {
        present(payment(Sandbox.collectingIntent()))
        await("the form") { session.screen.content is SheetContent.Form }
        take("form")
        fill(session, "5200000000001006")
        session.act(SheetAction.Pay)
        await("what is wrong") { shown().filterIsInstance<EditText>().any { it.createAccessibilityNodeInfo().error != null } }
        take("wrong")
        val chooser = shown().first { it.createAccessibilityNodeInfo().className == "android.widget.Spinner" }
        chooser.performClick()
        idle()
        take("countries")
        sheet.destroy()
    }

    private fun pay(card: String, name: String) {
        present(payment(Sandbox.intent()))
        await("the form") { session.screen.content is SheetContent.Form }
        fill(session, card)
        if (name == "paid") Sandbox.fault("/api/payments/*", """{"delay":{"milliseconds":700}}""", times = 2)
        session.act(SheetAction.Pay)
        if (name == "paid") {
            await("the payment") { session.screen.content is SheetContent.Working }
            take("working")
        }
        await(name) { session.screen.content.let { it is SheetContent.Done || it is SheetContent.Challenged } }
        take(name)
        sheet.destroy()
    }

    private fun setUp(customer: String) {
        present(SheetFlow.Setup(SetupFlowParams(Sandbox.setupIntent(customer))))
        await("the form") { session.screen.content is SheetContent.Form }
        take("setup")
        sheet.destroy()
    }

    private fun payment(intent: String, secret: String? = null) = SheetFlow.Payment(PaymentFlowParams(intent, secret))

    private fun fill(session: SheetSession, card: String) {
        session.type(SheetFieldId.CARD_NUMBER, card)
        session.type(SheetFieldId.EXPIRY, "12/29")
        session.type(SheetFieldId.CVV, if (card == DECLINES) "341" else "020")
        session.type(SheetFieldId.CARDHOLDER_NAME, "Ada Lovelace")
    }

    private fun take(name: String) {
        repeat(3) { idle() }
        pictures.take(name, draw())
        Accessibility.check(name, window)
    }

    private object NoGoogle : GooglePayLauncher {
        override val merchant = GooglePayMerchant(gatewayMerchantId = "merchant", countryCode = "GB")
        override fun open(activity: Activity, requestJson: String, environment: GooglePayEnvironment, requestCode: Int) = Unit
        override fun paymentDataJson(result: Intent): String? = null
    }

    companion object {
        @JvmStatic
        @AfterClass
        fun report() {
            val reports = File(System.getProperty("cargo.target"), "reports").apply { mkdirs() }
            val line = "android sheet: ${Pictures.count} pictures in 6 looks compared, ${Accessibility.nodes} nodes asked as a screen reader asks"
            reports.resolve("android-pictures.json").writeText("""{"line": "$line"}""")
        }
    }
}
