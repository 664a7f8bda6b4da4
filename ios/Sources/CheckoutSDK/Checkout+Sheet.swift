import CheckoutSDKCore
import Foundation

/// What a checkout sheet is opened for. The customer secret is never printed.
public enum SheetFlow: Equatable, Sendable {
    /// A payment: with a wallet, a saved card or a new one. See
    /// ``Checkout/startPayment(paymentIntentId:customerSecret:mustCompleteBy:)`` for what is passed.
    case payment(paymentIntentId: String, customerSecret: String? = nil, mustCompleteBy: Date? = nil)
    /// A card is saved for payments that the merchant starts later.
    case setup(setupIntentId: String, mustCompleteBy: Date? = nil)
    /// A payment that the merchant keys in for a customer who is not there.
    case virtualTerminal(paymentIntentId: String, mustCompleteBy: Date? = nil)
    /// The customer's saved cards are looked at and deleted. Nothing is paid.
    case savedCards(customerId: String, customerSecret: String)
    /// An app that was ended while this payment's sheet was open. The status is read, and nothing is ever sent: what the
    /// intent does not settle can be asked again or left.
    case restored(paymentIntentId: String)
    /// As ``restored(paymentIntentId:)``, of a setup.
    case restoredSetup(setupIntentId: String)
}

extension SheetFlow: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .payment(let id, _, _): "payment(\(id))"
        case .setup(let id, _): "setup(\(id))"
        case .virtualTerminal(let id, _): "virtualTerminal(\(id))"
        case .savedCards(let id, _): "savedCards(\(id))"
        case .restored(let id): "restored(\(id))"
        case .restoredSetup(let id): "restoredSetup(\(id))"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Checkout {
    /// Opens a checkout sheet, for an app that draws it itself. While the sheet of an intent is open, opening it again
    /// gives the same one.
    ///
    /// - Parameters:
    ///   - flow: What for.
    ///   - wallets: The wallets that this device can show. Offered are those that the intent takes, too.
    ///   - texts: The customer's texts.
    public func openSheet(
        _ flow: SheetFlow,
        wallets: [Wallet] = [],
        texts: CheckoutTexts = CheckoutTexts()
    ) -> SheetSession {
        SheetSession(native.open(flow, wallets: wallets, texts: texts.native))
    }

    /// A sheet by the id of its intent, or of the customer whose saved cards it shows: an open one, or one of the last that
    /// were closed.
    public func sheet(for id: String) -> SheetSession? {
        native.findSheet(id: id).map(SheetSession.init)
    }
}

extension NativeCheckout {
    fileprivate func open(_ flow: SheetFlow, wallets: [Wallet], texts: NativeTexts) -> NativeSheet {
        switch flow {
        case .payment(let paymentIntentId, let customerSecret, let deadline):
            openPaymentSheet(
                paymentIntentId: paymentIntentId, customerSecret: customerSecret,
                mustCompleteByMillis: deadline.map(millisecondsSince1970), wallets: wallets, texts: texts)
        case .setup(let setupIntentId, let deadline):
            openSetupSheet(
                setupIntentId: setupIntentId, mustCompleteByMillis: deadline.map(millisecondsSince1970), texts: texts)
        case .virtualTerminal(let paymentIntentId, let deadline):
            openVirtualTerminalSheet(
                paymentIntentId: paymentIntentId, mustCompleteByMillis: deadline.map(millisecondsSince1970), texts: texts)
        case .savedCards(let customerId, let customerSecret):
            openSavedCardsSheet(customerId: customerId, customerSecret: customerSecret, texts: texts)
        case .restored(let paymentIntentId):
            openRestoredSheet(paymentIntentId: paymentIntentId, texts: texts)
        case .restoredSetup(let setupIntentId):
            openRestoredSetupSheet(setupIntentId: setupIntentId, texts: texts)
        }
    }
}
