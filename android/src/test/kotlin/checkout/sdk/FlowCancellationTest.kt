package checkout.sdk

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** [CancellationTest] and [OwnerGoneTest], for a card that is saved and for a payment that is keyed in. */
@ExtendWith(Leaks::class)
class FlowCancellationTest {
    private val checkout = Sandbox.checkout()
    private val setup = Sandbox.setupIntent(Sandbox.customer())
    private val terminal = Sandbox.terminalIntent()

    @AfterEach
    fun close() {
        Sandbox.clearFaults()
        checkout.close()
    }

    /** A customer who answers until [wanted] is reached, and then no more. */
    private class Stopping(number: String, private val wanted: (CheckoutState) -> Boolean) : CheckoutUi {
        private val card = PaymentChoice.NewCard(number, "12/29", "020", mitConsent = true)
        val there = CompletableDeferred<Unit>()

        override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?) = unlessThere(card)

        override suspend fun startThreeDs(token: String) = unlessThere(true)

        override suspend fun presentChallenge(challenge: Challenge) =
            unlessThere(ChallengeOutcome.Authenticated("signed"))

        override fun onState(state: CheckoutState) {
            if (wanted(state)) there.complete(Unit)
        }

        private suspend fun <T> unlessThere(answer: T): T = if (there.isCompleted) awaitCancellation() else answer
    }

    private fun resultWhenCancelled(intent: String, ui: Stopping, flow: suspend () -> PaymentResult): PaymentResult =
        runBlocking(Dispatchers.Default) {
            val running = async { flow() }
            withTimeout(20.seconds) {
                ui.there.await()
                running.cancelAndJoin()
                assertTrue(running.isCancelled)
                checkout.session(intent)!!.use { it.result() }
            }
        }

    private fun setupCancelledIn(card: String = TestCards.PAID.number, wanted: (CheckoutState) -> Boolean): PaymentResult {
        val ui = Stopping(card, wanted)
        return resultWhenCancelled(setup, ui) { checkout.startSetupFlow(SetupFlowParams(setup), ui) }
    }

    private fun terminalCancelledIn(wanted: (CheckoutState) -> Boolean): PaymentResult {
        val ui = Stopping(TestCards.PAID.number, wanted)
        return resultWhenCancelled(terminal, ui) {
            checkout.startVirtualTerminalFlow(VirtualTerminalFlowParams(terminal), ui)
        }
    }

    private fun assertNotSaved(result: PaymentResult) {
        assertEquals(7780, result.code)
        assertEquals("Created", Sandbox.setupStatus(setup))
    }

    @Test
    fun `a setup, while loading`() {
        Sandbox.fault("/setup-intents/public/*", """{"delay_answer":{"milliseconds":500}}""")
        assertNotSaved(setupCancelledIn { it is CheckoutState.Loading })
    }

    @Test
    fun `a setup, while the customer chooses`() = assertNotSaved(setupCancelledIn { it is CheckoutState.ChoosingMethod })

    @Test
    fun `a setup, while device data is collected`() {
        Sandbox.fault("/api/device-data/*", """{"delay_answer":{"milliseconds":500}}""")
        assertNotSaved(setupCancelledIn { it == CheckoutState.Paying(PayingStage.PREPARING) })
    }

    @Test
    fun `a setup, while the 3-D Secure session starts`() =
        assertNotSaved(setupCancelledIn { it is CheckoutState.StartingThreeDs })

    @Test
    fun `a setup, while the card is with the gateway`() {
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":500}}""")
        val result = setupCancelledIn { it == CheckoutState.Paying(PayingStage.AUTHORIZING) }
        assertEquals(0, result.code)
        assertEquals(Charge.NOT_CHARGED, result.charge)
        assertEquals("Completed", Sandbox.setupStatus(setup))
    }

    @Test
    fun `a setup, while the challenge is shown`() {
        val result = setupCancelledIn(TestCards.CHALLENGED.number) { it is CheckoutState.Challenged }
        assertEquals(5, result.code)
        assertEquals("Created", Sandbox.setupStatus(setup))
    }

    @Test
    fun `a virtual terminal, while loading`() {
        Sandbox.fault("/payment-intents/public/*", """{"delay_answer":{"milliseconds":500}}""")
        assertEquals(7780, terminalCancelledIn { it is CheckoutState.Loading }.code)
        assertEquals("Created", Sandbox.status(terminal))
    }

    @Test
    fun `a virtual terminal, while the details are keyed in`() {
        assertEquals(7780, terminalCancelledIn { it is CheckoutState.ChoosingMethod }.code)
        assertEquals("Created", Sandbox.status(terminal))
    }

    @Test
    fun `a virtual terminal, while the payment is with the gateway`() {
        Sandbox.fault("/api/payments/*", """{"delay_answer":{"milliseconds":500}}""")
        val result = terminalCancelledIn { it == CheckoutState.Paying(PayingStage.AUTHORIZING) }
        assertEquals(0, result.code)
        assertEquals(Charge.CHARGED, result.charge)
        assertEquals("Captured", Sandbox.status(terminal))
    }

    @Test
    fun `a client that is closed leaves both`() = runBlocking {
        val client = Sandbox.checkout()
        val sessions = listOf(
            client.startSetup(SetupFlowParams(setup)),
            client.startVirtualTerminal(VirtualTerminalFlowParams(terminal)),
        )
        for (session in sessions) session.state.first { it is CheckoutState.ChoosingMethod }
        client.close()
        for (session in sessions) assertEquals(7780, session.use { it.result() }.code)
    }

    @Test
    fun `both are left when everybody has forgotten them, and their intents are free again`() {
        startAndForget(Sandbox.checkout())
        Leaks.assertNone()
        val consented = with(TestCards.PAID) { PaymentChoice.NewCard(number, expiry, cvv, mitConsent = true) }
        val saved = runBlocking { checkout.startSetupFlow(SetupFlowParams(setup), ScriptedUi(consented)) }
        assertEquals(0, saved.code)
        val paid = runBlocking {
            checkout.startVirtualTerminalFlow(VirtualTerminalFlowParams(terminal), ScriptedUi(TestCards.PAID))
        }
        assertEquals(0, paid.code)
    }

    /** In a frame of its own, so that nothing of it stays reachable. */
    private fun startAndForget(client: Checkout) = runBlocking {
        client.startSetup(SetupFlowParams(setup)).state.first { it is CheckoutState.ChoosingMethod }
        client.startVirtualTerminal(VirtualTerminalFlowParams(terminal)).state.first { it is CheckoutState.ChoosingMethod }
        Unit
    }
}
