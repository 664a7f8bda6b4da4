package docs

import android.app.Activity
import android.app.Application
import checkout.sdk.Checkout
import checkout.sdk.PaymentFlowParams
import checkout.sdk.android.CheckoutAndroid
import checkout.sdk.android.CheckoutSheet

// snippet: kotlin
class ShopApp : Application() {
    override fun onCreate() {
        super.onCreate()
        CheckoutAndroid.initialize(this)
        CheckoutSheet.install(Checkout())
    }
}

suspend fun pay(basket: Activity, paymentId: String): String {
    val result = CheckoutSheet.present(basket, PaymentFlowParams(paymentId))
    return if (result.code == 0) "Thank you" else "Not paid (${result.code})"
}
// snippet end
