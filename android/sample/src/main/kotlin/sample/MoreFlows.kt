package sample

import checkout.sdk.ActionException
import checkout.sdk.Address
import checkout.sdk.Checkout
import checkout.sdk.CheckoutUi
import checkout.sdk.CustomerDetails
import checkout.sdk.GooglePay
import checkout.sdk.GooglePayMerchant
import checkout.sdk.PaymentChoice
import checkout.sdk.PaymentFlowParams
import checkout.sdk.PaymentSummary
import checkout.sdk.SetupFlowParams
import checkout.sdk.Wallet

/** Saves a card without paying, for a charge that the merchant may start later. */
suspend fun onSaveCardTapped(checkout: Checkout, setupIntentId: String) {
    val result = checkout.startSetupFlow(SetupFlowParams(setupIntentId), SetupScreen())
    println("card saved: code ${result.code}")
}

/** As the screen for a payment, but it asks for the customer's consent. */
class SetupScreen : CheckoutUi by CheckoutScreen() {
    override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice =
        if (refused != null) PaymentChoice.Leave
        else PaymentChoice.NewCard("5200 0000 0000 1005", "12/29", "020", mitConsent = true)
}

/** Pays with Google Pay. */
suspend fun onGooglePayTapped(checkout: Checkout, paymentId: String) {
    val result = checkout.startPaymentFlow(PaymentFlowParams(paymentId), GooglePayScreen())
    println("paid with Google Pay: code ${result.code}")
}

/** The SDK makes the request, Google's sheet answers it, and the answer goes back as it is. */
class GooglePayScreen : CheckoutUi by CheckoutScreen() {
    private val merchant = GooglePayMerchant(gatewayMerchantId = "gateway-merchant-1", countryCode = "GB")

    override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice {
        if (refused != null || Wallet.GOOGLE_PAY !in summary.wallets) return PaymentChoice.Leave
        return PaymentChoice.GooglePay(Backend.googleSheet(GooglePay.requestJson(summary, merchant)))
    }
}

/** Pays with a new card, and gives what the merchant wants to know besides. */
suspend fun onDeliveryTapped(checkout: Checkout, paymentId: String) {
    val result = checkout.startPaymentFlow(PaymentFlowParams(paymentId), DeliveryScreen())
    println("paid, with an address: code ${result.code}")
}

/** Asks for what the intent collects. */
class DeliveryScreen : CheckoutUi by CheckoutScreen() {
    override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice {
        if (refused != null) return PaymentChoice.Leave
        val details = CustomerDetails(
            email = "ada@example.test".takeIf { summary.collect.email },
            billingAddress = Address(listOf("1 High Street"), "Hull", postcode = "HU1 1AA", countryCode = "GB")
                .takeIf { summary.collect.billingAddress },
        )
        return PaymentChoice.NewCard("5200 0000 0000 1005", "12/29", "020", details = details)
    }
}
