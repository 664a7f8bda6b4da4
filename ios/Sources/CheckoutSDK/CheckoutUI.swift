/// What the app shows during a checkout: a payment, a setup or a virtual terminal payment.
///
/// The calls are `async`, so a class on the main actor can implement them as they are. A call whose question is settled
/// by other means (a deadline that passes, a task that is cancelled) is cancelled, and its answer counts no more; the
/// result does not wait for it.
///
/// A call that throws before a payment was sent leaves the checkout: 7780. ``presentChallenge(_:)`` that throws counts as
/// a challenge that could not be shown, and the payment comes to its real result.
public protocol CheckoutUI: Sendable {
    /// The customer chooses. Called again when the choice was refused: then `refused` says why, with an error for each
    /// field in ``ActionError/invalidCard(fields:)``; after a saved card was deleted; and with
    /// ``ActionError/totalChanged`` when the total turned out to be another one than was shown: `summary` has the new one,
    /// and nothing was sent.
    func chooseMethod(summary: PaymentSummary, refused: ActionError?) async throws -> PaymentChoice

    /// Starts the session of a native 3-D Secure SDK with `token` (a JWT); `false` if it could not: 7770. Who shows the
    /// challenge as a web page has nothing to start, which is the default.
    func startThreeDs(token: String) async throws -> Bool

    /// Shows the challenge until it has ended.
    func presentChallenge(_ challenge: Challenge) async throws -> ChallengeOutcome

    /// The checkout is somewhere else now: for a progress display. States in between may be passed over, and the last
    /// calls can come after the result. By default it does nothing.
    func stateChanged(to state: CheckoutState) async

    /// Another call threw this error, which the result does not tell. For logs; by default it does nothing.
    func callFailed(_ error: any Error) async
}

extension CheckoutUI {
    public func startThreeDs(token: String) async throws -> Bool { true }
    public func stateChanged(to state: CheckoutState) async {}
    public func callFailed(_ error: any Error) async {}
}
