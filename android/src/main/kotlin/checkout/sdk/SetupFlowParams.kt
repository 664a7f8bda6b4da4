package checkout.sdk

import java.time.Instant

/**
 * What the merchant's backend hands to the app to save a card without paying.
 *
 * @property setupIntentId the setup intent's id. It needs no customer secret.
 * @property mustCompleteBy after this time, on the device's clock, nothing is sent (code 40).
 */
class SetupFlowParams @JvmOverloads constructor(
    val setupIntentId: String,
    val mustCompleteBy: Instant? = null,
) {
    override fun toString(): String = "SetupFlowParams(setupIntentId=$setupIntentId, mustCompleteBy=$mustCompleteBy)"
}
