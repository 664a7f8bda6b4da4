package checkout.sdk

/**
 * The codes by the names of Dojo's Android SDK, for apps that come from there. New code rather looks at
 * [PaymentResult.status] and [PaymentResult.charge].
 */
enum class DojoPaymentResult(val code: Int) {
    SUCCESSFUL(0),
    AUTHORIZING(3),
    REFERRED(4),
    DECLINED(5),
    DUPLICATE_TRANSACTION(20),
    FAILED(30),
    EXPIRED(40),
    WAITING_PRE_EXECUTE(99),
    INVALID_REQUEST(400),
    ISSUE_WITH_ACCESS_TOKEN(401),
    NO_ACCESS_TOKEN_SUPPLIED(404),
    INTERNAL_SERVER_ERROR(500),
    SDK_INTERNAL_ERROR(7770),
    USER_CLOSED_WITHOUT_PAYING(7780);

    companion object {
        /** The name of a code; no result has another code. */
        @JvmStatic
        fun fromCode(code: Int): DojoPaymentResult =
            requireNotNull(entries.find { it.code == code }) { "$code is not a payment result" }

        /** The name of a result's code. */
        @JvmStatic
        fun of(result: PaymentResult): DojoPaymentResult = fromCode(result.code)
    }
}

/** The result by the name that Dojo's Android SDK has for its code. */
val PaymentResult.dojoResult: DojoPaymentResult
    @JvmSynthetic get() = DojoPaymentResult.of(this)
