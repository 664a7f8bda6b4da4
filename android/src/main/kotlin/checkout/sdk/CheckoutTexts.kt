package checkout.sdk

import java.util.Locale

/**
 * What the customer reads: the texts of the checkout sheet, and for apps that draw screens of their own those of
 * results, errors and amounts.
 */
class CheckoutTexts private constructor(internal val native: NativeTexts) {
    /**
     * The texts of a language, as they stand.
     *
     * @param language the customer's language, as a tag (`de-AT`); what the SDK has no texts for is English. By default
     *   the app's own.
     */
    @JvmOverloads
    constructor(language: String = hostLanguage()) : this(inCore { NativeTexts.of(language) })

    /**
     * The texts of a language, some of them replaced.
     *
     * @param replacements texts of the app in the place of the SDK's, by name ([names]).
     * @param rightToLeft how the layout around the texts runs, if not as the language does.
     * @throws TextException one of [replacements] has an unknown name, or cannot be shown in that place.
     */
    @JvmOverloads
    @Throws(TextException::class)
    constructor(
        language: String = hostLanguage(),
        replacements: Map<String, String>,
        rightToLeft: Boolean? = null,
    ) : this(inCore { NativeTexts(language, rightToLeft, replacements) })

    /** The language that the texts are in: `en`, `es`, `it`, `de` or `fr`. */
    val language: String get() = native.language()

    /** The text of a name as it stands, with its placeholders (`{amount}`); `null` if there is none of that name. */
    fun text(name: String): String? = native.text(name)

    /** How a checkout ended, in the customer's words. */
    @JvmOverloads
    fun result(result: PaymentResult, flow: CheckoutFlow = CheckoutFlow.PAYMENT): ResultText =
        native.result(result, flow)

    /** What is wrong with a field, in the customer's words. [FieldError.text] is for logs. */
    fun fieldError(error: FieldError): String = native.fieldError(error)

    /** An amount as the customer's region writes it. */
    fun amount(money: Money): String = amount(money.minorUnits, money.currencyCode) ?: "${money.major} ${money.currencyCode}"

    /**
     * An amount as the customer's region writes it; `null` if the currency (ISO 4217) is not one to pay in.
     *
     * @param minorUnits pence for GBP, yen for JPY.
     */
    fun amount(minorUnits: Long, currencyCode: String): String? = native.amount(minorUnits, currencyCode)

    override fun toString(): String = "CheckoutTexts($language)"

    companion object {
        /** The names of all texts: those that can be replaced. */
        @JvmStatic
        val names: List<String> get() = inCore { textNames() }
    }
}

private fun hostLanguage(): String = Locale.getDefault().toLanguageTag()
