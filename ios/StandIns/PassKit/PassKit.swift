import Contacts
import Foundation

public struct PKPaymentNetwork: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

public struct PKMerchantCapability: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let threeDSecure = PKMerchantCapability(rawValue: 1)
}

public struct PKContactField: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let name = PKContactField(rawValue: "name")
    public static let postalAddress = PKContactField(rawValue: "post")
    public static let emailAddress = PKContactField(rawValue: "email")
    public static let phoneNumber = PKContactField(rawValue: "phone")
}

open class PKPaymentSummaryItem: NSObject {
    public var label: String
    public var amount: NSDecimalNumber
    public init(label: String, amount: NSDecimalNumber) { (self.label, self.amount) = (label, amount) }
}

open class PKPaymentRequest: NSObject {
    public var merchantIdentifier = ""
    public var countryCode = ""
    public var currencyCode = ""
    public var supportedNetworks: [PKPaymentNetwork] = []
    public var merchantCapabilities: PKMerchantCapability = []
    public var paymentSummaryItems: [PKPaymentSummaryItem] = []
    public var requiredBillingContactFields: Set<PKContactField> = []
    public var requiredShippingContactFields: Set<PKContactField> = []
}

public enum PKPaymentMethodType: UInt, Sendable {
    case unknown, debit, credit, prepaid, store, eMoney
}

open class PKPaymentMethod: NSObject {
    public var displayName: String?
    public var network: PKPaymentNetwork?
    public var type = PKPaymentMethodType.unknown
}

open class PKPaymentToken: NSObject {
    public var paymentMethod = PKPaymentMethod()
    public var transactionIdentifier = ""
    public var paymentData = Data()
}

open class PKContact: NSObject {
    public var name: PersonNameComponents?
    public var postalAddress: CNPostalAddress?
    public var emailAddress: String?
    public var phoneNumber: CNPhoneNumber?
}

open class PKPayment: NSObject {
    public var token = PKPaymentToken()
    public var billingContact: PKContact?
    public var shippingContact: PKContact?
}
