package checkout.sdk

/** What the customer chose. What was typed, and what a wallet gave, is never printed. */
sealed class PaymentChoice {
    /**
     * Pay with a saved card.
     *
     * @property id of the saved card, `pm_…`.
     * @property cvv four digits for American Express, three for the others.
     */
    class SavedCard(val id: String, val cvv: String) : PaymentChoice() {
        override fun toString(): String = "SavedCard(id=$id, cvv=***)"
    }

    /**
     * Pay with a new card, or in a setup save it; every field as it was typed. Java: [NewCardBuilder] names what is
     * optional.
     *
     * @property number digits, with spaces or dashes between them if the customer typed some.
     * @property expiry `MM/YY` or `MM/YYYY`.
     * @property cvv four digits for American Express, three for the others.
     * @property cardholderName if the form asks for it.
     * @property save whether to save the card; `null` if the customer was not asked. Not looked at in a setup.
     * @property details what else was asked of the customer. [PaymentSummary.collect] says what the intent wants.
     * @property mitConsent setup: that the customer agrees to payments which the merchant starts later. Without it
     *   nothing is saved. Not looked at in a payment.
     */
    class NewCard @JvmOverloads constructor(
        val number: String,
        val expiry: String,
        val cvv: String,
        val cardholderName: String? = null,
        val save: Boolean? = null,
        val details: CustomerDetails? = null,
        val mitConsent: Boolean? = null,
    ) : PaymentChoice() {
        override fun toString(): String = "NewCard(***, save=$save, mitConsent=$mitConsent)"
    }

    /**
     * Pay with what Google's sheet returned.
     *
     * @property paymentDataJson the JSON of Google's `PaymentData`, as it is.
     */
    class GooglePay(val paymentDataJson: String) : PaymentChoice() {
        override fun toString(): String = "GooglePay(***)"
    }

    /**
     * Pay with what Apple's sheet returned: on an Apple device, from where it came to this one.
     *
     * @property tokenJson the `PKPaymentToken` as JSON: `paymentData`, `paymentMethod`, `transactionIdentifier`.
     * @property billingContact the sheet's billing contact, if it gave one.
     * @property shippingContact the sheet's shipping contact, if it gave one.
     */
    class ApplePay @JvmOverloads constructor(
        val tokenJson: String,
        val billingContact: ApplePayContact? = null,
        val shippingContact: ApplePayContact? = null,
    ) : PaymentChoice() {
        override fun toString(): String = "ApplePay(***)"
    }

    /** Delete a saved card, then choose again. */
    class DeleteSavedCard(val id: String) : PaymentChoice() {
        override fun toString(): String = "DeleteSavedCard(id=$id)"
    }

    /** Leave without paying: 7780. */
    object Leave : PaymentChoice() {
        override fun toString(): String = "Leave"
    }

    companion object {
        /** [Leave], for Java. */
        @JvmStatic
        fun leave(): PaymentChoice = Leave
    }
}
