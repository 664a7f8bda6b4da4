package checkout.sdk

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject

/** What a player of scenarios reads from a plan and reports, under the names that are the same in every language. */
object Observations {
    @JvmStatic
    fun config(planned: JsonObject) = CheckoutConfig(
        apiUrl = planned["api_url"].asString,
        gatewayUrl = text(planned, "gateway_url"),
        gcpManifestUrl = text(planned, "gcp_manifest_url"),
        awsManifestUrl = text(planned, "aws_manifest_url"),
        fallbackGatewayUrl = text(planned, "fallback_gateway_url"),
        allowedGatewayHosts = planned["allowed_gateway_hosts"].asJsonArray.map(JsonElement::getAsString),
        allowInsecureLoopback = planned["allow_insecure_loopback"].asBoolean,
        connectTimeoutMillis = planned["connect_timeout_ms"].asLong,
        requestTimeoutMillis = planned["request_timeout_ms"].asLong,
        readBackLimitMillis = planned["read_back_ms"].asLong,
    )

    @JvmStatic
    fun challengeOutcome(name: String): ChallengeOutcome = when (name) {
        "authenticated" -> ChallengeOutcomes.authenticated("signed")
        "failed" -> ChallengeOutcomes.failed()
        "cancelled" -> ChallengeOutcomes.cancelled()
        "timed_out" -> ChallengeOutcomes.timedOut()
        "error" -> ChallengeOutcomes.notShown(1011, "not shown")
        else -> throw IllegalArgumentException("a challenge cannot end as $name")
    }

    @JvmStatic
    fun state(state: CheckoutState): String = when (state) {
        is CheckoutState.Loading -> "Loading"
        is CheckoutState.ChoosingMethod -> "ChoosingMethod"
        is CheckoutState.StartingThreeDs -> "StartingThreeDs"
        is CheckoutState.Paying -> "Paying.${name(state.stage)}"
        is CheckoutState.Challenged -> "Challenge"
        is CheckoutState.Finished -> "Finished"
    }

    /** Whether a state is the wanted one; `Paying` is any of its stages. */
    @JvmStatic
    fun matches(state: CheckoutState, wanted: String): Boolean =
        state(state).let { it == wanted || it.substringBefore('.') == wanted }

    @JvmStatic
    fun success() = JsonObject()

    @JvmStatic
    fun error(name: String) = JsonObject().apply { addProperty("error", name) }

    /** The outcome of a call that failed. */
    @JvmStatic
    fun failure(thrown: Throwable): JsonObject = error(thrown.javaClass.simpleName).apply {
        when (thrown) {
            is ActionException.InvalidCard -> add("fields", fields(thrown.fields))
            is ActionException.InvalidCvv -> add("fields", fields(listOf(thrown.cvv)))
            is ActionException.DeletionFailed -> addProperty("cause", thrown.failure.javaClass.simpleName)
            is ActionException.UnusableWalletData -> addProperty("cause", walletError(thrown.failure))
            is CallException.Server -> addProperty("cause", thrown.status.toString())
            is CallException.MalformedResponse -> addProperty("cause", thrown.what)
            is WalletException -> setting(thrown)?.let { addProperty("cause", it) }
            is ActionException, is CallException -> Unit
            else -> throw thrown
        }
    }

    @JvmStatic
    fun diagnostic(diagnostic: Diagnostic): String = when (diagnostic) {
        is Diagnostic.SavedCardsUnavailable -> "SavedCardsUnavailable:${diagnostic.failure.javaClass.simpleName}"
        is Diagnostic.CertificatePinsExpired -> "CertificatePinsExpired:${diagnostic.host}"
    }

    @JvmStatic
    fun withResult(result: PaymentResult) = success().apply { add("result", result(result)) }

    @JvmStatic
    fun withCards(cards: List<SavedCard>) = success().apply { add("cards", cards.toJson(::card)) }

    @JvmStatic
    fun withSummary(seen: PaymentSummary) = success().apply { add("summary", summary(seen)) }

    /** The outcome of a look at what the customer is shown. */
    @JvmStatic
    fun withSummary(seen: PaymentSummary, notice: Notice?) = withSummary(seen).apply {
        notice?.let { addProperty("notice", name(it)) }
    }

    /** The outcome of a call that gives something of its own. */
    @JvmStatic
    fun withValue(value: JsonElement) = success().apply { add("value", value) }

    @JvmStatic
    fun edit(edit: NumberEdit) = JsonObject().apply {
        addProperty("text", edit.text)
        addProperty("caret", edit.caret)
        addProperty("scheme", edit.scheme?.let(::wireName))
        addProperty("is_complete", edit.isComplete)
        addProperty("is_full", edit.isFull)
    }

    @JvmStatic
    fun edit(edit: ExpiryEdit) = JsonObject().apply {
        addProperty("text", edit.text)
        addProperty("caret", edit.caret)
        addProperty("is_complete", edit.isComplete)
    }

    @JvmStatic
    fun edit(edit: CvvEdit) = JsonObject().apply {
        addProperty("text", edit.text)
        addProperty("caret", edit.caret)
        addProperty("is_complete", edit.isComplete)
        addProperty("is_full", edit.isFull)
    }

    @JvmStatic
    fun feedback(feedback: Feedback) = JsonObject().apply {
        val error = (feedback as? Feedback.Wrong)?.error
        addProperty("feedback", feedback.javaClass.simpleName)
        addProperty("field", error?.let { name(it.field) })
        addProperty("problem", error?.let { name(it.problem) })
    }

