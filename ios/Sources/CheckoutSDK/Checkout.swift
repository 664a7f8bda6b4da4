import CheckoutSDKCore
import Foundation

/// The checkout client. Make one and keep it: its connections are reused, and its sessions can be found again.
public final class Checkout: Sendable {
    let native: NativeCheckout

    /// A client of the hosts in `configuration`; by default Dojo's.
    ///
    /// - Throws: ``ConfigError``; nothing was sent.
    public init(_ configuration: CheckoutConfig = CheckoutConfig()) throws {
        try refuseEndlessPins(configuration.certificatePins)
        native = try translatingErrors { try NativeCheckout(config: configuration) }
    }

    /// The version of the core, such as `0.1.0`.
    public static var coreVersion: String { CheckoutSDKCore.coreVersion() }

    /// Starts the checkout of a payment intent, to be observed and acted on.
    ///
    /// It never fails: what cannot begin is a session that is finished, with code 400.
    ///
    /// - Parameters:
    ///   - paymentIntentId: The intent to pay, `pi_…`.
    ///   - customerSecret: The customer secret, `cs_…`: with it the customer's saved cards are offered.
    ///   - mustCompleteBy: After this time, on the device's clock, no payment is sent and the result is 40.
    public func startPayment(
        paymentIntentId: String,
        customerSecret: String? = nil,
        mustCompleteBy: Date? = nil
    ) -> CheckoutSession {
        CheckoutSession(
            native.startPayment(
                paymentIntentId: paymentIntentId,
                customerSecret: customerSecret,
                mustCompleteByMillis: mustCompleteBy.map(millisecondsSince1970)
            )
        )
    }

    /// Starts the setup of a card: it is saved for payments that the merchant starts later, and nothing is charged. The
    /// customer chooses nothing but a new card, and has to consent (``CardInput/mitConsent``).
    ///
    /// It never fails: what cannot begin is a session that is finished, with code 400.
    ///
    /// - Parameters:
    ///   - setupIntentId: The setup intent, `si_…`. The session has it as its ``CheckoutSession/paymentIntentId``.
    ///   - mustCompleteBy: After this time, on the device's clock, no card is sent and the result is 40.
    public func startSetup(setupIntentId: String, mustCompleteBy: Date? = nil) -> CheckoutSession {
        CheckoutSession(
            native.startSetup(
                setupIntentId: setupIntentId,
                mustCompleteByMillis: mustCompleteBy.map(millisecondsSince1970)
            )
        )
    }

    /// Starts a payment that the merchant keys in for a customer who is not there: a new card, without device data and
    /// without 3-D Secure. For intents of a virtual terminal only.
    ///
    /// It never fails: what cannot begin is a session that is finished, with code 400.
    ///
    /// - Parameters:
    ///   - paymentIntentId: The intent to pay, `pi_…`.
    ///   - mustCompleteBy: After this time, on the device's clock, no payment is sent and the result is 40.
    public func startVirtualTerminal(paymentIntentId: String, mustCompleteBy: Date? = nil) -> CheckoutSession {
        CheckoutSession(
            native.startVirtualTerminal(
                paymentIntentId: paymentIntentId,
                mustCompleteByMillis: mustCompleteBy.map(millisecondsSince1970)
            )
        )
    }

    /// The newest session of an intent, of either kind: a running one, or one of the last 16 that this client has
    /// finished.
    public func session(for paymentIntentId: String) -> CheckoutSession? {
        native.session(paymentIntentId: paymentIntentId).map(CheckoutSession.init)
    }

    /// Reads an intent as a customer would see it, without starting a checkout. Its saved cards are not fetched.
    ///
    /// - Throws: ``CallError``, after the retries; `CancellationError` when the task is cancelled.
    public func paymentIntent(paymentIntentId: String) async throws -> PaymentSummary {
        try await untilCancelled { [native] in
            try await translatingErrors { try await native.paymentIntent(paymentIntentId: paymentIntentId) }
        }
    }

    /// Reads a setup intent, without starting a checkout. Its total is what is intended, if it says.
    ///
    /// - Throws: ``CallError``, after the retries; `CancellationError` when the task is cancelled.
    public func setupIntent(setupIntentId: String) async throws -> PaymentSummary {
        try await untilCancelled { [native] in
            try await translatingErrors { try await native.setupIntent(setupIntentId: setupIntentId) }
        }
    }

    /// Lists the saved cards of a customer. Which of them can be paid with depends on an intent; here every card of a
    /// known scheme counts as payable.
    ///
    /// - Throws: ``CallError``, after the retries; `CancellationError` when the task is cancelled.
    public func savedCards(customerId: String, customerSecret: String) async throws -> [SavedCard] {
        try await untilCancelled { [native] in
            try await translatingErrors {
                try await native.savedCards(customerId: customerId, customerSecret: customerSecret)
            }
        }
    }

    /// Deletes a saved card of a customer.
    ///
    /// - Throws: ``CallError``, after the retries; `CancellationError` when the task is cancelled. After that, and with
    ///   `network` or `server`, the card may be gone all the same.
    public func deleteSavedCard(customerId: String, paymentMethodId: String, customerSecret: String) async throws {
        try await untilCancelled { [native] in
            try await translatingErrors {
                try await native.deleteSavedCard(
                    customerId: customerId,
                    paymentMethodId: paymentMethodId,
                    customerSecret: customerSecret
                )
            }
        }
    }

    /// Asks what has come of an intent: for an app that was ended in the middle of a payment.
    ///
    /// 0 when it is paid; 99 with an unknown charge when it is not (yet). It is one read, with its retries, and a
    /// cancelled task waits for it nevertheless: an answer about money is not thrown away.
    public func paymentStatus(paymentIntentId: String) async -> PaymentResult {
        await native.paymentStatus(paymentIntentId: paymentIntentId)
    }

    /// Asks what has come of a setup intent: 0 when the card is saved, with nothing charged; 99 when it is not (yet).
    /// See ``paymentStatus(paymentIntentId:)``.
    public func setupStatus(setupIntentId: String) async -> PaymentResult {
        await native.setupStatus(setupIntentId: setupIntentId)
    }
}

/// A date that is no number, or too large for one of whole seconds, would stop the app on its way to the core.
private func refuseEndlessPins(_ all: [HostPins]) throws {
    let farthest = 1e15  // the year 31690708
    for (index, pins) in all.enumerated() where !(abs(pins.validUntil.timeIntervalSince1970) <= farthest) {
        throw ConfigError.badPins(
            reason: "the certificate pins number \(index + 1) cannot be used: `validUntil` is not a date")
    }
}

/// No date is too far away: a deadline in the endless future is one that never comes, and what is no number is past.
func millisecondsSince1970(_ date: Date) -> Int64 {
    let milliseconds = date.timeIntervalSince1970 * 1000
    let farthest = 1e15  // the year 33658
    return milliseconds.isNaN ? 0 : Int64(min(max(milliseconds, 0), farthest))
}
