import CheckoutSDKCore

/// A running checkout, to be observed and acted on.
///
/// It is the sequence of its states: `for await state in session` gives the current one and then each newer one, and
/// ends after `.finished`. States in between may be passed over by who is slow. Any number of tasks can observe a
/// session, from the main actor or elsewhere; a cancelled task stops observing, and the checkout goes on. To leave it,
/// call ``cancel()``.
///
/// The ``Checkout`` keeps its sessions as long as it lives, so that ``Checkout/session(for:)`` finds them again. When the
/// last reference to both is gone, nobody can act any more, and the customer has left.
public final class CheckoutSession: Sendable {
    let native: NativeSession

    init(_ native: NativeSession) {
        self.native = native
    }

    /// The intent id as it was passed in; in a setup, the setup intent's.
    public var paymentIntentId: String { native.paymentIntentId() }

    /// Where the checkout is now.
    public var state: CheckoutState { native.state().state }

    /// Why the customer is asked to choose again; `nil` unless the state is `.choosingMethod` and there is a reason.
    public var notice: Notice? { native.state().notice }

    /// What went wrong without stopping the checkout, so far.
    public var diagnostics: [Diagnostic] { native.diagnostics().map(Diagnostic.init) }

    /// Waits for the result. There is one, and it can be asked for again.
    ///
    /// - Throws: `CancellationError` when the task that waits is cancelled. The checkout goes on.
    public func result() async throws -> PaymentResult {
        for await state in self {
            if case .finished(let result) = state { return result }
        }
        throw CancellationError()
    }

    /// What a form says about an expiry, by the device's clock and the API host's: as
    /// ``CardForm/checkExpiry(_:moment:)``, for a device whose clock is wrong.
    public func checkExpiry(_ typed: String, moment: Moment) -> Feedback {
        native.checkExpiry(typed: typed, moment: moment)
    }

    /// Pays with a saved card of the summary.
    ///
    /// - Parameter cvv: Four digits for American Express, three for the others.
    /// - Throws: ``ActionError``; nothing was sent, and the customer can correct the input.
    public func payWithSavedCard(id: String, cvv: String) throws {
        try translatingErrors { try native.payWithSavedCard(id: id, cvv: cvv) }
    }

    /// Pays with a new card, or in a setup saves it; every field is checked first.
    ///
    /// - Throws: ``ActionError``; nothing was sent, and the customer can correct the input.
    public func payWithCard(_ card: CardInput) throws {
        try translatingErrors {
            try native.payWithCard(
                number: card.number,
                expiry: card.expiry,
                cvv: card.cvv,
                cardholderName: card.cardholderName,
                save: card.save,
                details: card.details,
                mitConsent: card.mitConsent
            )
        }
    }

    /// Pays with what Apple's sheet returned.
    ///
    /// - Throws: ``ActionError/methodNotOffered`` if the summary does not list Apple Pay, and in a setup and a virtual
    ///   terminal; ``ActionError/unusableWalletData(_:)`` names the part of the token that is missing. Nothing was sent.
    public func payWithApplePay(_ payment: ApplePayPayment) throws {
        try translatingErrors {
            try native.payWithApplePay(
                tokenJson: payment.tokenJson,
                billingContact: payment.billingContact,
                shippingContact: payment.shippingContact
            )
        }
    }

    /// Pays with what Google's sheet returned: the JSON of its `PaymentData`, as it is. For apps that show a web page
    /// with Google's button; iOS itself has no such sheet.
    ///
    /// - Throws: ``ActionError``, as ``payWithApplePay(_:)``.
    public func payWithGooglePay(paymentDataJson: String) throws {
        try translatingErrors { try native.payWithGooglePay(paymentDataJson: paymentDataJson) }
    }

    /// Deletes a saved card of the summary, and waits until the server has done so.
    ///
    /// - Throws: ``ActionError``; the card is still in the list. `CancellationError` when the task is cancelled; the card
    ///   may be deleted nevertheless.
    public func deleteSavedCard(id: String) async throws {
        try await untilCancelled { [native] in
            try await translatingErrors { try await native.deleteSavedCard(id: id) }
        }
    }

    /// Tells that the app's 3-D Secure session has started with the token of `.startingThreeDs`, or could not.
    ///
    /// - Throws: ``ActionError/wrongState`` if it was not asked for.
    public func threeDsReady(started: Bool = true) throws {
        try translatingErrors { try native.threeDsReady(started: started) }
    }

    /// Tells how the challenge ended.
    ///
    /// - Throws: ``ActionError/wrongState`` if there is no challenge.
    public func completeChallenge(_ outcome: ChallengeOutcome) throws {
        try translatingErrors { try native.completeChallenge(outcome: outcome) }
    }

    /// The customer leaves. Before a payment was sent, the result is 7780; after, the attempt runs on to its real result,
    /// and a challenge counts as cancelled.
    public func cancel() {
        native.cancel()
    }
}

extension CheckoutSession: AsyncSequence {
    public typealias Element = CheckoutState

    public func makeAsyncIterator() -> Iterator {
        Iterator(watch: native.watch())
    }

    /// One observer's place in the states.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let watch: NativeWatch
        private var revision: Int64 = 0
        private var ended = false

        init(watch: NativeWatch) {
            self.watch = watch
        }

        /// The next state; `nil` after `.finished`, and when the task is cancelled.
        public mutating func next() async -> CheckoutState? {
            guard !ended else { return nil }
            let (watch, last) = (watch, revision)
            let snapshot = await withTaskCancellationHandler {
                await watch.nextState(afterRevision: last)
            } onCancel: {
                // Not right here: a handler runs under the task's lock, which the core may be waiting for.
                Task { watch.stop() }
            }
            guard let snapshot else {
                ended = true
                return nil
            }
            revision = snapshot.revision
            if case .finished = snapshot.state { ended = true }
            return snapshot.state
        }
    }
}

extension CheckoutSession: CustomStringConvertible {
    public var description: String { "CheckoutSession(\(paymentIntentId))" }
}
