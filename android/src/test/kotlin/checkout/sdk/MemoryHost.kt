package checkout.sdk

import java.lang.management.ManagementFactory
import javax.management.ObjectName
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking

/**
 * An app with a checkout, whose memory is searched from outside: the JVM's part of `cargo xtask memory`. What it is told
 * is in its environment, with the secrets disguised; `core/tests/memory` starts it and says what it has to do.
 */
object MemoryHost {
    private const val MASK = 0xa5
    private const val CVV = "020"

    @JvmStatic
    fun main(arguments: Array<String>) {
        println("@heap ${heap()}")
        val case = told("CASE")
        if (case.startsWith("the_search")) plant() else runBlocking { checkout(case) }
        System.exit(0)
    }

    private suspend fun checkout(case: String) {
        val authority = told("AUTHORITY")
        val config = CheckoutConfig(
            apiUrl = told("URL"),
            gatewayUrl = told("GATEWAY"),
            allowInsecureLoopback = true,
            extraRootCertificates = listOf(authority).filter { it.isNotEmpty() },
        )
        Checkout(config).use { checkout ->
            val params = PaymentFlowParams(told("INTENT"), clientSecret = secret("CUSTOMER_SECRET"))
            checkout.startPayment(params).use { session ->
                act(case, session)
                session.result()
                reached("end")
            }
        }
        Thread.sleep(200)
        reached("gone")
    }

    private suspend fun act(case: String, session: CheckoutSession) {
        session.state.first { it is CheckoutState.ChoosingMethod }
        when (case) {
            "leaving_while_choosing" -> session.cancel()
            "a_panic_with_the_card_in_hand" -> {
                val card = card()
                runCatching { error("the app has a mistake with $card") }
                session.cancel()
            }
            "a_payment_with_a_saved_card" -> {
                val choice = session.state.value as CheckoutState.ChoosingMethod
                session.payWithSavedCard(choice.summary.savedCards.single().id, CVV)
                startThreeDs(session)
            }
            else -> {
                session.payWithCard(card())
                if (case == "leaving_while_three_d_secure_starts") {
                    session.state.first { it is CheckoutState.StartingThreeDs }
                    return session.cancel()
                }
                startThreeDs(session)
                if (case == "a_panic_while_the_payment_is_out") runCatching { error("the app has a mistake") }
                if ("challenge" in case) challenge(case, session)
            }
        }
    }

    private suspend fun startThreeDs(session: CheckoutSession) {
        session.state.first { it is CheckoutState.StartingThreeDs }
        session.threeDsReady(true)
    }

    private suspend fun challenge(case: String, session: CheckoutSession) {
        session.state.first { it is CheckoutState.Challenged }
        reached("challenge")
        if (case.startsWith("leaving")) session.cancel() else session.completeChallenge(ChallengeOutcome.Authenticated("signed"))
    }

    private fun card() = PaymentChoice.NewCard(secret("PAN"), "12/29", CVV, cardholderName = secret("NAME"))

    /** Outside of Java's heap, where the core's memory is: in one piece, in groups, and as UTF-16. */
    private fun plant() {
        val pan = secret("PAN")
        val texts = listOf(
            pan.toByteArray(),
            pan.chunked(4).joinToString(" ").toByteArray(),
            pan.toByteArray(Charsets.UTF_16LE),
            secret("NAME").toByteArray(),
        )
        val kept = texts.map { text -> com.sun.jna.Memory(text.size.toLong()).also { it.write(0, text, 0, text.size) } }
        reached("kept")
        kept.forEach { it.clear() }
        reached("wiped")
    }

    /** Announces a moment, and waits until the search is over. */
    private fun reached(moment: String) {
        println("\n@$moment")
        readln()
    }

    private fun told(name: String): String = System.getenv("CHECKOUT_MEMORY_$name")

    private fun secret(name: String): String {
        val bytes = told(name).chunked(2) { (it.toString().toInt(16) xor MASK).toByte() }
        return String(bytes.toByteArray(), Charsets.ISO_8859_1)
    }

    /** Where the collector keeps the objects, from its own report: the first and the last address in it. */
    private fun heap(): String {
        val name = ObjectName("com.sun.management:type=DiagnosticCommand")
        val report = ManagementFactory.getPlatformMBeanServer().invoke(name, "gcHeapInfo", null, null) as String
        val addresses = Regex("0x([0-9a-f]{8,16})").findAll(report.substringBefore("Metaspace")).map { it.groupValues[1] }
        val sorted = addresses.map { it.toLong(16) }.sorted().toList()
        return "${sorted.first().toString(16)}-${sorted.last().toString(16)}"
    }
}
