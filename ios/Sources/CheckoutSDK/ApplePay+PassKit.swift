#if canImport(PassKit)
import CheckoutSDKCore
import Contacts
import Foundation
import PassKit

extension PKPaymentRequest {
    /// The request for Apple's sheet.
    ///
    /// - Parameters:
    ///   - request: What ``ApplePay/request(summary:countryCode:)`` gave.
    ///   - merchantIdentifier: The app's own, as in its entitlements: `merchant.com.example.shop`.
    public convenience init(_ request: ApplePayRequest, merchantIdentifier: String) {
        self.init()
        self.merchantIdentifier = merchantIdentifier
        countryCode = request.countryCode
        currencyCode = request.currencyCode
        supportedNetworks = request.supportedNetworks.map(PKPaymentNetwork.init(rawValue:))
        merchantCapabilities = .threeDSecure  // the only one that a request has
        paymentSummaryItems = [
            PKPaymentSummaryItem(label: request.label, amount: NSDecimalNumber(string: request.amount))
        ]
        requiredBillingContactFields = Set(request.requiredBillingContactFields.map(PKContactField.init))
        requiredShippingContactFields = Set(request.requiredShippingContactFields.map(PKContactField.init))
    }
}

extension PKContactField {
    init(_ field: ApplePayContactField) {
        self =
            switch field {
            case .name: .name
            case .postalAddress: .postalAddress
            case .emailAddress: .emailAddress
            case .phoneNumber: .phoneNumber
            }
    }
}

extension ApplePayPayment {
    /// What Apple's sheet authorized.
    ///
    /// A simulator's token is empty: paying with it is an ``ActionError/unusableWalletData(_:)`` that says so.
    public init(_ payment: PKPayment) {
        self.init(
            tokenJson: json(of: payment.token),
            billingContact: payment.billingContact.map(ApplePayContact.init),
            shippingContact: payment.shippingContact.map(ApplePayContact.init)
        )
    }
}

/// What cannot be read is left out, so that the core names what is missing.
private func json(of token: PKPaymentToken) -> String {
    var method = ["type": name(of: token.paymentMethod.type)]
    method["displayName"] = token.paymentMethod.displayName
    method["network"] = token.paymentMethod.network?.rawValue
    var parts: [String: Any] = ["paymentMethod": method, "transactionIdentifier": token.transactionIdentifier]
    parts["paymentData"] = try? JSONSerialization.jsonObject(with: token.paymentData)
    let json = try? JSONSerialization.data(withJSONObject: parts)
    return String(decoding: json ?? Data(), as: UTF8.self)
}

private func name(of type: PKPaymentMethodType) -> String {
    switch type {
    case .credit: "credit"
    case .debit: "debit"
    case .prepaid: "prepaid"
    case .store: "store"
    case .eMoney: "eMoney"
    default: "unknown"
    }
}

extension ApplePayContact {
    /// The same contact. What is blank counts as not there.
    public init(_ contact: PKContact) {
        let phonetic = contact.name?.phoneticRepresentation
        let address = contact.postalAddress
        self.init(
            givenName: filled(contact.name?.givenName),
            familyName: filled(contact.name?.familyName),
            phoneticGivenName: filled(phonetic?.givenName),
            phoneticFamilyName: filled(phonetic?.familyName),
            email: filled(contact.emailAddress),
            phone: filled(contact.phoneNumber?.stringValue),
            addressLines: address?.street.split(whereSeparator: \.isNewline).map(String.init) ?? [],
            subLocality: filled(address?.subLocality),
            locality: filled(address?.city),
            subAdministrativeArea: filled(address?.subAdministrativeArea),
            administrativeArea: filled(address?.state),
            postalCode: filled(address?.postalCode),
            country: filled(address?.country),
            countryCode: filled(address?.isoCountryCode)
        )
    }
}

/// PassKit's contacts have empty texts where there is nothing.
private func filled(_ text: String?) -> String? {
    guard let text, text.contains(where: { !$0.isWhitespace }) else { return nil }
    return text
}
#endif
