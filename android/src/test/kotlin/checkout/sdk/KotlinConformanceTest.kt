package checkout.sdk

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.time.Instant
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.TestFactory

/** Every scenario through the Kotlin API. */
class KotlinConformanceTest {
    @TestFactory
    fun scenarios() = ConformanceServer.tests("Kotlin") { run -> runBlocking(Dispatchers.Default) { KotlinHost(run).play() } }
}

/** A host app that does what a plan says and notes what it sees. */
private class KotlinHost(private val run: ScenarioRun) {
    private val plan = run.plan
    private val intent = plan["payment_intent_id"].asString
    private val secret = Observations.text(plan, "customer_secret")
    private val states = mutableListOf<String>()
    private val observed = JsonObject()
    private lateinit var checkout: Checkout
    private var watched: Watched? = null

    /** A session and the last of its states that was seen. */
    private class Watched(val session: CheckoutSession, scope: CoroutineScope) {
        private val coming = Channel<CheckoutState>(Channel.UNLIMITED)
        var last: CheckoutState = CheckoutState.Loading

        init {
            // At once, so that the first state is not missed.
            scope.launch(start = CoroutineStart.UNDISPATCHED) { session.state.collect(coming::send) }
        }

        suspend fun next(): CheckoutState = coming.receive().also { last = it }
    }

    suspend fun play(): JsonObject {
        try {
            checkout = Checkout(Observations.config(plan["config"].asJsonObject))
        } catch (refused: ConfigException) {
            observed.addProperty("config_error", refused.javaClass.simpleName)
            return observed
        }
        checkout.use {
            val isSheet = Observations.part(plan, "sheet") != null
            withTimeoutOrNull(plan["limit_ms"].asLong) { if (isSheet) playSheet() else playSteps() }
                ?: observed.add("diagnostics", Observations.texts(listOf("TimedOut")))
        }
        observed.add("states", Observations.texts(states))
        return observed
    }

    private suspend fun playSheet() {
        val host = KotlinSheetHost(run, checkout, observed, states)
        try {
            host.play()
        } finally {
            host.close()
        }
    }

    private suspend fun playSteps() = coroutineScope {
        if (plan["flow"].asString != "headless") start()
        val outcomes = JsonArray().also { observed.add("outcomes", it) }
        for (step in plan["steps"].asJsonArray.map { it.asJsonObject }) {
            val reached = Observations.text(step, "on")?.let { waitFor(it) } ?: true
            outcomes.add(if (reached) act(step) else Observations.error("NotReached"))
        }
        watched?.let { watched ->
            waitFor("Finished")
            observed.add("result", Observations.result(watched.session.result()))
            observed.add("diagnostics", Observations.texts(watched.session.diagnostics.map(Observations::diagnostic)))
        }
        coroutineContext.cancelChildren()
    }

    private suspend fun CoroutineScope.start() = watch(startCheckout())

    private fun startCheckout(): CheckoutSession = when (val flow = plan["flow"].asString) {
        "payment" -> checkout.startPayment(PaymentFlowParams(intent, secret, deadline()))
        "setup" -> checkout.startSetup(SetupFlowParams(intent, deadline()))
        "virtual_terminal" -> checkout.startVirtualTerminal(VirtualTerminalFlowParams(intent, deadline()))
        else -> error("this player does not know the flow $flow")
    }

    private suspend fun CoroutineScope.watch(session: CheckoutSession) {
        watched = Watched(session, this).also { states += Observations.state(it.next()) }
    }

    private fun deadline(): Instant? =
        Observations.text(plan, "must_complete_in_ms")?.let { Instant.now().plusMillis(it.toLong()) }

    /** Waits until a state is reached, and notes those on the way. `false` if the checkout ends without it. */
    private suspend fun waitFor(wanted: String): Boolean {
        val watched = watched ?: return false
        // What a step led to is seen before it is waited for.
        if (watched.session.state.value != watched.last) states += Observations.state(watched.next())
        while (!Observations.matches(watched.last, wanted)) {
            if (watched.last is CheckoutState.Finished) return false
            states += Observations.state(watched.next())
        }
        return true
    }

    private suspend fun CoroutineScope.act(step: JsonObject): JsonObject = try {
        aboutTexts(step, plan, checkout) ?: withoutSession(step) ?: inForm(step, watched?.session) ?: withSession(step, watched!!.session)
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (failure: Exception) {
        Observations.failure(failure)
    }

    private suspend fun withoutSession(step: JsonObject): JsonObject? = when (step["do"].asString) {
        "wait" -> Observations.success().also { delay(step["ms"].asLong) }
        "world" -> Observations.success().also { run.changeWorld(step["step"].asInt) }
        "callPaymentStatus" -> Observations.withResult(checkout.paymentStatus(intent))
        "callPaymentIntent" -> Observations.withSummary(checkout.paymentIntent(intent))
        "callSetupStatus" -> Observations.withResult(checkout.setupStatus(intent))
        "callSetupIntent" -> Observations.withSummary(checkout.setupIntent(intent))
        "callSavedCards" -> Observations.withCards(checkout.savedCards(plan["customer_id"].asString, secret.orEmpty()))
        "callDeleteSavedCard" -> Observations.success().also {
            checkout.deleteSavedCard(plan["customer_id"].asString, step["id"].asString, secret.orEmpty())
        }
        else -> null
    }

    private suspend fun CoroutineScope.withSession(step: JsonObject, session: CheckoutSession): JsonObject {
        when (val command = step["do"].asString) {
            "payWithCard" -> session.payWithCard(typed(step["card"].asJsonObject))
            "payWithGooglePay" -> session.payWithGooglePay(step["payment_data"].asString)
            "payWithApplePay" -> session.payWithApplePay(
                step["token"].asString,
                Observations.part(step, "billing_contact")?.let(::contact),
                Observations.part(step, "shipping_contact")?.let(::contact),
            )
            "payWithSavedCard" -> session.payWithSavedCard(step["id"].asString, step["cvv"].asString)
            "deleteSavedCard" -> session.deleteSavedCard(step["id"].asString)
            "threeDsReady" -> session.threeDsReady(step["started"].asBoolean)
            "completeChallenge" -> session.completeChallenge(Observations.challengeOutcome(step["outcome"].asString))
            "cancel" -> session.cancel()
            "look" -> return withSummary(session) { Observations.withSummary(it, session.notice) }
            "googlePayRequest" -> return withSummary(session) { summary ->
                json(GooglePay.requestJson(summary, merchant(step["merchant"].asJsonObject)))
            }
            "googlePayReadiness" -> return withSummary(session) { json(GooglePay.isReadyToPayJson(it)) }
            "applePayRequest" -> return withSummary(session) { summary ->
                val request = ApplePay.request(summary, step["country_code"].asString)
                Observations.withValue(Observations.applePayRequest(request))
            }
            "findSession" -> watch(checkout.session(intent) ?: return Observations.error("NotFound"))
            "startSecondCheckout" -> return Observations.withResult(startCheckout().result())
            "restart" -> return Observations.withResult(session.result()).also { start() }
            else -> error("this player does not know the command $command")
        }
        return Observations.success()
    }

    private fun withSummary(session: CheckoutSession, look: (PaymentSummary) -> JsonObject): JsonObject =
        when (val state = session.state.value) {
            is CheckoutState.ChoosingMethod -> look(state.summary)
            else -> Observations.error("WrongState")
        }

    private fun json(text: String) = Observations.withValue(JsonParser.parseString(text))
}
