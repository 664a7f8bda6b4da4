package checkout.sdk

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import java.time.Instant
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.onEach

/** A host app that draws a sheet without looking: it does what a plan says, and notes what is on the screen. */
internal class KotlinSheetHost(
    private val run: ScenarioRun,
    private var checkout: Checkout,
    private val observed: JsonObject,
    private val states: MutableList<String>,
) {
    private val plan = run.plan
    private val planned = plan["sheet"].asJsonObject
    private val intent = plan["payment_intent_id"].asString
    private val secret = Observations.text(plan, "customer_secret")
    private val wallets = SheetObservations.wallets(Observations.texts(planned, "wallets"))
    private val texts = CheckoutTexts(
        planned["language"].asString,
        planned["texts"].asJsonObject.asMap().mapValues { it.value.asString },
        Observations.flag(planned, "right_to_left"),
    )
    private var sheet = open(planned["opens"].asString)

    suspend fun play() {
        val outcomes = JsonArray().also { observed.add("outcomes", it) }
        for (step in plan["steps"].asJsonArray.map { it.asJsonObject }) {
            val reached = Observations.text(step, "on")?.let { waitFor(it) } ?: true
            outcomes.add(if (reached) act(step) else Observations.error("NotReached"))
        }
        waitFor("Closed")
        val result = sheet.result()
        result.payment?.let { observed.add("result", Observations.result(it)) }
        result.lastAttempt?.let { observed.add("last_attempt", Observations.result(it)) }
    }

    private fun open(opens: String): SheetSession = checkout.openSheet(flow(opens), wallets, texts)

    private fun flow(opens: String): SheetFlow = when (opens to plan["flow"].asString) {
        "checkout" to "payment" -> SheetFlow.Payment(PaymentFlowParams(intent, secret, deadline()))
        "checkout" to "setup" -> SheetFlow.Setup(SetupFlowParams(intent, deadline()))
        "checkout" to "virtual_terminal" -> SheetFlow.VirtualTerminal(VirtualTerminalFlowParams(intent, deadline()))
        "saved_cards" to "headless" -> SheetFlow.SavedCards(plan["customer_id"].asString, secret.orEmpty())
        "restored" to "payment" -> SheetFlow.Restored(intent)
        "restored" to "setup" -> SheetFlow.RestoredSetup(intent)
        else -> error("this player does not know what the sheet is opened for")
    }

    private fun deadline(): Instant? =
        Observations.text(plan, "must_complete_in_ms")?.let { Instant.now().plusMillis(it.toLong()) }

    /** Waits until a screen is reached, and notes the kinds of those on the way. `false` if the sheet ends without it. */
    private suspend fun waitFor(wanted: String): Boolean =
        sheet.screens.onEach(::note).firstOrNull { SheetObservations.isThere(it, wanted) } != null

    private fun note(screen: SheetScreen) {
        val kind = SheetObservations.kind(screen)
        if (states.lastOrNull() != kind) states += kind
    }

    private suspend fun act(step: JsonObject): JsonObject {
        when (step["do"].asString) {
            "wait" -> delay(step["ms"].asLong)
            "world" -> run.changeWorld(step["step"].asInt)
            "callPaymentStatus" -> return Observations.withResult(checkout.paymentStatus(intent))
            "findSheet" -> sheet = checkout.findSheet(sheet.id) ?: return Observations.error("NotFound")
            "openAgain" -> sheet = open(planned["opens"].asString)
            "restore" -> {
                checkout.close()
                checkout = Checkout(Observations.config(plan["config"].asJsonObject))
                sheet = open("restored")
            }
            "setLanguage" -> sheet.setTexts(CheckoutTexts(step["language"].asString))
            "look" -> return Observations.withValue(SheetObservations.screen(sheet.screen, sheet::text))
            "type" -> return type(step)
            "fill" -> return fill(step["texts"].asJsonArray)
            "press" -> {
                val action = SheetObservations.button(sheet.screen, step["action"].asString)
                return SheetObservations.taken(sheet.act(action ?: return Observations.error("NotOffered")))
            }
            "act" -> return SheetObservations.taken(sheet.act(SheetObservations.action(step["action"].asString)))
            "payWithGooglePay" -> return SheetObservations.taken(sheet.payWithGooglePay(step["payment_data"].asString))
            "payWithApplePay" -> return SheetObservations.taken(
                sheet.payWithApplePay(
                    step["token"].asString,
                    Observations.part(step, "billing_contact")?.let(::contact),
                    Observations.part(step, "shipping_contact")?.let(::contact),
                ),
            )
            "completeChallenge" -> {
                val outcome = Observations.challengeOutcome(step["outcome"].asString)
                return SheetObservations.taken(sheet.challengeEnded(outcome))
            }
            else -> return aboutTexts(step, plan, checkout) ?: error("this player does not know the command $step")
        }
        return Observations.success()
    }

    private fun type(step: JsonObject): JsonObject {
        val text = step["text"].asString
        val caret = Observations.text(step, "caret")?.toInt() ?: text.length
        val answer = sheet.type(SheetObservations.field(step["field"].asString), text, caret)
        return Observations.withValue(SheetObservations.answer(answer, sheet::text))
    }

    private fun fill(texts: JsonArray): JsonObject {
        val refused = texts.map { it.asJsonObject }.find {
            !sheet.type(SheetObservations.field(it["field"].asString), it["text"].asString).accepted
        }
        return refused?.let { Observations.error("Refused").apply { add("cause", it["field"]) } } ?: Observations.success()
    }

    /** Lets the client go that was made for a restored sheet. */
    fun close() = checkout.close()
}

/** What an app without the sheet asks about texts; `null` if it is nothing of that kind. */
internal suspend fun aboutTexts(step: JsonObject, plan: JsonObject, checkout: Checkout): JsonObject? {
    val language = Observations.text(step, "language") ?: return null
    val intent = plan["payment_intent_id"].asString
    return when (step["do"].asString) {
        "makeTexts" -> try {
            val texts = CheckoutTexts(language, step["texts"].asJsonObject.asMap().mapValues { it.value.asString })
            Observations.withValue(SheetObservations.text(texts.language))
        } catch (refused: TextException) {
            Observations.error(refused.javaClass.simpleName)
        }
        "resultText" -> {
            val texts = CheckoutTexts(language)
            val text = when (plan["flow"].asString) {
                "setup" -> texts.result(checkout.setupStatus(intent), CheckoutFlow.SETUP_INTENT)
                else -> texts.result(checkout.paymentStatus(intent))
            }
            Observations.withValue(SheetObservations.text(text))
        }
        "fieldErrorText" -> {
            val error = SheetObservations.fieldError(step["field"].asString, step["problem"].asString)
            Observations.withValue(SheetObservations.text(CheckoutTexts(language).fieldError(error)))
        }
        "amountText" -> {
            val amount = CheckoutTexts(language).amount(step["minor_units"].asLong, step["currency_code"].asString)
            Observations.withValue(SheetObservations.text(amount))
        }
        else -> null
    }
}
