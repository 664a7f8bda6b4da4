package docs;

import android.app.Activity;
import checkout.sdk.PaymentFlowParams;
import checkout.sdk.android.CheckoutSheet;
import java.util.function.Consumer;

public final class JavaShop {
    private JavaShop() {}

    // snippet: java
    public static void pay(Activity basket, String paymentId, Consumer<String> say) {
        CheckoutSheet.present(basket, new PaymentFlowParams(paymentId), result ->
            say.accept(result.getCode() == 0 ? "Thank you" : "Not paid: " + result.getCode()));
    }
    // snippet end
}
