package checkout.sdk

import java.time.Instant
import java.util.Collections
import java.util.WeakHashMap

/**
 * The checkout client: one for the process, kept as long as the app may pay. Its connections are reused, and its
 * sessions can be found again by their intent.
 *
 * Java: [JavaCheckout] is the same without coroutines.
 *
 * @throws ConfigException says what in the configuration must be changed; on Android also that
 *   `CheckoutAndroid.initialize` was forgotten.
 */
class Checkout(config: CheckoutConfig = CheckoutConfig()) : AutoCloseable {
    private val native: NativeCheckout = NativeLibrary.load().let { NativeCheckout(config) }

    /** What the app still holds of this client's sheets. */
    private val sheets: MutableSet<SheetSession> =
        Collections.synchronizedSet(Collections.newSetFromMap(WeakHashMap()))

    /** What the app still holds of this client's sessions. */
    private val handles: MutableSet<CheckoutSession> =
        Collections.synchronizedSet(Collections.newSetFromMap(WeakHashMap()))

    /**
     * The one call: takes a payment, with [ui] to ask the customer, and gives its one result.
     *
     * It never fails because of the payment: whatever happens is a [PaymentResult]. The callbacks of [ui] run in the
     * coroutine of the caller.
     *
     * Cancelling that coroutine is leaving: before a payment was sent the checkout ends with 7780; after, the attempt
     * runs on, and its result can be had from [session] or [paymentStatus].
     *
     * A callback that throws leaves the checkout too. If that ended it with 7780, the exception is thrown on to the
     * caller; if not, money may have moved, and the caller gets the real result, while the exception goes to
     * [CheckoutUi.onError]. An exception while a challenge is shown is reported to the gateway as a challenge that
     * could not be shown.
     */
    suspend fun startPaymentFlow(params: PaymentFlowParams, ui: CheckoutUi): PaymentResult =
        lead(startPayment(params), ui)

    /**
     * The one call to save a card without paying, for payments that the merchant starts later. All that is said of
     * [startPaymentFlow] holds, except that no money moves: a card that was saved is code 0 with [Charge.NOT_CHARGED].
     *
     * The customer has to agree: [PaymentChoice.NewCard.mitConsent].
     */
    suspend fun startSetupFlow(params: SetupFlowParams, ui: CheckoutUi): PaymentResult = lead(startSetup(params), ui)

    /**
     * The one call for a payment that is keyed in for a customer who is not there. All that is said of
     * [startPaymentFlow] holds, except that there is no 3-D Secure: a card that cannot do without it gives code 30.
     */
    suspend fun startVirtualTerminalFlow(params: VirtualTerminalFlowParams, ui: CheckoutUi): PaymentResult =
        lead(startVirtualTerminal(params), ui)

    /**
     * Starts a checkout for an app that wants to observe and act for itself. What cannot begin is a session that is
     * finished, with code 400.
     */
    fun startPayment(params: PaymentFlowParams): CheckoutSession = with(params) {
        handle(native.startPayment(paymentId, clientSecret, mustCompleteBy?.let(::epochMillis)))
    }

    /** Starts to save a card without paying; see [startSetupFlow] and [startPayment]. */
    fun startSetup(params: SetupFlowParams): CheckoutSession = with(params) {
        handle(native.startSetup(setupIntentId, mustCompleteBy?.let(::epochMillis)))
    }

    /** Starts a payment that is keyed in; see [startVirtualTerminalFlow] and [startPayment]. */
    fun startVirtualTerminal(params: VirtualTerminalFlowParams): CheckoutSession = with(params) {
        handle(native.startVirtualTerminal(paymentId, mustCompleteBy?.let(::epochMillis)))
    }

    /**
     * The newest session of a payment intent or setup intent: a running one, or one of the last 16 that have finished.
     * This is how a recreated Activity finds its checkout again.
     */
    fun session(paymentIntentId: String): CheckoutSession? = native.session(paymentIntentId)?.let(::handle)

    /**
     * Opens a checkout sheet, for an app that draws it itself. While the sheet of an intent is open, opening it again gives
     * the same one.
     *
     * @param wallets the wallets that this device can show. Offered are those that the intent takes, too.
     * @param texts the customer's texts.
     */
    fun openSheet(
        flow: SheetFlow,
        wallets: List<Wallet> = emptyList(),
        texts: CheckoutTexts = CheckoutTexts(),
    ): SheetSession = handle(native.open(flow, wallets, texts.native))

