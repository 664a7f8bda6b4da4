package checkout.sdk

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch

/**
 * Leads a session to its result by asking [ui] what each state asks for.
 *
 * @param rethrows whether an exception of [ui] that ended the checkout is thrown on, instead of giving 7780.
 */
internal class PaymentFlow(
    private val session: CheckoutSession,
    private val ui: CheckoutUi,
    private val rethrows: Boolean,
) {
    suspend fun run(): PaymentResult = try {
        lead()
    } catch (cancelled: CancellationException) {
        session.leave()
        throw cancelled
    } catch (@Suppress("TooGenericExceptionCaught") thrown: Throwable) { // whatever the app throws
        session.leave()
        resultDespite(thrown)
    }

    private suspend fun lead(): PaymentResult = coroutineScope {
        var snapshot = session.snapshot()
        var state = snapshot.state
        var notice = snapshot.notice
        while (state !is CheckoutState.Finished) {
            ui.onState(state)
            val (asked, news) = state to notice
            val answering = launch { answer(asked, news) }
            val before = snapshot
            do snapshot = session.snapshotAfter(snapshot) while (snapshot.state == asked)
            answering.cancelAndJoin() // settled by other means, if it is not done
            state = snapshot.state
            notice = snapshot.newsAfter(before)
        }
        ui.onState(state)
        state.result
    }

    private suspend fun answer(state: CheckoutState, notice: Notice?) {
        try {
            when (state) {
                is CheckoutState.ChoosingMethod -> choose(state.summary, notice?.asRefusal())
                is CheckoutState.StartingThreeDs -> startThreeDs(state.token)
                is CheckoutState.Challenged -> challenge(state.challenge)
                is CheckoutState.Loading, is CheckoutState.Paying, is CheckoutState.Finished -> Unit
            }
        } catch (_: CancellationException) {
            currentCoroutineContext().ensureActive()
            session.leave() // the callback cancelled itself, and nobody else will answer
        }
    }

    private suspend fun choose(summary: PaymentSummary, notice: ActionException?) {
        var refused = notice
        do {
            val choice = ui.chooseMethod(summary, refused)
            refused = refusalOf(choice)
        } while (refused != null)
    }

    /** Does what was chosen; `null` if it was not refused. */
    private suspend fun refusalOf(choice: PaymentChoice): ActionException? {
        try {
            when (choice) {
                is PaymentChoice.SavedCard -> session.payWithSavedCard(choice.id, choice.cvv)
                is PaymentChoice.NewCard -> session.payWithCard(choice)
                is PaymentChoice.GooglePay -> session.payWithGooglePay(choice.paymentDataJson)
                is PaymentChoice.ApplePay ->
                    session.payWithApplePay(choice.tokenJson, choice.billingContact, choice.shippingContact)
                is PaymentChoice.DeleteSavedCard -> session.deleteSavedCard(choice.id)
                PaymentChoice.Leave -> session.cancel()
            }
        } catch (refusal: ActionException) {
            // In the wrong state there is nothing to choose: the next one will be asked about.
            return refusal.takeUnless { it is ActionException.WrongState }
        }
        return null
    }

    private suspend fun startThreeDs(token: String) {
        val started = ui.startThreeDs(token)
        unlessMovedOn { session.threeDsReady(started) }
    }

    private suspend fun challenge(challenge: Challenge) {
        val outcome = try {
            ui.presentChallenge(challenge)
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (@Suppress("TooGenericExceptionCaught") thrown: Throwable) {
            tell(thrown)
            // The text goes to the gateway, so nothing of the exception is in it.
            ChallengeOutcome.NotShown(CHALLENGE_FAILED, "the app could not show the challenge")
        }
        unlessMovedOn { session.completeChallenge(outcome) }
    }

    private inline fun unlessMovedOn(action: () -> Unit) = try {
        action()
    } catch (_: ActionException.WrongState) {
        // The state is another one by now, and will be asked about next.
    }

    /** The checkout was left because of [thrown]; if money may have moved, the result matters more. */
    private suspend fun resultDespite(thrown: Throwable): PaymentResult {
        val result = session.result()
        if (rethrows && result.status == Status.USER_CLOSED_WITHOUT_PAYING) throw thrown
        tell(thrown)
        return result
    }

    private fun tell(thrown: Throwable) {
        try {
            ui.onError(thrown)
        } catch (@Suppress("TooGenericExceptionCaught") second: Throwable) {
            // A failure of the failure's handler must not cost the result; it is kept with the first.
            if (second !== thrown) thrown.addSuppressed(second)
        }
    }

    /** The notice, unless it was told already: the list of saved cards can change while it stands. */
    private fun CheckoutSnapshot.newsAfter(before: CheckoutSnapshot): Notice? =
        notice.takeUnless { it == before.notice && state.total == before.state.total }

    private val CheckoutState.total: Money? get() = (this as? CheckoutState.ChoosingMethod)?.summary?.total

    private fun Notice.asRefusal(): ActionException = when (this) {
        Notice.TOTAL_CHANGED -> ActionException.TotalChanged()
    }

    private companion object {
        /** `errorNumber` of a challenge that failed in the app itself. */
        const val CHALLENGE_FAILED = 1
    }
}
