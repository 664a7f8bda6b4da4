package checkout.sdk

import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.future.future
import kotlinx.coroutines.launch

/** [SheetSession] for Java. */
class JavaSheetSession internal constructor(
    private val session: SheetSession,
    private val scope: CoroutineScope,
) : AutoCloseable {
    /** [SheetSession.id]. */
    val id: String get() = session.id

    /** What is on the screen now. */
    val screen: SheetScreen get() = session.screen

    /** [SheetSession.summary]. */
    val summary: PaymentSummary? get() = session.summary

    /**
     * Tells the listener what is on the screen, now and after each change, to the screen that says that the sheet is
     * over; closing what is returned stops it. Screens in between may be passed over.
     */
    fun observe(listener: SheetScreenListener): AutoCloseable {
        val observing = scope.launch { session.screens.collect(listener::onScreen) }
        return AutoCloseable { observing.cancel() }
    }

    /** [SheetSession.text]. */
    fun text(field: SheetFieldId): String = session.text(field)

    /** [SheetSession.act]; actions that hold nothing are made by [SheetActions]. */
    fun act(action: SheetAction): SheetAnswer = session.act(action)

    /** [SheetSession.type]. */
    @JvmOverloads
    fun type(field: SheetFieldId, text: String, caret: Int = text.length): SheetAnswer =
        session.type(field, text, caret)

    /** [SheetSession.payWithGooglePay]. */
    fun payWithGooglePay(paymentDataJson: String): SheetAnswer = session.payWithGooglePay(paymentDataJson)

    /** [SheetSession.payWithApplePay]. */
    @JvmOverloads
    fun payWithApplePay(
        tokenJson: String,
        billingContact: ApplePayContact? = null,
        shippingContact: ApplePayContact? = null,
    ): SheetAnswer = session.payWithApplePay(tokenJson, billingContact, shippingContact)

    /** [SheetSession.challengeEnded]; outcomes are made by [ChallengeOutcomes]. */
    fun challengeEnded(outcome: ChallengeOutcome): SheetAnswer = session.challengeEnded(outcome)

    /** [SheetSession.setTexts]. */
    fun setTexts(texts: CheckoutTexts) = session.setTexts(texts)

    /** The result. Cancelling the future stops the waiting, not the sheet. */
    fun result(): CompletableFuture<SheetResult> = scope.future { session.result() }

    /** [SheetSession.close]. */
    override fun close() = session.close()

    override fun toString(): String = session.toString()
}

/** Follows a sheet. */
fun interface SheetScreenListener {
    /** This is on the screen now. */
    fun onScreen(screen: SheetScreen)
}

/** Makes actions of a sheet, for Java. Others are constructors: `new SheetAction.SelectCard(id)`. */
object SheetActions {
    /** [SheetAction.UseAnotherCard]. */
    @JvmStatic
    fun useAnotherCard(): SheetAction = SheetAction.UseAnotherCard

    /** [SheetAction.ManageCards]. */
    @JvmStatic
    fun manageCards(): SheetAction = SheetAction.ManageCards

    /** [SheetAction.Confirm]. */
    @JvmStatic
    fun confirm(): SheetAction = SheetAction.Confirm

    /** [SheetAction.Dismiss]. */
    @JvmStatic
    fun dismiss(): SheetAction = SheetAction.Dismiss

    /** [SheetAction.Pay]. */
    @JvmStatic
    fun pay(): SheetAction = SheetAction.Pay

    /** [SheetAction.TryAgain]. */
    @JvmStatic
    fun tryAgain(): SheetAction = SheetAction.TryAgain

    /** [SheetAction.CheckAgain]. */
    @JvmStatic
    fun checkAgain(): SheetAction = SheetAction.CheckAgain

    /** [SheetAction.Back]. */
    @JvmStatic
    fun back(): SheetAction = SheetAction.Back

    /** [SheetAction.Close]. */
    @JvmStatic
    fun close(): SheetAction = SheetAction.Close
}
