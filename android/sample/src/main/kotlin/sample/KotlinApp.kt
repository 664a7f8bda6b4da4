package sample

import checkout.sdk.ActionException
import checkout.sdk.Challenge
import checkout.sdk.ChallengeOutcome
import checkout.sdk.Charge
import checkout.sdk.Checkout
import checkout.sdk.CheckoutUi
import checkout.sdk.PaymentChoice
import checkout.sdk.PaymentFlowParams
import checkout.sdk.PaymentSummary
import kotlinx.coroutines.runBlocking

/**
 * Step 4 of the guide in Kotlin, on the console: `KotlinApp API_URL API_KEY` pays an order and prints the code. Then the
 * flows of MoreFlows.kt.
 */
object KotlinApp {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val backend = Backend(arguments[0], arguments[1])
        val order = backend.createOrder()
        Checkout(backend.config()).use { checkout ->
            runBlocking {
                onPayTapped(checkout, order.paymentId, order.clientSecret)
                onSaveCardTapped(checkout, backend.createSetup())
                onGooglePayTapped(checkout, backend.createOrder().paymentId)
                onDeliveryTapped(checkout, backend.createDelivery())
            }
        }
    }
}

// snippet: kotlin
suspend fun onPayTapped(checkout: Checkout, paymentId: String, clientSecret: String) {
    val result = checkout.startPaymentFlow(PaymentFlowParams(paymentId, clientSecret), CheckoutScreen())
    when (result.charge) {
        Charge.CHARGED -> println("Thank you")
        Charge.NOT_CHARGED -> println("Nothing was paid")
        Charge.UNKNOWN -> println("We are checking your payment") // ask the backend before another try
    }
    println("code ${result.code}")
}

/** What the customer sees. In an app these show views, and suspend until the customer has answered. */
class CheckoutScreen : CheckoutUi {
    override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice =
        if (refused != null) PaymentChoice.Leave
        else PaymentChoice.NewCard("5200 0000 0000 1096", "12/29", "020", "Ada Lovelace", save = true)

    override suspend fun presentChallenge(challenge: Challenge): ChallengeOutcome =
        ChallengeOutcome.Authenticated("signed by the 3-D Secure component")
}
// snippet end
