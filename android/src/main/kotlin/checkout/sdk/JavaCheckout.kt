package checkout.sdk

import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.future.future
import kotlinx.coroutines.launch

/**
 * [Checkout] for Java: listeners and futures, no coroutines. One for the process.
 *
 * Everything the app is called back with, futures included, comes on one executor: the main thread on Android, a thread
 * of the SDK elsewhere, unless another one is given.
 */
class JavaCheckout private constructor(private val checkout: Checkout, executor: Executor) : AutoCloseable {
    private val scope = CoroutineScope(SupervisorJob() + executor.asCoroutineDispatcher())

    /** Calls back on the main thread (Android) or a thread of the SDK (elsewhere). */
    @Throws(ConfigException::class)
    constructor(config: CheckoutConfig) : this(Checkout(config), defaultExecutor())

    /** Calls back on [executor]. */
    @Throws(ConfigException::class)
    constructor(config: CheckoutConfig, executor: Executor) : this(Checkout(config), executor)

    /**
     * The one call: takes a payment, with [ui] to ask the customer, and gives [callback] its one result, whatever
     * happens.
     *
     * A callback of [ui] that throws leaves the checkout and goes to [JavaCheckoutUi.onError]; the result is then 7780,
     * or the real one if a payment was sent.
     */
    fun startPaymentFlow(params: PaymentFlowParams, ui: JavaCheckoutUi, callback: CheckoutCallback): PaymentCall =
        lead(checkout.startPayment(params), ui, callback)

    /**
     * The same with a future. Cancelling it is leaving. A callback of [ui] that throws before a payment was sent is what
     * the future fails with.
     */
    fun startPaymentFlow(params: PaymentFlowParams, ui: JavaCheckoutUi): CompletableFuture<PaymentResult> =
        scope.future { checkout.startPaymentFlow(params, AnsweredUi(ui)) }

    /** [Checkout.startSetupFlow] with a listener; see [startPaymentFlow]. */
    fun startSetupFlow(params: SetupFlowParams, ui: JavaCheckoutUi, callback: CheckoutCallback): PaymentCall =
        lead(checkout.startSetup(params), ui, callback)

    /** [Checkout.startSetupFlow] with a future; see [startPaymentFlow]. */
    fun startSetupFlow(params: SetupFlowParams, ui: JavaCheckoutUi): CompletableFuture<PaymentResult> =
        scope.future { checkout.startSetupFlow(params, AnsweredUi(ui)) }

    /** [Checkout.startVirtualTerminalFlow] with a listener; see [startPaymentFlow]. */
    fun startVirtualTerminalFlow(
        params: VirtualTerminalFlowParams,
        ui: JavaCheckoutUi,
        callback: CheckoutCallback,
    ): PaymentCall = lead(checkout.startVirtualTerminal(params), ui, callback)

    /** [Checkout.startVirtualTerminalFlow] with a future; see [startPaymentFlow]. */
    fun startVirtualTerminalFlow(
        params: VirtualTerminalFlowParams,
        ui: JavaCheckoutUi,
    ): CompletableFuture<PaymentResult> = scope.future { checkout.startVirtualTerminalFlow(params, AnsweredUi(ui)) }

    /** [Checkout.startPayment]. */
    fun startPayment(params: PaymentFlowParams): JavaCheckoutSession =
        JavaCheckoutSession(checkout.startPayment(params), scope)

    /** [Checkout.startSetup]. */
    fun startSetup(params: SetupFlowParams): JavaCheckoutSession =
        JavaCheckoutSession(checkout.startSetup(params), scope)

    /** [Checkout.startVirtualTerminal]. */
    fun startVirtualTerminal(params: VirtualTerminalFlowParams): JavaCheckoutSession =
        JavaCheckoutSession(checkout.startVirtualTerminal(params), scope)

    /** [Checkout.session]: a session by its intent, or `null`. */
    fun session(paymentIntentId: String): JavaCheckoutSession? =
        checkout.session(paymentIntentId)?.let { JavaCheckoutSession(it, scope) }

    /** [Checkout.openSheet]. */
    @JvmOverloads
    fun openSheet(
        flow: SheetFlow,
        wallets: List<Wallet> = emptyList(),
        texts: CheckoutTexts = CheckoutTexts(),
    ): JavaSheetSession = JavaSheetSession(checkout.openSheet(flow, wallets, texts), scope)

    /** [Checkout.findSheet]: a sheet by the id of its intent or customer, or `null`. */
    fun findSheet(id: String): JavaSheetSession? = checkout.findSheet(id)?.let { JavaSheetSession(it, scope) }

    /** [Checkout.paymentIntent]; fails with [CallException]. */
    fun paymentIntent(paymentIntentId: String): CompletableFuture<PaymentSummary> =
        scope.future { checkout.paymentIntent(paymentIntentId) }

    /** [Checkout.setupIntent]; fails with [CallException]. */
    fun setupIntent(setupIntentId: String): CompletableFuture<PaymentSummary> =
        scope.future { checkout.setupIntent(setupIntentId) }

    /** [Checkout.savedCards]; fails with [CallException]. */
    fun savedCards(customerId: String, customerSecret: String): CompletableFuture<List<SavedCard>> =
        scope.future { checkout.savedCards(customerId, customerSecret) }

    /** [Checkout.deleteSavedCard]; fails with [CallException]. */
    fun deleteSavedCard(
        customerId: String,
        paymentMethodId: String,
        customerSecret: String,
    ): CompletableFuture<Void> = scope.done { checkout.deleteSavedCard(customerId, paymentMethodId, customerSecret) }

    /** [Checkout.paymentStatus]. */
    fun paymentStatus(paymentIntentId: String): CompletableFuture<PaymentResult> =
        scope.future { checkout.paymentStatus(paymentIntentId) }

    /** [Checkout.setupStatus]. */
    fun setupStatus(setupIntentId: String): CompletableFuture<PaymentResult> =
        scope.future { checkout.setupStatus(setupIntentId) }

    /** [Checkout.close]. Results that are still to come are delivered. */
    override fun close() = checkout.close()

    private fun lead(session: CheckoutSession, ui: JavaCheckoutUi, callback: CheckoutCallback): PaymentCall {
        scope.launch {
            val result = session.use { PaymentFlow(it, AnsweredUi(ui), rethrows = false).run() }
            callback.onResult(result)
        }
        return PaymentCall(session)
    }
}

/** A payment, or the saving of a card, that was started with a listener. */
class PaymentCall internal constructor(private val session: CheckoutSession) {
    /** The customer leaves; the listener gets the result: 7780, or the real one if a payment was sent. */
    fun cancel() = session.leave()
}

/** Gets the result of a payment. */
fun interface CheckoutCallback {
    /** Called once. */
    fun onResult(result: PaymentResult)
}

/** Java's `Void` has only `null`. */
@Suppress("UNCHECKED_CAST")
internal fun CoroutineScope.done(call: suspend () -> Unit): CompletableFuture<Void> =
    future<Void?> {
        call()
        null
    } as CompletableFuture<Void>
