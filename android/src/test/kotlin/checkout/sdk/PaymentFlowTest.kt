package checkout.sdk

import java.time.Instant
import java.util.concurrent.Executors
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** The one call, from the intent to the result. */
@ExtendWith(Leaks::class)
class PaymentFlowTest {
    private val checkout = Sandbox.checkout()

    @AfterEach
    fun close() = checkout.close()

    private fun pay(params: PaymentFlowParams, ui: CheckoutUi): PaymentResult =
        runBlocking { checkout.startPaymentFlow(params, ui) }

    @Test
    fun `a card that pays gives 0`() {
        val intent = Sandbox.intent()
        val ui = ScriptedUi(TestCards.PAID)
        val result = pay(PaymentFlowParams(paymentId = intent), ui)
        assertEquals(0, result.code)
        assertEquals(Charge.CHARGED, result.charge)
        assertNull(result.reason)
        assertEquals(intent, result.paymentIntentId)
        assertEquals("Captured", Sandbox.status(intent))
        assertEquals(listOf("chooseMethod", "startThreeDs"), ui.asked)
        assertTrue(ui.states.last() is CheckoutState.Finished)
        assertEquals("12.50", ui.summaries.single().total?.major)
    }

    @Test
    fun `a declined card gives 5, and the intent can be paid with another`() {
        val params = PaymentFlowParams(Sandbox.intent())
        assertEquals(5, pay(params, ScriptedUi(TestCards.DECLINED)).code)
        assertEquals(0, pay(params, ScriptedUi(TestCards.PAID)).code)
    }

    @Test
    fun `a card that was mistyped is asked for again, with an error for each field`() {
        val ui = ScriptedUi(TestCards.MISTYPED, TestCards.PAID)
        assertEquals(0, pay(PaymentFlowParams(Sandbox.intent()), ui).code)
        assertNull(ui.refusals[0])
        val refused = ui.refusals[1] as ActionException.InvalidCard
        assertEquals(listOf(CardField.NUMBER, CardField.EXPIRY), refused.fields.map { it.field })
        assertEquals(CardProblem.WRONG_CHECK_DIGIT, refused.fields[0].problem)
        assertFalse("1006" in refused.toString(), "what was typed is not in the error")
    }

    @Test
    fun `a challenge is shown and its outcome decides`() {
        val ui = ScriptedUi(TestCards.CHALLENGED)
        assertEquals(0, pay(PaymentFlowParams(Sandbox.intent()), ui).code)
        assertEquals(listOf("chooseMethod", "startThreeDs", "presentChallenge"), ui.asked)

        val refusing = object : ScriptedUi(TestCards.CHALLENGED) {
            override suspend fun presentChallenge(challenge: Challenge) = ChallengeOutcome.Failed
        }
        assertEquals(5, pay(PaymentFlowParams(Sandbox.intent()), refusing).code)
    }

    @Test
    fun `a 3-D Secure session that does not start gives 7770, and nothing is paid`() {
        val ui = object : ScriptedUi(TestCards.PAID) {
            override suspend fun startThreeDs(token: String) = false
        }
        val result = pay(PaymentFlowParams(Sandbox.intent()), ui)
        assertEquals(7770, result.code)
        assertEquals(ReasonKind.THREE_DS_FAILED, result.reason?.kind)
        assertEquals(Charge.NOT_CHARGED, result.charge)
    }

    @Test
    fun `a customer who leaves gives 7780`() {
        val result = pay(PaymentFlowParams(Sandbox.intent()), ScriptedUi(PaymentChoice.Leave))
        assertEquals(7780, result.code)
        assertEquals(Charge.NOT_CHARGED, result.charge)
    }

    @Test
    fun `a card is saved, paid with again, and deleted`() {
        val customer = Sandbox.customer()
        val save = with(TestCards.PAID) { PaymentChoice.NewCard(number, expiry, cvv, "Ada", save = true) }
        assertEquals(0, pay(params(customer), ScriptedUi(save)).code)

        val saved = pay(params(customer), object : ScriptedUi() {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice =
                PaymentChoice.SavedCard(summary.savedCards.single().id, "020")
        })
        assertEquals(0, saved.code)

        val deleting = object : ScriptedUi() {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice {
                summaries += summary
                val card = summary.savedCards.firstOrNull() ?: return PaymentChoice.Leave
                return PaymentChoice.DeleteSavedCard(card.id)
            }
        }
        assertEquals(7780, pay(params(customer), deleting).code)
        assertEquals(listOf(1, 0), deleting.summaries.map { it.savedCards.size })
        assertEquals(0, runBlocking { checkout.savedCards(customer, Sandbox.secret(customer)) }.size)
    }

