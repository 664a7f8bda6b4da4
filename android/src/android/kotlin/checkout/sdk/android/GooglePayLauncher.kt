package checkout.sdk.android

import android.app.Activity
import android.content.Intent
import checkout.sdk.GooglePayEnvironment
import checkout.sdk.GooglePayMerchant

/**
 * Opens Google's sheet with Google's own library, which the SDK does not bring along. Give one to
 * [CheckoutSheet.install], and the sheet offers Google Pay where the intent takes it.
 */
interface GooglePayLauncher {
    /** Who asks for the payment. */
    val merchant: GooglePayMerchant

    /**
     * Opens Google's sheet, so that its result comes to `onActivityResult` of [activity] under [requestCode]. That is
     * the Activity which shows the checkout sheet: the SDK's own, or one of the app's that shows a [CheckoutSheetView]
     * and hands what it gets to [CheckoutSheet.onActivityResult].
     *
     * @param requestJson Google's `PaymentDataRequest`.
     */
    fun open(activity: Activity, requestJson: String, environment: GooglePayEnvironment, requestCode: Int)

    /** The JSON of Google's `PaymentData` in a result; `null` if it has none. */
    fun paymentDataJson(result: Intent): String?
}
