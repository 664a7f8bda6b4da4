package checkout.sdk

import java.time.Instant

/**
 * What the merchant's backend hands to the app.
 *
 * @property paymentId the payment intent's id, `pi_…`.
 * @property clientSecret the customer secret, `cs_…`: with it the customer's saved cards are offered. Never printed.
 * @property mustCompleteBy after this time, on the device's clock, no payment is sent (code 40).
 */
class PaymentFlowParams @JvmOverloads constructor(
    val paymentId: String,
    val clientSecret: String? = null,
    val mustCompleteBy: Instant? = null,
) {
    override fun toString(): String =
        "PaymentFlowParams(paymentId=$paymentId, clientSecret=${clientSecret?.let { "***" }}, mustCompleteBy=$mustCompleteBy)"
}
