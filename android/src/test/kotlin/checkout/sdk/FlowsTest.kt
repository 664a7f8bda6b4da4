package checkout.sdk

import com.google.gson.JsonParser
import java.time.Instant
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** The one calls besides the plain payment: a card that is saved, one that is keyed in, and the wallets. */
@ExtendWith(Leaks::class)
class FlowsTest {
    private val checkout = Sandbox.checkout()
    private val customer = Sandbox.customer()
    private val consented = with(TestCards.PAID) { PaymentChoice.NewCard(number, expiry, cvv, mitConsent = true) }

    @AfterEach
    fun close() = checkout.close()

    private fun save(intent: String, ui: CheckoutUi): PaymentResult =
        runBlocking { checkout.startSetupFlow(SetupFlowParams(intent), ui) }

    private fun keyIn(intent: String, ui: CheckoutUi): PaymentResult =
        runBlocking { checkout.startVirtualTerminalFlow(VirtualTerminalFlowParams(intent), ui) }

    private fun pay(intent: String, ui: CheckoutUi): PaymentResult =
        runBlocking { checkout.startPaymentFlow(PaymentFlowParams(intent), ui) }

    @Test
    fun `a setup saves the card and charges nothing`() = runBlocking {
        val intent = Sandbox.setupIntent(customer)
        assertEquals(99, checkout.setupStatus(intent).code)
        assertNull(checkout.setupIntent(intent).total)
        val result = save(intent, ScriptedUi(consented))
        assertEquals(0, result.code)
        assertEquals(Charge.NOT_CHARGED, result.charge)
        assertEquals(intent, result.paymentIntentId)
        assertEquals("Completed", Sandbox.setupStatus(intent))
        assertEquals(1, checkout.savedCards(customer, Sandbox.secret(customer)).size)
        assertEquals(0, checkout.setupStatus(intent).code)
    }

    @Test
    fun `a deadline beyond all time never comes, and one before all time has passed`() {
        val never = SetupFlowParams(Sandbox.setupIntent(customer), Instant.MAX)
        assertEquals(0, runBlocking { checkout.startSetupFlow(never, ScriptedUi(consented)) }.code)
        val past = PaymentFlowParams("pi_sandbox_1", mustCompleteBy = Instant.MIN)
        assertEquals(40, runBlocking { checkout.startPaymentFlow(past, ScriptedUi(TestCards.PAID)) }.code)
    }

    @Test
    fun `a setup without consent is asked about again`() {
        val ui = ScriptedUi(TestCards.PAID, consented)
        assertEquals(0, save(Sandbox.setupIntent(customer), ui).code)
        val refused = ui.refusals[1] as ActionException.InvalidCard
        assertEquals(listOf(CardField.CONSENT), refused.fields.map { it.field })
    }

    @Test
    fun `a setup can be challenged`() {
        val ui = ScriptedUi(with(TestCards.CHALLENGED) { PaymentChoice.NewCard(number, expiry, cvv, mitConsent = true) })
        assertEquals(0, save(Sandbox.setupIntent(customer), ui).code)
        assertEquals(listOf("chooseMethod", "startThreeDs", "presentChallenge"), ui.asked)
    }

    @Test
    fun `a setup takes nothing but a new card`() {
        val wallet = PaymentChoice.GooglePay(TestWallets.googlePay("google-pay-cryptogram-approved"))
        val ui = ScriptedUi(wallet, PaymentChoice.Leave)
        assertEquals(7780, save(Sandbox.setupIntent(customer), ui).code)
        assertTrue(ui.refusals[1] is ActionException.MethodNotOffered)
    }

    @Test
    fun `a virtual terminal pays without 3-D Secure`() {
        val intent = Sandbox.terminalIntent()
        val ui = ScriptedUi(TestCards.PAID)
        val result = keyIn(intent, ui)
        assertEquals(0, result.code)
        assertEquals(Charge.CHARGED, result.charge)
        assertEquals(listOf("chooseMethod"), ui.asked)
        assertEquals("Captured", Sandbox.status(intent))
    }

    @Test
    fun `a virtual terminal cannot pay with a card that needs a challenge`() {
        val params = VirtualTerminalFlowParams(Sandbox.terminalIntent())
        // What came of the payment is read from the intent, which by default takes half a minute.
        val result = Checkout(Sandbox.config().copy(readBackLimitMillis = 100)).use { hasty ->
            runBlocking { hasty.startVirtualTerminalFlow(params, ScriptedUi(TestCards.CHALLENGED)) }
        }
        assertEquals(30, result.code)
        assertEquals(ReasonKind.THREE_DS_NOT_SUPPORTED, result.reason?.kind)
    }

