// Step 4 of the save-card guide, as an app does it, against a sandbox:
//
//     checkout sandbox --port 8080
//     cargo xtask swift-env -- run sample          (in ios/; CHECKOUT_SANDBOX_URL names another sandbox)
//
// It prints the status codes of four payments (with a new card that is saved, with the saved card, after a challenge,
// with Apple Pay) and of a card that is saved without paying.

import CheckoutSDK
import Foundation

let sandbox = ProcessInfo.processInfo.environment["CHECKOUT_SANDBOX_URL"] ?? "http://127.0.0.1:8080"
let backend = Backend(url: sandbox)
let shop = Shop(
    checkout: try Checkout(CheckoutConfig(apiUrl: sandbox, gatewayUrl: sandbox, allowInsecureLoopback: true))
)

// Steps 1 to 3 are the backend's: a customer, what lets the app see that customer's cards, and an intent.
let customer = try await backend.createCustomer(name: "Sam Demo")
let newCard = CardInput(number: "5200 0000 0000 1005", expiry: "12/29", cvv: "020", save: true)
let challengedCard = CardInput(number: "5200 0000 0000 1096", expiry: "12/29", cvv: "020")
let applePay = ApplePayPayment(tokenJson: sandboxToken)  // on iOS: ApplePayPayment(payment), with the sheet's PKPayment

for customerDoes: Shopper in [
    .payWith(newCard), .payWithSavedCard(cvv: "020"), .payWith(challengedCard), .payWithApplePay(applePay),
] {
    let secret = try await backend.createCustomerSecret(of: customer)
    let intent = try await backend.createPaymentIntent(minorUnits: 1250, customer: customer)
    let paid = await shop.pay(paymentIntentId: intent, customerSecret: secret, ui: ConsoleUI(shopper: customerDoes))
    print("Status code \(paid.code)")
}

// A card can be saved without paying: with the customer's consent, the merchant may charge it later.
let cardToSave = CardInput(number: "5200 0000 0000 1096", expiry: "12/29", cvv: "020", mitConsent: true)
let saved = await shop.checkout.startSetupFlow(
    setupIntentId: try await backend.createSetupIntent(customer: customer),
    ui: ConsoleUI(shopper: .payWith(cardToSave))
)
print("Status code \(saved.code)")

/// Apple's tokens are encrypted for the gateway; the sandbox knows this one by its `data`.
var sandboxToken: String {
    """
    {"paymentData": {"data": "apple-pay-approved", "signature": "…", "version": "EC_v1",
      "header": {"publicKeyHash": "…", "ephemeralPublicKey": "…", "transactionId": "…"}},
     "paymentMethod": {"network": "Visa", "type": "debit"}, "transactionIdentifier": "…"}
    """
}
