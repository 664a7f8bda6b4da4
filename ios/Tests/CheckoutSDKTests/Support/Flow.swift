import CheckoutSDK
import Foundation

/// The kinds of checkout, and what is different about each.
enum Flow: String, CaseIterable, Sendable {
    case payment, setup, virtualTerminal

    func intent(in world: World) async throws -> String {
        switch self {
        case .payment: try await world.intent()
        case .setup: try await world.setupIntent(customer: world.customer().id)
        case .virtualTerminal: try await world.virtualTerminalIntent()
        }
    }

    func start(_ intent: String, with checkout: Checkout) -> CheckoutSession {
        switch self {
        case .payment: checkout.startPayment(paymentIntentId: intent)
        case .setup: checkout.startSetup(setupIntentId: intent)
        case .virtualTerminal: checkout.startVirtualTerminal(paymentIntentId: intent)
        }
    }

    func run(_ intent: String, with checkout: Checkout, ui: any CheckoutUI) async -> PaymentResult {
        switch self {
        case .payment: await checkout.startPaymentFlow(paymentIntentId: intent, ui: ui)
        case .setup: await checkout.startSetupFlow(setupIntentId: intent, ui: ui)
        case .virtualTerminal: await checkout.startVirtualTerminalFlow(paymentIntentId: intent, ui: ui)
        }
    }

    /// For code without tasks.
    func run(
        _ intent: String, with checkout: Checkout, ui: any CheckoutUI,
        completion: @escaping @MainActor @Sendable (PaymentResult) -> Void
    ) -> CheckoutSession {
        switch self {
        case .payment: checkout.startPaymentFlow(paymentIntentId: intent, ui: ui, completion: completion)
        case .setup: checkout.startSetupFlow(setupIntentId: intent, ui: ui, completion: completion)
        case .virtualTerminal: checkout.startVirtualTerminalFlow(paymentIntentId: intent, ui: ui, completion: completion)
        }
    }

    func status(of intent: String, with checkout: Checkout) async -> PaymentResult {
        switch self {
        case .payment, .virtualTerminal: await checkout.paymentStatus(paymentIntentId: intent)
        case .setup: await checkout.setupStatus(setupIntentId: intent)
        }
    }

    func typed(_ card: TestCard) -> CardInput {
        var card = card.typed()
        card.mitConsent = self == .setup ? true : nil
        return card
    }

    /// A setup succeeds without charging anything.
    var chargeOfSuccess: Charge { self == .setup ? .notCharged : .charged }

    /// Where the intent is read.
    var publicIntent: String { self == .setup ? "/setup-intents/public/*" : "/payment-intents/public/*" }
}