    @Test
    fun `an intent of the wrong kind is refused`() {
        val result = keyIn(Sandbox.intent(), ScriptedUi())
        assertEquals(7770, result.code)
        assertEquals(ReasonKind.WRONG_INTENT_TYPE, result.reason?.kind)
    }

    @Test
    fun `Google Pay pays, with the contacts that the intent collects`() {
        val ui = ScriptedUi(PaymentChoice.GooglePay(TestWallets.googlePay("google-pay-cryptogram-approved")))
        assertEquals(0, pay(Sandbox.collectingIntent(), ui).code)
        val sent = Sandbox.requests("/google-pay").last { it["path"].asString.endsWith("/google-pay") }
        assertTrue("postcode" in sent.toString())
    }

    @Test
    fun `Google Pay with a plain number takes 3-D Secure`() {
        val ui = ScriptedUi(PaymentChoice.GooglePay(TestWallets.googlePay("google-pay-pan-only-challenged")))
        assertEquals(0, pay(Sandbox.intent(), ui).code)
        assertEquals(listOf("chooseMethod", "startThreeDs", "presentChallenge"), ui.asked)
    }

    @Test
    fun `Apple Pay pays, with its contacts`() {
        val contact = ApplePayContact(givenName = "Ada", familyName = "Lovelace", postalCode = "HU1 1AA", countryCode = "GB")
        val wallet = PaymentChoice.ApplePay(TestWallets.applePay("apple-pay-approved"), contact, contact)
        assertEquals(0, pay(Sandbox.intent(), ScriptedUi(wallet)).code)
        assertTrue("Lovelace" in Sandbox.requests("/apple-pay").last().toString())
    }

    @Test
    fun `what a wallet gave and cannot be used is asked for again`() {
        val ui = ScriptedUi(
            PaymentChoice.GooglePay("not JSON"),
            PaymentChoice.ApplePay("""{"paymentData":{}}"""),
            PaymentChoice.GooglePay(TestWallets.googlePay("google-pay-cryptogram-declined")),
        )
        assertEquals(5, pay(Sandbox.intent(), ui).code)
        val failures = ui.refusals.drop(1).map { (it as ActionException.UnusableWalletData).failure }
        assertTrue(failures[0] is WalletException.NotJson)
        assertTrue(failures[1] is WalletException.BadField)
    }

    @Test
    fun `what the intent collects is asked for field by field`() {
        val complete = CustomerDetails(email = "ada@example.test", billingAddress = Address(postcode = "HU1 1AA", countryCode = "GB"))
        val card = with(TestCards.PAID) { PaymentChoice.NewCard(number, expiry, cvv, details = complete) }
        val ui = ScriptedUi(TestCards.PAID, card)
        assertEquals(0, pay(Sandbox.collectingIntent(), ui).code)
        assertEquals(CollectionRequirements(email = true, billingAddress = true, shippingDetails = true), ui.summaries[0].collect)
        val refused = ui.refusals[1] as ActionException.InvalidCard
        assertEquals(listOf(CardField.EMAIL, CardField.BILLING_COUNTRY), refused.fields.map { it.field })
    }

    @Test
    fun `the requests for the sheets come from the summary`() = runBlocking {
        val intent = Sandbox.intent()
        val summary = checkout.paymentIntent(intent)
        assertEquals(setOf(Wallet.GOOGLE_PAY, Wallet.APPLE_PAY), summary.wallets.toSet())
        val merchant = GooglePayMerchant(gatewayMerchantId = "merchant-1", countryCode = "GB")
        val request = JsonParser.parseString(GooglePay.requestJson(summary, merchant)).asJsonObject
        assertEquals("12.50", request["transactionInfo"].asJsonObject["totalPrice"].asString)
        assertTrue("allowedPaymentMethods" in GooglePay.isReadyToPayJson(summary))
        assertEquals(GooglePayEnvironment.TEST, GooglePay.environment(intent))
        assertEquals("12.50", ApplePay.request(summary, "GB").amount)
    }

    @Test
    fun `a request that cannot be made says why`() {
        val summary = runBlocking { checkout.paymentIntent(Sandbox.intent()) }
        val setting = runCatching { GooglePay.requestJson(summary, GooglePayMerchant(" ", null, null, "GB")) }
        assertEquals("gateway_merchant_id", (setting.exceptionOrNull() as WalletException.BadSetting).setting)
        val country = runCatching { ApplePay.request(summary, "Britain") }
        assertTrue(country.exceptionOrNull() is WalletException.BadSetting)
        assertFalse(runCatching { GooglePay.isReadyToPayJson(summary.copy(wallets = listOf())) }.isSuccess)
    }
}
