package checkout.sdk

import java.time.Instant

/**
 * What the merchant's backend hands to the app that keys in a payment for a customer who is not there.
 *
 * @property paymentId the id, `pi_…`, of a payment intent that was made for a virtual terminal.
 * @property mustCompleteBy after this time, on the device's clock, no payment is sent (code 40).
 */
class VirtualTerminalFlowParams @JvmOverloads constructor(
    val paymentId: String,
    val mustCompleteBy: Instant? = null,
) {
    override fun toString(): String = "VirtualTerminalFlowParams(paymentId=$paymentId, mustCompleteBy=$mustCompleteBy)"
}
