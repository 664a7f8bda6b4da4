package checkout.sdk

/**
 * What a card form needs while somebody types. Nothing here is sent: the payment checks every field again.
 *
 * Carets are places in the text as Java and Kotlin count them, in UTF-16 code units.
 */
object CardForm {
    /** Groups a card number. [typed] is the text of the field after the edit, [caret] where the caret is in it. */
    @JvmStatic
    fun editNumber(typed: String, caret: Int): NumberEdit = inCore {
        // Closed at once, so that the core wipes its copy of the number.
        editCardNumber(typed, caret).use { NumberEdit(it.text(), it.caret(), it.scheme(), it.isComplete(), it.isFull()) }
    }

    /** Formats an expiry as `MM/YY`. [typed] is the text of the field after the edit, [caret] where the caret is in it. */
    @JvmStatic
    fun editExpiry(typed: String, caret: Int): ExpiryEdit = inCore { checkout.sdk.editExpiry(typed, caret) }

    /**
     * Keeps the digits of a new card's CVV. [number] is what stands in the number's field: edit the CVV again after each
     * edit of that, since a CVV can be complete for one brand and not for another.
     */
    @JvmStatic
    fun editCvv(typed: String, caret: Int, number: String): CvvEdit = inCore {
        editedCvv(checkout.sdk.editCvv(typed, caret, number))
    }

    /** Keeps the digits of a saved card's CVV, by the scheme of that card ([SavedCard.schemeName]). */
    @JvmStatic
    fun editSavedCardCvv(typed: String, caret: Int, schemeName: String): CvvEdit = inCore {
        editedCvv(checkout.sdk.editSavedCardCvv(typed, caret, schemeName))
    }

    // Closed at once, so that the core wipes its copy.
    private fun editedCvv(edit: EditedCvv): CvvEdit =
        edit.use { CvvEdit(it.text(), it.caret(), it.isComplete(), it.isFull()) }

    /** A card number, for an intent that takes [supportedSchemes] ([PaymentSummary.supportedSchemes]). */
    @JvmStatic
    fun checkNumber(typed: String, supportedSchemes: List<String>, moment: Moment): Feedback =
        inCore { checkout.sdk.checkNumber(typed, supportedSchemes, moment) }

    /**
     * An expiry, by the device's clock alone. The payment goes by the API host's as well, and so does
     * [CheckoutSession.checkExpiry].
     */
    @JvmStatic
    fun checkExpiry(typed: String, moment: Moment): Feedback = inCore { checkout.sdk.checkExpiry(typed, moment) }

    /** The CVV of a new card; [number] is what stands in the number's field. */
    @JvmStatic
    fun checkCvv(typed: String, number: String, moment: Moment): Feedback =
        inCore { checkout.sdk.checkCvv(typed, number, moment) }

    /** The CVV of a saved card, by the scheme of that card ([SavedCard.schemeName]). */
    @JvmStatic
    fun checkSavedCardCvv(typed: String, schemeName: String, moment: Moment): Feedback =
        inCore { checkout.sdk.checkSavedCardCvv(typed, schemeName, moment) }

    /** A cardholder name. */
    @JvmStatic
    fun checkCardholderName(typed: String, moment: Moment): Feedback =
        inCore { checkout.sdk.checkCardholderName(typed, moment) }

    /** An e-mail address that the intent collects. */
    @JvmStatic
    fun checkEmail(typed: String, moment: Moment): Feedback = inCore { checkout.sdk.checkEmail(typed, moment) }

    /** The postcode of a billing address that the intent collects, in a country (ISO 3166-1 alpha-2). */
    @JvmStatic
    fun checkPostcode(typed: String, countryCode: String, moment: Moment): Feedback =
        inCore { checkout.sdk.checkPostcode(typed, countryCode, moment) }

    /** Whether an address in this country (ISO 3166-1 alpha-2) has to have a postcode. */
    @JvmStatic
    fun needsPostcode(countryCode: String): Boolean = inCore { checkout.sdk.needsPostcode(countryCode) }

    /** The countries of an address form, as ISO 3166-1 alpha-2 codes; their names are `java.util.Locale`'s. */
    @JvmStatic
    fun countries(): List<String> = inCore { checkout.sdk.countries() }

    /**
     * The parts of an amount, for a view that shows them apart; `null` if the currency (ISO 4217) is not one to pay in.
     *
     * @param minorUnits pence for GBP, yen for JPY.
     */
    @JvmStatic
    fun amountParts(minorUnits: Long, currencyCode: String): AmountParts? =
        inCore { checkout.sdk.amountParts(minorUnits, currencyCode) }
}

/**
 * What a card number field shows after an edit. The number is never printed.
 *
 * @property text the number in groups.
 * @property caret where the caret goes in it.
 * @property scheme the scheme, once it is certain.
 * @property isComplete whether it is a whole card number with a right check digit.
 * @property isFull whether no more digits fit: the form may go on to the next field.
 */
class NumberEdit internal constructor(
    val text: String,
    val caret: Int,
    val scheme: CardScheme?,
    val isComplete: Boolean,
    val isFull: Boolean,
) {
    override fun toString(): String = "NumberEdit(***, scheme=$scheme, isComplete=$isComplete, isFull=$isFull)"
}

/**
 * What a CVV field shows after an edit. The CVV is never printed.
 *
 * @property text the digits.
 * @property caret where the caret goes in it.
 * @property isComplete whether it has a length that the card's CVV can have.
 * @property isFull whether the card's CVV has no more digits: the form may go on to the next field.
 */
class CvvEdit internal constructor(val text: String, val caret: Int, val isComplete: Boolean, val isFull: Boolean) {
    override fun toString(): String = "CvvEdit(***, isComplete=$isComplete, isFull=$isFull)"
}
