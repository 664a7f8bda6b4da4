package checkout.sdk

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/**
 * An open checkout sheet without a view: its screens as data, and what is done to it. For apps that draw the sheet
 * themselves; everything else (what is enabled, in which words, what an error does) is decided.
 *
 * Everything can be called from any thread, and answers at once. The [Checkout] holds its sheets too, so that a
 * recreated screen finds its sheet by [id] ([Checkout.findSheet]).
 */
class SheetSession internal constructor(private val native: NativeSheet) : AutoCloseable {
    /** The id of the intent, or of the customer whose saved cards it shows: what the sheet is found again by. */
    val id: String = native.id()

    /** What is on the screen now. */
    val screen: SheetScreen get() = native.screen()

    /**
     * The screen now, and each newer one, to the one that says that the sheet is over ([SheetFrame.isClosed]). Screens in
     * between may be passed over by who is slow.
     */
    val screens: Flow<SheetScreen> = flow {
        var screen = native.screen()
        emit(screen)
        while (!screen.frame.isClosed) {
            screen = native.nextScreen(screen.revision)
            emit(screen)
        }
    }

    /** What is paid, for the requests to wallets; `null` until it is loaded. */
    val summary: PaymentSummary? get() = native.summary()

    /** What stands in a field of the screen; empty for one that is not there. */
    fun text(field: SheetFieldId): String = native.text(field)

    /**
     * The customer or the platform does something. What the screen does not offer is refused
     * ([SheetAnswer.accepted]), and nothing changes.
     */
    fun act(action: SheetAction): SheetAnswer = native.act(action)

    /**
     * A field has a new text: typed, pasted or filled in.
     *
     * @param text the whole text of the field after the edit.
     * @param caret where the caret is in it.
     * @return with the field as it is now: its text is [text], and a view sets its own only where that differs.
     */
    @JvmOverloads
    fun type(field: SheetFieldId, text: String, caret: Int = text.length): SheetAnswer =
        native.typeText(field, text, caret)

    /** Google's sheet has ended with a payment: the JSON of its `PaymentData`, as it is. */
    fun payWithGooglePay(paymentDataJson: String): SheetAnswer = native.payWithGooglePay(paymentDataJson)

    /** Apple's sheet has ended with a payment; see [PaymentChoice.ApplePay]. */
    @JvmOverloads
    fun payWithApplePay(
        tokenJson: String,
        billingContact: ApplePayContact? = null,
        shippingContact: ApplePayContact? = null,
    ): SheetAnswer = native.payWithApplePay(tokenJson, billingContact, shippingContact)

    /** The challenge of [SheetContent.Challenged] has ended. */
    fun challengeEnded(outcome: ChallengeOutcome): SheetAnswer = native.challengeEnded(outcome)

    /** The customer's texts are others from now on: the app's language has changed. */
    fun setTexts(texts: CheckoutTexts) = native.setTexts(texts.native)

    /**
     * Waits for the result. It comes once a sheet, when that is over, and can be asked for again. Cancelling the coroutine
     * stops the waiting, not the sheet.
     */
    suspend fun result(): SheetResult = native.result()

    /**
     * Lets this handle go; the sheet goes on as long as its [Checkout] or another handle lives. To close the sheet, act
     * with [SheetAction.Close]. A closed handle throws [IllegalStateException].
     */
    override fun close() = native.close()

    /** Gives the sheet up, as far as a handle that may be closed already can. */
    internal fun leave() = try {
        native.leave()
    } catch (_: IllegalStateException) {
        // Closed: whoever closed it has nothing to wait for.
    }

    override fun toString(): String = "SheetSession($id)"
}