    @Test
    fun `a saved card that cannot be deleted is asked about again`() {
        val customer = Sandbox.customer()
        val save = with(TestCards.PAID) { PaymentChoice.NewCard(number, expiry, cvv, "Ada", save = true) }
        assertEquals(0, pay(params(customer), ScriptedUi(save)).code)
        val ui = object : ScriptedUi() {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice {
                refusals += refused
                if (refused != null) return PaymentChoice.Leave
                Sandbox.fault("/customers/public/*/payment-methods/*", """{"respond":{"status":403}}""")
                return PaymentChoice.DeleteSavedCard(summary.savedCards.single().id)
            }
        }
        assertEquals(7780, pay(params(customer), ui).code)
        val refused = ui.refusals.last() as ActionException.DeletionFailed
        assertTrue(refused.failure is CallException.AccessDenied)
    }

    @Test
    fun `a changed total is asked about once, and paid when it was seen`() {
        val customer = Sandbox.customer()
        val save = with(TestCards.PAID) { PaymentChoice.NewCard(number, expiry, cvv, "Ada", save = true) }
        assertEquals(0, pay(params(customer), ScriptedUi(save)).code)
        val params = params(customer)
        val intent = "/payment-intents/public/${params.paymentId}"
        Sandbox.fault(intent, """{"rewrite":{"merge":{"clientSessionSecretExpirationDate":"2026-01-01T00:00:00Z"}}}""")
        Sandbox.fault("$intent/refresh-client-session-secret", """{"rewrite":{"merge":{"totalAmount":{"value":1500}}}}""")
        val ui = object : ScriptedUi() {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice {
                refusals += refused
                summaries += summary
                val isTold = refused is ActionException.TotalChanged
                return if (isTold) PaymentChoice.DeleteSavedCard(summary.savedCards.single().id) else TestCards.PAID
            }
        }
        assertEquals(0, pay(params, ui).code)
        assertEquals(listOf("12.50", "15.00", "15.00"), ui.summaries.map { it.total?.major })
        assertEquals(listOf(1, 1, 0), ui.summaries.map { it.savedCards.size })
        assertEquals(listOf(false, true, false), ui.refusals.map { it is ActionException.TotalChanged })
        assertEquals(listOf(null, null), listOf(ui.refusals[0], ui.refusals[2]))
    }

    @Test
    fun `a deadline closes the chooser and gives 40`() {
        var closed = false
        val ui = object : ScriptedUi() {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice = try {
                awaitCancellation()
            } catch (cancelled: CancellationException) {
                closed = true
                throw cancelled
            }
        }
        val result = pay(PaymentFlowParams(Sandbox.intent(), mustCompleteBy = Instant.now().plusMillis(700)), ui)
        assertEquals(40, result.code)
        assertTrue(closed)
    }

    @Test
    fun `an intent that is being paid is refused at once`() {
        val intent = Sandbox.intent()
        checkout.startPayment(PaymentFlowParams(intent)).use { first ->
            val second = pay(PaymentFlowParams(intent), ScriptedUi())
            assertEquals(400, second.code)
            assertEquals(ReasonKind.ALREADY_IN_PROGRESS, second.reason?.kind)
            first.cancel()
        }
    }

    @Test
    fun `callbacks come on the dispatcher of the caller`() {
        val threads = mutableSetOf<String>()
        fun note() {
            threads += Thread.currentThread().name.substringBefore(" @")
        }
        val ui = object : ScriptedUi(TestCards.CHALLENGED) {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice {
                note()
                return super.chooseMethod(summary, refused)
            }

            override suspend fun startThreeDs(token: String): Boolean = super.startThreeDs(token).also { note() }

            override suspend fun presentChallenge(challenge: Challenge): ChallengeOutcome =
                super.presentChallenge(challenge).also { note() }

            override fun onState(state: CheckoutState) = note()
        }
        Executors.newSingleThreadExecutor { Thread(it, "like-main") }.asCoroutineDispatcher().use { main ->
            val result = runBlocking(main) { checkout.startPaymentFlow(PaymentFlowParams(Sandbox.intent()), ui) }
            assertEquals(0, result.code)
        }
        assertEquals(setOf("like-main"), threads)
    }

    @Test
    fun `an app that was ended in the middle asks for the status`() = runBlocking {
        val intent = Sandbox.intent()
        assertEquals(99, checkout.paymentStatus(intent).code)
        assertEquals(0, checkout.startPaymentFlow(PaymentFlowParams(intent), ScriptedUi(TestCards.PAID)).code)
        assertEquals(0, checkout.paymentStatus(intent).code)
        assertEquals(1250L, checkout.paymentIntent(intent).total?.minorUnits)
    }

    private fun params(customer: String) = PaymentFlowParams(Sandbox.intent(customer), Sandbox.secret(customer))
}
