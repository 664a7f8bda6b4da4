package checkout.sdk

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** What holds a checkout goes away: an Activity, a client, or everybody. */
@ExtendWith(Leaks::class)
class OwnerGoneTest {
    private val intent = Sandbox.intent()

    @AfterEach
    fun clear() = Sandbox.clearFaults()

    /** Like an Activity: observes a session while it lives. */
    private class Screen(private val session: CheckoutSession) {
        private val scope = CoroutineScope(Dispatchers.Default)
        val shown = mutableListOf<CheckoutState>()

        fun create() {
            scope.launch { session.state.collect { synchronized(shown) { shown += it } } }
        }

        fun destroy() = scope.cancel()
    }

    private suspend inline fun <reified S : CheckoutState> CheckoutSession.await(): S = state.first { it is S } as S

    @Test
    fun `a recreated Activity finds its checkout again and goes on`() = runBlocking {
        Sandbox.checkout().use { checkout ->
            val first = Screen(checkout.startPayment(PaymentFlowParams(intent)).also { it.await<CheckoutState.ChoosingMethod>() })
            first.create()
            first.destroy()

            val session = checkout.session(intent)!!
            val second = Screen(session)
            second.create()
            session.payWithCard(TestCards.CHALLENGED)
            session.await<CheckoutState.StartingThreeDs>()
            session.threeDsReady(true)
            session.await<CheckoutState.Challenged>()
            second.destroy()

            val third = checkout.session(intent)!!
            third.completeChallenge(ChallengeOutcome.Authenticated("signed"))
            assertEquals(0, third.result().code)
            assertEquals(0, checkout.session(intent)!!.result().code)
        }
    }

    @Test
    fun `a client that is closed leaves what is not paid`() = runBlocking {
        val checkout = Sandbox.checkout()
        val session = checkout.startPayment(PaymentFlowParams(intent))
        session.await<CheckoutState.ChoosingMethod>()
        checkout.close()
        assertEquals(7780, session.use { it.result() }.code)
        assertThrows(IllegalStateException::class.java) { checkout.startPayment(PaymentFlowParams(intent)) }
        Unit
    }

    @Test
    fun `a client that is closed lets a payment run to its end`() = runBlocking {
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":500}}""")
        val checkout = Sandbox.checkout()
        val session = paying(checkout)
        checkout.close()
        assertEquals(0, session.use { it.result() }.code)
    }

    @Test
    fun `a checkout that everybody has forgotten is left, and its intent is free again`() {
        start(Sandbox.checkout())
        Leaks.assertNone()
        Sandbox.checkout().use { checkout ->
            val result = runBlocking { checkout.startPaymentFlow(PaymentFlowParams(intent), ScriptedUi(TestCards.PAID)) }
            assertEquals(0, result.code)
        }
    }

    @Test
    fun `an owner that is dropped in the middle of a payment does not stop it`() {
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":500}}""")
        runBlocking { paying(Sandbox.checkout()) }
        Leaks.assertNone()
        assertEquals("Captured", Sandbox.status(intent))
        Sandbox.checkout().use { assertEquals(0, runBlocking { it.paymentStatus(intent) }.code) }
    }

    @Test
    fun `a scope that dies with its owner leaves the checkout`() = runBlocking {
        Sandbox.checkout().use { checkout ->
            val scope = CoroutineScope(Dispatchers.Default)
            val ui = object : ScriptedUi() {
                override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice =
                    awaitCancellation()
            }
            val flow = scope.launch { checkout.startPaymentFlow(PaymentFlowParams(intent), ui) }
            while (checkout.session(intent)?.state?.value !is CheckoutState.ChoosingMethod) Thread.sleep(5)
            scope.cancel()
            flow.join()
            assertEquals(7780, checkout.session(intent)!!.result().code)
        }
    }

    @Test
    fun `a handle that was closed says so`() {
        Sandbox.checkout().use { checkout ->
            val session = checkout.startPayment(PaymentFlowParams(intent))
            session.close()
            assertThrows(IllegalStateException::class.java) { session.cancel() }
            assertTrue(checkout.session(intent) != null, "the checkout itself goes on")
        }
    }

    /** In a frame of its own, so that nothing of it stays reachable. */
    private fun start(checkout: Checkout) = runBlocking {
        checkout.startPayment(PaymentFlowParams(intent)).await<CheckoutState.ChoosingMethod>()
        Unit
    }

    private suspend fun paying(checkout: Checkout): CheckoutSession {
        val session = checkout.startPayment(PaymentFlowParams(intent))
        session.await<CheckoutState.ChoosingMethod>()
        session.payWithCard(TestCards.PAID)
        session.await<CheckoutState.StartingThreeDs>()
        session.threeDsReady(true)
        session.state.first { it == CheckoutState.Paying(PayingStage.AUTHORIZING) }
        return session
    }
}
