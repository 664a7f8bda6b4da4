import CheckoutSDK

/// Cards of the sandbox's table.
struct TestCard: Sendable {
    let number: String
    let cvv: String

    /// Pays.
    static let mastercard = TestCard(number: "5200000000001005", cvv: "020")
    /// Pays after a challenge.
    static let challenged = TestCard(number: "5200000000001096", cvv: "020")
    /// Is declined.
    static let declined = TestCard(number: "4456530000001013", cvv: "341")

    func typed(save: Bool? = nil) -> CardInput {
        CardInput(number: number, expiry: "12/29", cvv: cvv, save: save)
    }
}

/// What the sandbox takes for a wallet's answer: its encrypted parts are known texts.
enum TestWallet {
    /// The JSON of Google's `PaymentData`.
    static func google(_ token: String) -> String {
        #"""
        {"apiVersion": 2, "apiVersionMinor": 0, "paymentMethodData": {"type": "CARD", "info": {"cardNetwork": "VISA"},
         "tokenizationData": {"type": "PAYMENT_GATEWAY", "token": "\#(token)"}}}
        """#
    }

    /// PassKit's token.
    static func apple(_ data: String) -> String {
        #"""
        {"paymentData": {"data": "\#(data)", "signature": "signed", "version": "EC_v1",
          "header": {"publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx"}},
         "paymentMethod": {"displayName": "Visa 1005", "network": "Visa", "type": "debit"}, "transactionIdentifier": "TX"}
        """#
    }
}

/// A customer who answers everything that can be asked.
extension CustomerDetails {
    static let alex = CustomerDetails(
        email: "alex@example.test",
        phone: "+44 1482 000000",
        billingAddress: Address(postcode: "HU1 1AA", countryCode: "GB"),
        shipping: ShippingDetails(
            name: "Alex Example",
            address: Address(lines: ["1 High Street"], city: "Hull", postcode: "HU1 1AA", countryCode: "GB")
        ),
        deliveryNotes: "Ring twice",
        metadata: ["till": "7"]
    )
}
