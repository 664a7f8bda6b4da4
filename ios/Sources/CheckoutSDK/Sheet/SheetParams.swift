#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import PassKit

/// What a checkout sheet is opened with.
public struct SheetParams: Sendable {
    /// The app's client.
    public var checkout: Checkout
    /// What for.
    public var flow: SheetFlow
    /// The app's Apple Pay. Without it there is no button; with it there is one where intent and device have Apple Pay.
    public var applePay: ApplePayMerchant?
    /// The customer's texts.
    public var texts: CheckoutTexts
    /// How it looks.
    public var style: SheetStyle

    /// A sheet in the app's language, in the system's colours.
    public init(
        _ flow: SheetFlow,
        checkout: Checkout,
        applePay: ApplePayMerchant? = nil,
        texts: CheckoutTexts = CheckoutTexts(),
        style: SheetStyle = SheetStyle()
    ) {
        self.checkout = checkout
        self.flow = flow
        self.applePay = applePay
        self.texts = texts
        self.style = style
    }

    @MainActor
    func open() -> SheetSession {
        let hasApplePay = applePay != nil && PKPaymentAuthorizationController.canMakePayments()
        return checkout.openSheet(flow, wallets: hasApplePay ? [.applePay] : [], texts: texts)
    }
}

/// Who takes payments by Apple Pay.
public struct ApplePayMerchant: Hashable, Sendable {
    /// As in the app's entitlements: `merchant.com.example.shop`.
    public var identifier: String
    /// Where payments are processed: ISO 3166-1 alpha-2, such as `GB`.
    public var countryCode: String

    /// A merchant.
    public init(identifier: String, countryCode: String) {
        self.identifier = identifier
        self.countryCode = countryCode
    }
}
#endif
