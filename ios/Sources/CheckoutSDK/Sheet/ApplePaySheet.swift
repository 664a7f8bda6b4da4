#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import PassKit
import SwiftUI
import UIKit

/// Apple's sheet over ours. Whatever becomes of it is told to the session, which hears only what it has asked for.
@MainActor
final class ApplePaySheet: NSObject {
    private let session: SheetSession
    private var controller: PKPaymentAuthorizationController?
    /// The customer has authorized: Apple's sheet waits for the outcome, and goes by itself.
    private var isAuthorized = false

    init(_ session: SheetSession) {
        self.session = session
    }

    func show(_ summary: PaymentSummary, for merchant: ApplePayMerchant) {
        guard let request = try? ApplePay.request(summary: summary, countryCode: merchant.countryCode) else {
            return ended(.unavailable)
        }
        let controller = PKPaymentAuthorizationController(
            paymentRequest: PKPaymentRequest(request, merchantIdentifier: merchant.identifier)
        )
        controller.delegate = self
        self.controller = controller
        controller.present { [weak self] isShown in
            Task { @MainActor in if !isShown { self?.ended(.unavailable) } }
        }
    }

    /// Our sheet has gone on without it.
    func close() {
        if !isAuthorized { dismiss() }
    }

    private func dismiss() {
        controller?.dismiss(completion: nil)
        controller = nil
    }

    private func ended(_ end: SheetWalletEnd) {
        session.act(.walletEnded(end: end))
    }
}

extension ApplePaySheet: @preconcurrency PKPaymentAuthorizationControllerDelegate {
    /// Apple's sheet waits for the outcome, and says of one that is not known no more than that it has not succeeded.
    func paymentAuthorizationController(
        _ controller: PKPaymentAuthorizationController,
        didAuthorizePayment payment: PKPayment
    ) async -> PKPaymentAuthorizationResult {
        isAuthorized = true
        session.payWithApplePay(ApplePayPayment(payment))
        for await screen in session where !screen.frame.holds {
            guard case .done(let done) = screen.content, done.tone == .success else { break }
            return PKPaymentAuthorizationResult(status: .success, errors: nil)
        }
        return PKPaymentAuthorizationResult(status: .failure, errors: nil)
    }

    func paymentAuthorizationControllerDidFinish(_ controller: PKPaymentAuthorizationController) {
        if !isAuthorized { ended(.cancelled) }
        dismiss()
    }
}

/// Apple's button, which looks as Apple wants it and is pressed as the model says.
struct ApplePayButton: UIViewRepresentable {
    let button: SheetButton
    let cornerRadius: CGFloat
    let press: @MainActor () -> Void

    func makeUIView(context: Context) -> PKPaymentButton {
        let view = PKPaymentButton(paymentButtonType: .plain, paymentButtonStyle: .automatic)
        view.cornerRadius = cornerRadius
        view.addAction(UIAction { [coordinator = context.coordinator] _ in coordinator.press() }, for: .touchUpInside)
        return view
    }

    func updateUIView(_ view: PKPaymentButton, context: Context) {
        context.coordinator.press = press
        view.isEnabled = button.enabled
        view.accessibilityLabel = button.accessibilityLabel
    }

    func makeCoordinator() -> Coordinator { Coordinator(press: press) }

    @MainActor
    final class Coordinator {
        var press: @MainActor () -> Void

        init(press: @escaping @MainActor () -> Void) {
            self.press = press
        }
    }
}
#endif
