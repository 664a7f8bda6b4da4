import Foundation
import UIKit

public enum PKPaymentAuthorizationStatus: Int, Sendable { case success, failure }

open class PKPaymentAuthorizationResult: NSObject, @unchecked Sendable {
    public let status: PKPaymentAuthorizationStatus
    public init(status: PKPaymentAuthorizationStatus, errors: [any Error]?) { self.status = status }
}

public protocol PKPaymentAuthorizationControllerDelegate: AnyObject {
    func paymentAuthorizationController(
        _ controller: PKPaymentAuthorizationController,
        didAuthorizePayment payment: PKPayment
    ) async -> PKPaymentAuthorizationResult
    func paymentAuthorizationControllerDidFinish(_ controller: PKPaymentAuthorizationController)
}

@MainActor open class PKPaymentAuthorizationController: NSObject {
    /// Those that are open, for who plays the customer.
    public private(set) static var open: [PKPaymentAuthorizationController] = []
    public static var canBeShown = true

    public class func canMakePayments() -> Bool { true }

    public weak var delegate: (any PKPaymentAuthorizationControllerDelegate)?
    public let request: PKPaymentRequest

    public init(paymentRequest: PKPaymentRequest) { request = paymentRequest }

    public func present(completion: (@Sendable (Bool) -> Void)? = nil) {
        if Self.canBeShown { Self.open.append(self) }
        completion?(Self.canBeShown)
    }
    public func dismiss(completion: (@Sendable () -> Void)? = nil) {
        Self.open.removeAll { $0 === self }
        completion?()
    }
}

public enum PKPaymentButtonType: Int, Sendable { case plain }
public enum PKPaymentButtonStyle: Int, Sendable { case automatic }

@MainActor open class PKPaymentButton: UIButton {
    public convenience init(paymentButtonType type: PKPaymentButtonType, paymentButtonStyle style: PKPaymentButtonStyle) {
        self.init(frame: .zero)
    }
    public var cornerRadius: CGFloat = 4
}
