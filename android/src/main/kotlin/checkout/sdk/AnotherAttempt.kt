package checkout.sdk

/**
 * Whether another attempt may be offered after a result, as the checkout sheet does: nothing was taken, and another card or
 * another moment may bring more. After an unknown outcome never.
 */
object AnotherAttempt {
    /** Whether it may be offered after this result. */
    @JvmStatic
    fun isOfferedAfter(result: PaymentResult): Boolean = offersAnotherAttempt(result)
}

/** Whether another attempt may be offered. */
val PaymentResult.offersAnotherAttempt: Boolean
    @JvmSynthetic get() = AnotherAttempt.isOfferedAfter(this)
