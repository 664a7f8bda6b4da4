package checkout.sdk

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** A coroutine that is cancelled in each state: what becomes of the money, and that no result is lost. */
@ExtendWith(Leaks::class)
class CancellationTest {
    private val checkout = Sandbox.checkout()
    private val intent = Sandbox.intent()

    @AfterEach
    fun close() {
        Sandbox.clearFaults()
        checkout.close()
    }

    /** Cancels the flow when it is in a state, and gives what can be fetched afterwards. */
    private fun resultWhenCancelledIn(
        card: PaymentChoice = TestCards.PAID,
        wanted: (CheckoutState) -> Boolean,
    ): PaymentResult = runBlocking(Dispatchers.Default) {
        val there = CompletableDeferred<Unit>()
        val ui = object : CheckoutUi {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice =
                if (there.isCompleted) awaitCancellation() else card

            override suspend fun startThreeDs(token: String): Boolean =
                if (there.isCompleted) awaitCancellation() else true

            override suspend fun presentChallenge(challenge: Challenge): ChallengeOutcome =
                if (there.isCompleted) awaitCancellation() else ChallengeOutcome.Authenticated("signed")

            override fun onState(state: CheckoutState) {
                if (wanted(state)) there.complete(Unit)
            }
        }
        val flow = async { checkout.startPaymentFlow(PaymentFlowParams(intent), ui) }
        withTimeout(20.seconds) {
            there.await()
            flow.cancelAndJoin()
            assertTrue(flow.isCancelled)
            checkout.session(intent)!!.use { it.result() }
        }
    }

    private fun assertLeft(result: PaymentResult) {
        assertEquals(7780, result.code)
        assertEquals(Charge.NOT_CHARGED, result.charge)
        assertEquals("Created", Sandbox.status(intent))
    }

    private fun assertPaid(result: PaymentResult) {
        assertEquals(0, result.code)
        assertEquals(Charge.CHARGED, result.charge)
        assertEquals("Captured", Sandbox.status(intent))
    }

    @Test
    fun `while loading`() {
        Sandbox.fault("/payment-intents/public/*", """{"delay_answer":{"milliseconds":500}}""")
        assertLeft(resultWhenCancelledIn { it is CheckoutState.Loading })
    }

    @Test
    fun `while the customer chooses`() = assertLeft(resultWhenCancelledIn { it is CheckoutState.ChoosingMethod })

    @Test
    fun `while device data is collected`() {
        Sandbox.fault("/api/device-data/*", """{"delay_answer":{"milliseconds":500}}""")
        assertLeft(resultWhenCancelledIn { it == CheckoutState.Paying(PayingStage.PREPARING) })
    }

    @Test
    fun `while the 3-D Secure session starts`() =
        assertLeft(resultWhenCancelledIn { it is CheckoutState.StartingThreeDs })

    @Test
    fun `while the payment is with the gateway`() {
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":500}}""")
        assertPaid(resultWhenCancelledIn { it == CheckoutState.Paying(PayingStage.AUTHORIZING) })
    }

    @Test
    fun `while the challenge is shown`() {
        val result = resultWhenCancelledIn(TestCards.CHALLENGED) { it is CheckoutState.Challenged }
        assertEquals(5, result.code)
        assertTrue("\"CANCEL\"" in Sandbox.requests("three-ds-complete").last().toString())
    }

    @Test
    fun `while the outcome of the challenge is with the gateway`() {
        Sandbox.fault("/mobile/payments/*/three-ds-complete", """{"delay_answer":{"milliseconds":500}}""")
        assertPaid(
            resultWhenCancelledIn(TestCards.CHALLENGED) { it == CheckoutState.Paying(PayingStage.CONFIRMING_THREE_DS) },
        )
    }

    @Test
    fun `while the outcome is being looked for`() {
        Sandbox.fault("/api/payments/*", """{"cut":"after"}""")
        val result = resultWhenCancelledIn {
            if (it is CheckoutState.StartingThreeDs) {
                Sandbox.fault("/payment-intents/public/*", """{"delay_answer":{"milliseconds":500}}""")
            }
            it == CheckoutState.Paying(PayingStage.CHECKING_OUTCOME)
        }
        assertPaid(result)
        assertEquals(ReasonKind.CONFIRMED_BY_INTENT, result.reason?.kind)
    }

    @Test
    fun `a cancelled wait for the result leaves the checkout alone`() = runBlocking {
        checkout.startPayment(PaymentFlowParams(intent)).use { session ->
            val waiting = async(Dispatchers.Default) { session.result() }
            val watching = async(Dispatchers.Default) { session.state.collect {} }
            waiting.cancelAndJoin()
            watching.cancelAndJoin()
            assertTrue(session.state.value !is CheckoutState.Finished)
            session.cancel()
        }
    }
}
