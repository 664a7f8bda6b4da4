package checkout.sdk

import java.time.Instant
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

/** What is typed and what is secret is never printed; names and numbers are Dojo's. */
class TypesTest {
    @Test
    fun `nothing that was typed is printed`() {
        val choices = listOf(
            PaymentChoice.NewCard("4456530000001096", "12/29", "341", "Ada Lovelace", save = true),
            PaymentChoice.SavedCard("pm_1", "341"),
        )
        for (choice in choices) {
            for (secret in listOf("4456530000001096", "1096", "12/29", "341", "Ada")) {
                assertFalse(secret in choice.toString(), choice.toString())
            }
        }
        assertEquals("NewCard(***, save=true, mitConsent=null)", choices[0].toString())
        assertEquals("SavedCard(id=pm_1, cvv=***)", choices[1].toString())
    }

    @Test
    fun `no sheet prints the secret that it is opened with`() {
        val flows = listOf(
            SheetFlow.Payment(PaymentFlowParams("pi_1", "cs_secret")), SheetFlow.SavedCards("cust_1", "cs_secret"),
        )
        for (flow in flows) assertFalse("cs_secret" in flow.toString(), flow.toString())
        assertEquals("SavedCards(customerId=cust_1, customerSecret=***)", flows[1].toString())
    }

    @Test
    fun `what stands in a field is no part of a screen`() {
        val sheet = Sandbox.checkout().use { checkout ->
            val sheet = checkout.openSheet(SheetFlow.Payment(PaymentFlowParams(Sandbox.intent())))
            runBlocking { sheet.screens.first { it.content is SheetContent.Form } }
            assertEquals("5200 0000 0000 1005", sheet.run {
                type(SheetFieldId.CARD_NUMBER, "5200000000001005")
                text(SheetFieldId.CARD_NUMBER)
            })
            assertFalse("1005" in sheet.screen.toString(), "the number is printed")
            assertFalse("1005" in sheet.type(SheetFieldId.CARD_NUMBER, "5200000000001005").toString())
            sheet
        }
        assertEquals(Status.USER_CLOSED_WITHOUT_PAYING, runBlocking { sheet.result() }.payment?.status)
    }

    @Test
    fun `no person is printed`() {
        val address = Address(listOf("1 High Street"), "Hull", "Yorkshire", "HU1 1AA", "GB")
        val shipping = ShippingDetails("Ada Lovelace", address)
        val details = CustomerDetails(
            "ada@example.test", "+441482000000", address, shipping, "Ring twice", mapOf("seat" to "window"),
        )
        val contact = ApplePayContact(
            givenName = "Ada", familyName = "Lovelace", email = "ada@example.test", phone = "+441482000000",
            addressLines = listOf("1 High Street"), locality = "Hull", postalCode = "HU1 1AA", countryCode = "GB",
        )
        val summary = PaymentSummary(
            "pi_1", null, null, null, listOf(), listOf(), listOf(), CollectionRequirements(true, true, true), "cust_1",
            "ada@example.test", false, listOf(),
        )
        val token = TestWallets.googlePay("google-pay-cryptogram-approved")
        val printed = listOf<Any>(
            address, shipping, details, contact, summary, CheckoutState.ChoosingMethod(summary),
            PaymentChoice.NewCard("4456530000001096", "12/29", "341", details = details, mitConsent = true),
            PaymentChoice.GooglePay(token),
            PaymentChoice.ApplePay(TestWallets.applePay("apple-pay-approved"), contact, contact),
        ).map { "$it" }
        val personal = listOf(
            "ada@", "Ada", "Lovelace", "High Street", "Hull", "Yorkshire", "HU1", "1482", "Ring", "window", "4456", "12/29",
            "341", "cryptogram", "apple-pay-approved",
        )
        for (text in printed) {
            for (word in personal) assertFalse(word in text, text)
        }
        assertEquals(
            listOf("Address(***)", "ShippingDetails(***)", "CustomerDetails(***)", "ApplePayContact(***)"),
            printed.take(4),
        )
        assertEquals(
            listOf("NewCard(***, save=null, mitConsent=true)", "GooglePay(***)", "ApplePay(***)"),
            printed.subList(6, 9),
        )
    }

    @Test
    fun `a customer secret is not printed`() {
        val params = PaymentFlowParams("pi_1", "cs_secret", Instant.EPOCH)
        assertEquals(
            "PaymentFlowParams(paymentId=pi_1, clientSecret=***, mustCompleteBy=1970-01-01T00:00:00Z)",
            params.toString(),
        )
        assertEquals("PaymentFlowParams(paymentId=pi_1, clientSecret=null, mustCompleteBy=null)", PaymentFlowParams("pi_1").toString())
    }

    @Test
    fun `parameters are printed for logs`() {
        assertEquals(
            "SetupFlowParams(setupIntentId=si_1, mustCompleteBy=null)",
            SetupFlowParams("si_1").toString(),
        )
        assertEquals(
            "VirtualTerminalFlowParams(paymentId=pi_1, mustCompleteBy=1970-01-01T00:00:00Z)",
            VirtualTerminalFlowParams("pi_1", Instant.EPOCH).toString(),
        )
    }

    @Test
    fun `the names and numbers are those of Dojo's SDK`() {
        val codes = DojoPaymentResult.entries.associate { it.name to it.code }
        val published = mapOf(
            "SUCCESSFUL" to 0, "AUTHORIZING" to 3, "REFERRED" to 4, "DECLINED" to 5, "DUPLICATE_TRANSACTION" to 20,
            "FAILED" to 30, "EXPIRED" to 40, "WAITING_PRE_EXECUTE" to 99, "INVALID_REQUEST" to 400,
            "ISSUE_WITH_ACCESS_TOKEN" to 401, "NO_ACCESS_TOKEN_SUPPLIED" to 404, "INTERNAL_SERVER_ERROR" to 500,
            "SDK_INTERNAL_ERROR" to 7770, "USER_CLOSED_WITHOUT_PAYING" to 7780,
        )
        assertEquals(published, codes)
        assertEquals(Status.entries.map { it.name }, DojoPaymentResult.entries.map { it.name })
        assertEquals(DojoPaymentResult.DECLINED, DojoPaymentResult.fromCode(5))
        assertThrows(IllegalArgumentException::class.java) { DojoPaymentResult.fromCode(7) }
    }

    @Test
    fun `a refused configuration says why`() {
        assertThrows(ConfigException.InsecureUrl::class.java) { Checkout(CheckoutConfig(apiUrl = "http://example.com")) }
        assertThrows(ConfigException.BadUrl::class.java) { Checkout(CheckoutConfig(apiUrl = "ftp://example.com")) }
        val refused = assertThrows(ConfigException.BadTimeout::class.java) {
            Checkout(CheckoutConfig(connectTimeoutMillis = -1))
        }
        assertEquals("`connect_timeout_millis` must not be negative", refused.reason)
        assertThrows(ConfigException.Invalid::class.java) { Checkout(CheckoutConfig(userAgentSuffix = "shop\r\nX-Evil: 1")) }
    }

    @Test
    fun `the artifact has the version of the core`() =
        assertEquals(System.getProperty("project.version"), coreVersion())
}
