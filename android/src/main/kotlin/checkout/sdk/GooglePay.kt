package checkout.sdk

/**
 * Google Pay: what to ask Google's sheet for. The sheet itself is opened by Google's own library, in the app; what it
 * returns goes into [PaymentChoice.GooglePay].
 */
object GooglePay {
    /**
     * The `PaymentDataRequest` for Google's sheet, as JSON: the schemes that the intent takes, its amount, and the
     * contacts that it collects.
     *
     * @throws WalletException if Google Pay cannot be offered for this intent, or a setting of [merchant] is not right.
     */
    @JvmStatic
    @Throws(WalletException::class)
    fun requestJson(summary: PaymentSummary, merchant: GooglePayMerchant): String =
        inCore { googlePayRequestJson(summary, merchant) }

    /**
     * The `IsReadyToPayRequest`, as JSON, that tells whether to show Google's button.
     *
     * @throws WalletException if Google Pay cannot be offered for this intent.
     */
    @JvmStatic
    @Throws(WalletException::class)
    fun isReadyToPayJson(summary: PaymentSummary): String = inCore { googlePayIsReadyToPayJson(summary) }

    /** The environment of Google's client for an intent, by the intent's id. */
    @JvmStatic
    fun environment(paymentIntentId: String): GooglePayEnvironment = inCore { googlePayEnvironment(paymentIntentId) }
}

/** Makes a [GooglePayMerchant], for Java. */
class GooglePayMerchantBuilder(gatewayMerchantId: String, countryCode: String) {
    private var merchant = GooglePayMerchant(gatewayMerchantId = gatewayMerchantId, countryCode = countryCode)

    /** The merchant's id with Google. Google wants it in production only. */
    fun merchantId(id: String?) = with(merchant.copy(merchantId = id))

    /** The name in Google's sheet. Without it, the merchant's name in the intent. */
    fun merchantName(name: String?) = with(merchant.copy(merchantName = name))

    /** The merchant. */
    fun build(): GooglePayMerchant = merchant

    private fun with(changed: GooglePayMerchant): GooglePayMerchantBuilder = apply { merchant = changed }
}
