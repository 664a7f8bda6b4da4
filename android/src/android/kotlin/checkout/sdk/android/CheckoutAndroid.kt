package checkout.sdk.android

import android.content.Context
import checkout.sdk.NativeLibrary

/** What the SDK needs to know of Android. */
object CheckoutAndroid {
    /**
     * Call it once, before the first `Checkout` is made, best in `Application.onCreate`; again does no harm. Through the
     * context the core asks Android's own verifier about server certificates, the network security configuration
     * included.
     */
    @JvmStatic
    fun initialize(context: Context) {
        // An early call (a content provider's) is before there is an application context.
        NativeLibrary.giveContext(context.applicationContext ?: context)
    }
}
