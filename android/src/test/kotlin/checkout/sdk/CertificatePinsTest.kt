package checkout.sdk

import java.time.Instant
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** Pins as an app gives them; what they do to a connection is tested in the core. */
@ExtendWith(Leaks::class)
class CertificatePinsTest {
    private val pin = "A".repeat(43) + "="
    private val backup = "sha256/" + "B".repeat(42) + "A="

    private fun pins(
        host: String = "api.dojo.tech",
        spkiSha256: List<String> = listOf(pin, backup),
        validUntil: Instant = Instant.MAX,
    ) = HostPins(host, spkiSha256, validUntil)

    private fun checkout(vararg pins: HostPins) = Checkout(Sandbox.config().copy(certificatePins = pins.toList()))

    @Test
    fun `pins that cannot be used are refused, and the reason says what to do`() {
        val bad = mapOf(
            listOf(pins(host = "https://api.dojo.tech")) to
                "number 1 cannot be used: its host is not the name of a host, such as api.dojo.tech",
            listOf(pins(spkiSha256 = listOf(pin, "sha1/AAAA"))) to
                "number 1 cannot be used: a pin is not a SHA-256 in base64 (44 characters)",
            listOf(pins(spkiSha256 = listOf(pin, "sha256/$pin"))) to
                "number 1 cannot be used: a backup pin is missing: give at least two different ones",
            listOf(pins(), pins(host = "API.dojo.tech")) to
                "number 2 cannot be used: an earlier entry is for the same host",
        )
        for ((pins, reason) in bad) {
            val refused = assertThrows(ConfigException.BadPins::class.java) { checkout(*pins.toTypedArray()) }
            assertEquals("the certificate pins $reason", refused.reason)
        }
    }

    @Test
    fun `pins that have expired are a diagnostic, and the payment goes on`() {
        val expired = listOf(Instant.now(), Instant.EPOCH, Instant.MIN).mapIndexed { index, end ->
            pins(host = "old$index.example.test", validUntil = end)
        }
        checkout(pins(), *expired.toTypedArray()).use { checkout ->
            val result = runBlocking {
                checkout.startPaymentFlow(PaymentFlowParams(Sandbox.intent()), ScriptedUi(TestCards.PAID))
            }
            assertEquals(0, result.code)
            checkout.session(result.paymentIntentId)!!.use { session ->
                assertEquals(expired.map { Diagnostic.CertificatePinsExpired(it.host) }, session.diagnostics)
            }
        }
    }
}