    @JvmStatic
    fun amount(parts: AmountParts?): JsonElement {
        if (parts == null) return JsonNull.INSTANCE
        return JsonObject().apply {
            addProperty("negative", parts.negative)
            addProperty("integer", parts.integer)
            addProperty("fraction", parts.fraction)
        }
    }

    /** Whose page wants to go somewhere. */
    @JvmField
    val CHALLENGE = Challenge("3ds-1", "", "https://acs.example.test/acs/challenge")

    @JvmStatic
    fun navigation(answer: ChallengeNavigation) = JsonObject().apply {
        addProperty("answer", answer.javaClass.simpleName)
        when (answer) {
            is ChallengeNavigation.Open -> {
                addProperty("url", answer.url)
                addProperty("fallback", answer.fallback)
            }
            is ChallengeNavigation.Ended ->
                addProperty("pa_res", (answer.outcome as? ChallengeOutcome.Authenticated)?.paRes.orEmpty())
            else -> Unit
        }
    }

    @JvmStatic
    fun country(listed: Boolean, needsPostcode: Boolean) = JsonObject().apply {
        addProperty("listed", listed)
        addProperty("needs_postcode", needsPostcode)
    }

    @JvmStatic
    fun applePayRequest(request: ApplePayRequest) = JsonObject().apply {
        add("supported_networks", texts(request.supportedNetworks))
        add("merchant_capabilities", texts(request.merchantCapabilities))
        addProperty("country_code", request.countryCode)
        addProperty("currency_code", request.currencyCode)
        addProperty("amount", request.amount)
        addProperty("label", request.label)
        add("required_billing_contact_fields", texts(request.requiredBillingContactFields.map(::name)))
        add("required_shipping_contact_fields", texts(request.requiredShippingContactFields.map(::name)))
    }

    @JvmStatic
    fun result(result: PaymentResult) = JsonObject().apply {
        addProperty("code", result.code)
        addProperty("status", name(result.status))
        addProperty("charge", name(result.charge))
        addProperty("reason", result.reason?.let { name(it.kind) })
        addProperty("message", result.reason?.text)
        addProperty("gateway_code", result.gatewayCode)
        addProperty("payment_intent_id", result.paymentIntentId)
    }

    @JvmStatic
    fun texts(texts: List<String>) = JsonArray().apply { texts.forEach(::add) }

    private fun summary(summary: PaymentSummary) = JsonObject().apply {
        addProperty("payment_intent_id", summary.paymentIntentId)
        addProperty("total", summary.total?.let(::money).orEmpty())
        addProperty("merchant_name", summary.merchantName)
        addProperty("reference", summary.reference)
        add("item_lines", summary.itemLines.toJson(::line))
        add("supported_schemes", texts(summary.supportedSchemes))
        add("wallets", texts(summary.wallets.map(::name)))
        add("collect", collect(summary.collect))
        addProperty("customer_id", summary.customerId)
        addProperty("customer_email", summary.customerEmail)
        addProperty("can_save_card", summary.canSaveCard)
        add("saved_cards", summary.savedCards.toJson(::card))
    }

    private fun collect(wanted: CollectionRequirements) = JsonObject().apply {
        addProperty("email", wanted.email)
        addProperty("billing_address", wanted.billingAddress)
        addProperty("shipping_details", wanted.shippingDetails)
    }

    private fun line(line: ItemLine) = JsonObject().apply {
        addProperty("caption", line.caption)
        addProperty("amount", money(line.amount))
    }

    private fun card(card: SavedCard) = JsonObject().apply {
        addProperty("id", card.id)
        addProperty("scheme", card.scheme?.let(::wireName))
        addProperty("scheme_name", card.schemeName)
        addProperty("masked_pan", card.maskedPan)
        addProperty("expiry", card.expiry)
        addProperty("is_expired", card.isExpired)
        addProperty("payable", card.payable)
    }

    @JvmStatic
    fun wireName(scheme: CardScheme): String = when (scheme) {
        CardScheme.DINERS -> "DCI"
        CardScheme.UNION_PAY -> "UNIONPAY"
        else -> scheme.name
    }

    private fun fields(errors: List<FieldError>) = JsonObject().apply {
        errors.forEach { addProperty(name(it.field), name(it.problem)) }
    }

    /** What a wallet gave wrong: the error, and after a colon the field or setting. */
    private fun walletError(error: WalletException): String =
        listOfNotNull(error.javaClass.simpleName, setting(error)).joinToString(":")

    private fun setting(error: WalletException): String? = when (error) {
        is WalletException.BadField -> error.field
        is WalletException.BadSetting -> error.setting
        else -> null
    }

    private fun money(money: Money) = "${money.major} ${money.currencyCode}"

    /** `CONFIRMING_THREE_DS` is `ConfirmingThreeDs` in the scenarios. */
    @JvmStatic
    fun name(value: Enum<*>): String =
        value.name.split('_').joinToString("") { it.lowercase().replaceFirstChar(Char::uppercase) }

    private fun <T> List<T>.toJson(each: (T) -> JsonObject) = JsonArray().also { array -> forEach { array.add(each(it)) } }

    /** A field that may be absent. */
    @JvmStatic
    fun text(plan: JsonObject, name: String): String? = plan[name]?.takeUnless { it is JsonNull }?.asString

    /** A part that may be absent. */
    @JvmStatic
    fun part(plan: JsonObject, name: String): JsonObject? = plan[name]?.takeUnless { it is JsonNull }?.asJsonObject

    /** A yes or no that may be absent. */
    @JvmStatic
    fun flag(plan: JsonObject, name: String): Boolean? = plan[name]?.takeUnless { it is JsonNull }?.asBoolean

    @JvmStatic
    fun texts(plan: JsonObject, name: String): List<String> = plan[name].asJsonArray.map { it.asString }
}
