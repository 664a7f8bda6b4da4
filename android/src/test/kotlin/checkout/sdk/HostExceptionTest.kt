package checkout.sdk

import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** Whatever the app throws: before a payment it gets its exception back, after one it gets the result. */
@ExtendWith(Leaks::class)
class HostExceptionTest {
    private class AppBug : RuntimeException("4456530000001096")

    private val checkout = Sandbox.checkout()
    private val intent = Sandbox.intent()

    @AfterEach
    fun close() {
        Sandbox.clearFaults()
        checkout.close()
    }

    private fun pay(ui: CheckoutUi) = runBlocking { checkout.startPaymentFlow(PaymentFlowParams(intent), ui) }

    private fun assertLeft() {
        val session = checkout.session(intent)!!
        assertEquals(7780, session.use { runBlocking { it.result() } }.code)
        assertEquals("Created", Sandbox.status(intent))
    }

    @Test
    fun `thrown in chooseMethod, it leaves the checkout and comes back`() {
        assertThrows(AppBug::class.java) {
            pay(object : ScriptedUi() {
                override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?) = throw AppBug()
            })
        }
        assertLeft()
    }

    @Test
    fun `thrown in startThreeDs, it leaves the checkout and comes back`() {
        assertThrows(AppBug::class.java) {
            pay(object : ScriptedUi(TestCards.PAID) {
                override suspend fun startThreeDs(token: String) = throw AppBug()
            })
        }
        assertLeft()
    }

    @Test
    fun `thrown in presentChallenge, the gateway hears of a challenge that was not shown`() {
        val ui = object : ScriptedUi(TestCards.CHALLENGED) {
            override suspend fun presentChallenge(challenge: Challenge) = throw AppBug()
        }
        assertEquals(5, pay(ui).code)
        assertTrue(ui.errors.single() is AppBug)
        val reported = Sandbox.requests("three-ds-complete").last().toString()
        assertTrue("\"ERROR\"" in reported, reported)
        assertFalse("4456530000001096" in reported, "nothing of the exception is sent")
    }

    @Test
    fun `thrown in onState before the payment, it leaves the checkout and comes back`() {
        for (at in listOf(CheckoutState.Loading::class, CheckoutState.ChoosingMethod::class)) {
            assertThrows(AppBug::class.java) {
                pay(object : ScriptedUi(TestCards.PAID) {
                    override fun onState(state: CheckoutState) {
                        if (state::class == at) throw AppBug()
                    }
                })
            }
            assertLeft()
        }
    }

    @Test
    fun `thrown in onState after the payment was sent, the result matters more`() {
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":400}}""")
        val ui = object : ScriptedUi(TestCards.PAID) {
            override fun onState(state: CheckoutState) {
                if (state == CheckoutState.Paying(PayingStage.AUTHORIZING)) throw AppBug()
            }
        }
        val result = pay(ui)
        assertTrue(ui.errors.single() is AppBug)
        assertEquals(0, result.code)
        assertEquals(Charge.CHARGED, result.charge)
    }

    @Test
    fun `thrown in onState at the end, the result is still delivered`() {
        val ui = object : ScriptedUi(TestCards.PAID) {
            override fun onState(state: CheckoutState) {
                if (state is CheckoutState.Finished) throw AppBug()
            }
        }
        assertEquals(0, pay(ui).code)
        assertEquals(1, ui.errors.size)
    }

    @Test
    fun `thrown in onError, the result is still delivered`() {
        val ui = object : ScriptedUi(TestCards.CHALLENGED) {
            override suspend fun presentChallenge(challenge: Challenge) = throw AppBug()

            override fun onError(error: Throwable) = throw IllegalStateException("again")
        }
        assertEquals(5, pay(ui).code)
    }

    @Test
    fun `a callback that cancels only itself is a customer who leaves`() {
        val result = pay(object : ScriptedUi() {
            override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice =
                withTimeout(50) {
                    delay(10_000)
                    PaymentChoice.Leave
                }
        })
        assertEquals(7780, result.code)
    }

    @Test
    fun `a challenge that cancels only itself is a cancelled challenge`() {
        val result = pay(object : ScriptedUi(TestCards.CHALLENGED) {
            override suspend fun presentChallenge(challenge: Challenge): ChallengeOutcome = withTimeout(50) {
                delay(10_000)
                ChallengeOutcome.Failed
            }
        })
        assertEquals(5, result.code)
        assertTrue("\"CANCEL\"" in Sandbox.requests("three-ds-complete").last().toString())
    }
}
