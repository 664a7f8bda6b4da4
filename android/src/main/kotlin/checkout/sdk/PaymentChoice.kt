package checkout.sdk

/** What the customer chose. What was typed is never printed. */
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
     * Pay with a new card; every field as it was typed.
     *
     * @property number digits, with spaces or dashes between them if the customer typed some.
     * @property expiry `MM/YY` or `MM/YYYY`.
     * @property cvv four digits for American Express, three for the others.
     * @property cardholderName if the form asks for it.
     * @property save whether to save the card; `null` if the customer was not asked.
     */
    class NewCard @JvmOverloads constructor(
        val number: String,
        val expiry: String,
        val cvv: String,
        val cardholderName: String? = null,
        val save: Boolean? = null,
    ) : PaymentChoice() {
        override fun toString(): String = "NewCard(***, save=$save)"
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
