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
        allowInsecureLoopback = planned["allow_insecure_loopback"].asBoolean,
        connectTimeoutMillis = planned["connect_timeout_ms"].asLong,
        requestTimeoutMillis = planned["request_timeout_ms"].asLong,
        readBackLimitMillis = planned["read_back_ms"].asLong,
    )

    @JvmStatic
    fun typed(card: JsonObject) = PaymentChoice.NewCard(
        card["number"].asString,
        card["expiry"].asString,
        card["cvv"].asString,
        text(card, "cardholder_name"),
        card["save"]?.takeUnless(JsonElement::isJsonNull)?.asBoolean,
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
            is CallException.Server -> addProperty("cause", thrown.status.toString())
            is CallException.MalformedResponse -> addProperty("cause", thrown.what)
            is ActionException, is CallException -> Unit
            else -> throw thrown
        }
    }

    @JvmStatic
    fun diagnostic(diagnostic: Diagnostic): String = when (diagnostic) {
        is Diagnostic.SavedCardsUnavailable -> "SavedCardsUnavailable:${diagnostic.failure.javaClass.simpleName}"
    }

    @JvmStatic
    fun withResult(result: PaymentResult) = success().apply { add("result", result(result)) }

    @JvmStatic
    fun withCards(cards: List<SavedCard>) = success().apply { add("cards", cards.toJson(::card)) }

    @JvmStatic
    fun withSummary(seen: PaymentSummary) = success().apply { add("summary", summary(seen)) }

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
        addProperty("can_save_card", summary.canSaveCard)
        add("saved_cards", summary.savedCards.toJson(::card))
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
        addProperty("payable", card.payable)
    }

    private fun wireName(scheme: CardScheme): String = when (scheme) {
        CardScheme.DINERS -> "DCI"
        CardScheme.UNION_PAY -> "UNIONPAY"
        else -> scheme.name
    }

    private fun fields(errors: List<FieldError>) = JsonObject().apply {
        errors.forEach { addProperty(name(it.field), name(it.problem)) }
    }

    private fun money(money: Money) = "${money.major} ${money.currencyCode}"

    /** `CONFIRMING_THREE_DS` is `ConfirmingThreeDs` in the scenarios. */
    private fun name(value: Enum<*>): String =
        value.name.split('_').joinToString("") { it.lowercase().replaceFirstChar(Char::uppercase) }

    private fun <T> List<T>.toJson(each: (T) -> JsonObject) = JsonArray().also { array -> forEach { array.add(each(it)) } }

    /** A field that may be absent. */
    @JvmStatic
    fun text(plan: JsonObject, name: String): String? = plan[name]?.takeUnless { it is JsonNull }?.asString
}
