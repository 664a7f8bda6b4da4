package checkout.sdk.android

import android.app.Activity
import android.content.Context
import android.content.Intent
import checkout.sdk.Checkout
import checkout.sdk.CheckoutTexts
import checkout.sdk.PaymentFlowParams
import checkout.sdk.PaymentResult
import checkout.sdk.SetupFlowParams
import checkout.sdk.SheetFlow
import checkout.sdk.SheetResult
import checkout.sdk.SheetScreen
import checkout.sdk.SheetSession
import checkout.sdk.VirtualTerminalFlowParams
import checkout.sdk.Wallet
import checkout.sdk.android.sheet.CheckoutSheetActivity
import checkout.sdk.android.sheet.CheckoutSheetActivity.Companion.sheetId
import checkout.sdk.android.sheet.Errands
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.future.future

/**
 * The checkout's screens: choosing a card, typing one, the bank's question, and what came of it.
 *
 * The sheet belongs to the process and not to an Activity. Presenting what is presented already shows the same sheet, and
 * gives the same one result; so an app whose Activity was recreated just presents again.
 */
object CheckoutSheet {
    private val scope = CoroutineScope(SupervisorJob() + MainThreadExecutor().asCoroutineDispatcher())
    private val errands = Errands(scope)
    private var installed: Installed? = null

    internal val style: SheetStyle get() = installed?.style ?: SheetStyle()
    internal val allowsScreenshots: Boolean get() = installed?.allowsScreenshots == true

    private class Installed(
        val checkout: Checkout,
        val style: SheetStyle,
        val googlePay: GooglePayLauncher?,
        val texts: CheckoutTexts?,
        val allowsScreenshots: Boolean,
    )

    /**
     * Call it once, best in `Application.onCreate` after [CheckoutAndroid.initialize]: an app that Android ended in the
     * middle of a payment finds its sheet again through it.
     *
     * @param googlePay offers Google Pay.
     * @param texts the customer's texts; by default the SDK's, in the language of the app.
     * @param allowsScreenshots lets screens with card data be captured. For builds that are tested by pictures only.
     */
    @JvmStatic
    @JvmOverloads
    fun install(
        checkout: Checkout,
        style: SheetStyle = SheetStyle(),
        googlePay: GooglePayLauncher? = null,
        texts: CheckoutTexts? = null,
        allowsScreenshots: Boolean = false,
    ) {
        installed = Installed(checkout, style, googlePay, texts, allowsScreenshots)
    }

    /**
     * Takes a payment and gives its one result. On the main thread.
     *
     * Cancelling the coroutine stops the waiting, not the sheet: that is the customer's to close.
     *
     * @throws IllegalStateException if nothing was [installed][install], or the Activity is going away.
     */
    @JvmSynthetic
    suspend fun present(activity: Activity, params: PaymentFlowParams): PaymentResult =
        paid(present(activity, SheetFlow.Payment(params)))

    /** Saves a card for payments that the merchant starts later; see [present]. */
    @JvmSynthetic
    suspend fun present(activity: Activity, params: SetupFlowParams): PaymentResult =
        paid(present(activity, SheetFlow.Setup(params)))

    /** Takes a payment that the merchant keys in; see [present]. */
    @JvmSynthetic
    suspend fun present(activity: Activity, params: VirtualTerminalFlowParams): PaymentResult =
        paid(present(activity, SheetFlow.VirtualTerminal(params)))

    /** Shows the sheet of any flow. The result has the last attempt beside it, where the customer left after a decline. */
    @JvmSynthetic
    suspend fun present(activity: Activity, flow: SheetFlow): SheetResult = show(activity, flow).result()

    /** [present] for Java. Cancelling the future stops the waiting, not the sheet. */
    @JvmStatic
    fun presentAsync(activity: Activity, flow: SheetFlow): CompletableFuture<SheetResult> {
        val session = show(activity, flow)
        return scope.future { session.result() }
    }

    /** [present] for Java, with a listener that is called on the main thread. */
    @JvmStatic
    fun present(activity: Activity, params: PaymentFlowParams, listener: Consumer<PaymentResult>) {
        presentAsync(activity, SheetFlow.Payment(params)).thenAccept { listener.accept(paid(it)) }
    }

    /**
     * Opens a sheet and gives the Intent that shows it, for apps that start it for a result. The Intent holds the id of the
     * payment, and no secret.
     */
    @JvmStatic
    fun intent(context: Context, flow: SheetFlow): Intent = CheckoutSheetActivity.intent(context, open(context, flow).id)

    /** The sheet of a result that `onActivityResult` got; `null` if this process knows it no more. Ask the status then. */
    @JvmStatic
    fun session(data: Intent?): SheetSession? = data?.sheetId?.let { installed?.checkout?.findSheet(it) }

    /** Opens a sheet for a [CheckoutSheetView]. */
    @JvmStatic
    fun open(context: Context, flow: SheetFlow): SheetSession = with(installed()) {
        checkout.openSheet(flow, if (googlePay == null) emptyList() else listOf(Wallet.GOOGLE_PAY), textsFor(context))
    }

    /**
     * Takes what an Activity that shows a [CheckoutSheetView] got from Google's sheet.
     *
     * @return whether it was for the sheet.
     */
    @JvmStatic
    fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?): Boolean =
        errands.take(requestCode, resultCode, data, installed?.googlePay)

    internal fun runErrands(screen: SheetScreen, session: SheetSession, activity: Activity?) =
        errands.run(screen, session, activity, installed?.googlePay)

    /** The sheet of an id. In a new process its secrets are gone, and it is opened to read what came of it. */
    internal fun find(id: String): SheetSession? = installed?.run {
        checkout.findSheet(id) ?: restored(id)?.let { checkout.openSheet(it, emptyList(), texts ?: CheckoutTexts()) }
    }

    private fun restored(id: String): SheetFlow? = when (id.substringBefore('_')) {
        "pi" -> SheetFlow.Restored(id)
        "si" -> SheetFlow.RestoredSetup(id)
        else -> null
    }

    internal fun textsFor(context: Context): CheckoutTexts =
        installed?.texts ?: CheckoutTexts(context.resources.configuration.locales[0].toLanguageTag())

    private fun show(activity: Activity, flow: SheetFlow): SheetSession {
        check(!activity.isFinishing && !activity.isDestroyed) { "a sheet cannot be presented by an Activity that is going away" }
        val session = open(activity, flow)
        activity.startActivity(CheckoutSheetActivity.intent(activity, session.id))
        return session
    }

    private fun installed() = checkNotNull(installed) { "CheckoutSheet.install has not been called" }

    private fun paid(result: SheetResult): PaymentResult = checkNotNull(result.payment)
}