    /**
     * A sheet by the id of its intent, or of the customer whose saved cards it shows: an open one, or one of the last that
     * were closed. This is how a recreated Activity finds its sheet again.
     */
    fun findSheet(id: String): SheetSession? = native.findSheet(id)?.let(::handle)

    /**
     * Reads an intent as a customer would see it, without starting a checkout. Its saved cards are not fetched.
     *
     * @throws CallException after the retries.
     */
    suspend fun paymentIntent(paymentIntentId: String): PaymentSummary = native.paymentIntent(paymentIntentId)

    /**
     * Reads a setup intent as a customer would see it. Its total is what is intended, if it says.
     *
     * @throws CallException after the retries.
     */
    suspend fun setupIntent(setupIntentId: String): PaymentSummary = native.setupIntent(setupIntentId)

    /**
     * Lists the saved cards of a customer.
     *
     * @throws CallException after the retries.
     */
    suspend fun savedCards(customerId: String, customerSecret: String): List<SavedCard> =
        native.savedCards(customerId, customerSecret)

    /**
     * Deletes a saved card of a customer.
     *
     * @throws CallException after the retries. With `Network` or `Server` the card may be gone all the same.
     */
    suspend fun deleteSavedCard(customerId: String, paymentMethodId: String, customerSecret: String) =
        native.deleteSavedCard(customerId, paymentMethodId, customerSecret)

    /**
     * Asks what has come of an intent: for an app that was ended in the middle of a payment. 0 when it is paid; 99
     * `NotCompleted` with an unknown charge while it is not.
     */
    suspend fun paymentStatus(paymentIntentId: String): PaymentResult = native.paymentStatus(paymentIntentId)

    /**
     * Asks what has come of a setup intent: for an app that was ended in the middle. 0 when the card is saved; 99
     * `NotCompleted` while it is not.
     */
    suspend fun setupStatus(setupIntentId: String): PaymentResult = native.setupStatus(setupIntentId)

    /**
     * Leaves every checkout that runs, sheets too, and lets the connections go. A payment that was sent runs on to its end; sessions
     * that the app still holds tell how. Nothing can be started afterwards ([IllegalStateException]).
     */
    override fun close() {
        synchronized(handles) { handles.toList() }.forEach(CheckoutSession::leave)
        synchronized(sheets) { sheets.toList() }.forEach(SheetSession::leave)
        native.close()
    }

    private suspend fun lead(session: CheckoutSession, ui: CheckoutUi): PaymentResult =
        session.use { PaymentFlow(it, ui, rethrows = true).run() }

    private fun handle(native: NativeSession) = CheckoutSession(native).also(handles::add)

    private fun handle(native: NativeSheet) = SheetSession(native).also(sheets::add)
}

private fun NativeCheckout.open(flow: SheetFlow, wallets: List<Wallet>, texts: NativeTexts): NativeSheet = when (flow) {
    is SheetFlow.Payment -> with(flow.params) {
        openPaymentSheet(paymentId, clientSecret, mustCompleteBy?.let(::epochMillis), wallets, texts)
    }
    is SheetFlow.Setup -> with(flow.params) { openSetupSheet(setupIntentId, mustCompleteBy?.let(::epochMillis), texts) }
    is SheetFlow.VirtualTerminal -> with(flow.params) {
        openVirtualTerminalSheet(paymentId, mustCompleteBy?.let(::epochMillis), texts)
    }
    is SheetFlow.SavedCards -> openSavedCardsSheet(flow.customerId, flow.customerSecret, texts)
    is SheetFlow.Restored -> openRestoredSheet(flow.paymentId, texts)
    is SheetFlow.RestoredSetup -> openRestoredSetupSheet(flow.setupIntentId, texts)
}

/** No date is too far away: a deadline in the endless future is one that never comes. */
private fun epochMillis(time: Instant): Long = try {
    time.toEpochMilli()
} catch (_: ArithmeticException) {
    if (time.isAfter(Instant.EPOCH)) Long.MAX_VALUE else 0
}
