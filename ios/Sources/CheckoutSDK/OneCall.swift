import CheckoutSDKCore
import Foundation

// A whole checkout in one call, of each kind.

extension Checkout {
    /// Carries a payment from the intent to its result, with the app's UI.
    ///
    /// It never throws: what cannot begin is code 400. When the task is cancelled, the customer has left: the result is
    /// 7780 if no payment was sent, and the real one, which is waited for, if one was.
    ///
    /// - Parameters:
    ///   - paymentIntentId: The intent to pay, `pi_…`.
    ///   - customerSecret: The customer secret, `cs_…`: with it the customer's saved cards are offered.
    ///   - mustCompleteBy: After this time, on the device's clock, no payment is sent and the result is 40.
    ///   - ui: What the app shows.
    public func startPaymentFlow(
        paymentIntentId: String,
        customerSecret: String? = nil,
        mustCompleteBy: Date? = nil,
        ui: any CheckoutUI
    ) async -> PaymentResult {
        let session = startPayment(
            paymentIntentId: paymentIntentId,
            customerSecret: customerSecret,
            mustCompleteBy: mustCompleteBy
        )
        return await session.run(ui: ui)
    }

    /// The same for code without tasks. `completion` is called once, on the main actor.
    ///
    /// - Returns: The session, with which the customer can leave.
    @discardableResult
    public func startPaymentFlow(
        paymentIntentId: String,
        customerSecret: String? = nil,
        mustCompleteBy: Date? = nil,
        ui: any CheckoutUI,
        completion: @escaping @MainActor @Sendable (PaymentResult) -> Void
    ) -> CheckoutSession {
        let session = startPayment(
            paymentIntentId: paymentIntentId,
            customerSecret: customerSecret,
            mustCompleteBy: mustCompleteBy
        )
        return session.run(ui: ui, completion: completion)
    }

    /// Carries a setup from the intent to its result, with the app's UI: a card is saved for payments that the merchant
    /// starts later, and nothing is charged. See
    /// ``startPaymentFlow(paymentIntentId:customerSecret:mustCompleteBy:ui:)`` for what a cancelled task means.
    ///
    /// - Parameters:
    ///   - setupIntentId: The setup intent, `si_…`.
    ///   - mustCompleteBy: After this time, on the device's clock, no card is sent and the result is 40.
    ///   - ui: What the app shows. It chooses ``PaymentChoice/newCard(_:)`` with ``CardInput/mitConsent``.
    public func startSetupFlow(
        setupIntentId: String,
        mustCompleteBy: Date? = nil,
        ui: any CheckoutUI
    ) async -> PaymentResult {
        await startSetup(setupIntentId: setupIntentId, mustCompleteBy: mustCompleteBy).run(ui: ui)
    }

    /// The same for code without tasks. `completion` is called once, on the main actor.
    ///
    /// - Returns: The session, with which the customer can leave.
    @discardableResult
    public func startSetupFlow(
        setupIntentId: String,
        mustCompleteBy: Date? = nil,
        ui: any CheckoutUI,
        completion: @escaping @MainActor @Sendable (PaymentResult) -> Void
    ) -> CheckoutSession {
        startSetup(setupIntentId: setupIntentId, mustCompleteBy: mustCompleteBy).run(ui: ui, completion: completion)
    }

    /// Carries a payment that the merchant keys in from the intent to its result, with the app's UI. The UI is asked
    /// for a card only: there is no 3-D Secure. See ``startPaymentFlow(paymentIntentId:customerSecret:mustCompleteBy:ui:)``
    /// for what a cancelled task means.
    ///
    /// - Parameters:
    ///   - paymentIntentId: The intent to pay, `pi_…`.
    ///   - mustCompleteBy: After this time, on the device's clock, no payment is sent and the result is 40.
    ///   - ui: What the app shows. It chooses ``PaymentChoice/newCard(_:)``, with ``CardInput/details`` if the summary
    ///     says that they are collected.
    public func startVirtualTerminalFlow(
        paymentIntentId: String,
        mustCompleteBy: Date? = nil,
        ui: any CheckoutUI
    ) async -> PaymentResult {
        await startVirtualTerminal(paymentIntentId: paymentIntentId, mustCompleteBy: mustCompleteBy).run(ui: ui)
    }

    /// The same for code without tasks. `completion` is called once, on the main actor.
    ///
    /// - Returns: The session, with which the customer can leave.
    @discardableResult
    public func startVirtualTerminalFlow(
        paymentIntentId: String,
        mustCompleteBy: Date? = nil,
        ui: any CheckoutUI,
        completion: @escaping @MainActor @Sendable (PaymentResult) -> Void
    ) -> CheckoutSession {
        startVirtualTerminal(paymentIntentId: paymentIntentId, mustCompleteBy: mustCompleteBy)
            .run(ui: ui, completion: completion)
    }
}

extension CheckoutSession {
    /// Runs on its own, and tells the result once.
    fileprivate func run(
        ui: any CheckoutUI,
        completion: @escaping @MainActor @Sendable (PaymentResult) -> Void
    ) -> CheckoutSession {
        Task { await completion(run(ui: ui)) }
        return self
    }
}
