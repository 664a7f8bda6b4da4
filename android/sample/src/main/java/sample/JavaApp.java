package sample;

import checkout.sdk.ActionException;
import checkout.sdk.Answer;
import checkout.sdk.Challenge;
import checkout.sdk.ChallengeOutcome;
import checkout.sdk.ChallengeOutcomes;
import checkout.sdk.ConfigException;
import checkout.sdk.JavaCheckout;
import checkout.sdk.JavaCheckoutUi;
import checkout.sdk.PaymentChoice;
import checkout.sdk.PaymentFlowParams;
import checkout.sdk.PaymentResult;
import checkout.sdk.PaymentSummary;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** Step 4 of the guide in Java, on the console: {@code JavaApp API_URL API_KEY}. Then the flows of {@link MoreFlows}. */
public final class JavaApp {
    private final CountDownLatch done = new CountDownLatch(1);
    private final JavaCheckout checkout;

    private JavaApp(JavaCheckout checkout) {
        this.checkout = checkout;
    }

    /** Pays an order of the sandbox, and prints the code. */
    public static void main(String[] arguments) throws ConfigException, InterruptedException, ExecutionException {
        Backend backend = new Backend(arguments[0], arguments[1]);
        Backend.Order order = backend.createOrder();
        try (JavaCheckout checkout = new JavaCheckout(backend.config())) {
            JavaApp app = new JavaApp(checkout);
            app.onPayTapped(order.paymentId(), order.clientSecret());
            app.done.await();

            MoreFlows more = new MoreFlows(checkout);
            PaymentResult saved = more.saveCard(backend.createSetup()).get();
            System.out.println("card saved: code " + saved.getCode());
            PaymentResult withGoogle = more.payWithGoogle(backend.createOrder().paymentId()).get();
            System.out.println("paid with Google Pay: code " + withGoogle.getCode());
            PaymentResult withDetails = more.payWithDetails(backend.createDelivery()).get();
            System.out.println("paid, with an address: code " + withDetails.getCode());
        }
    }

    // snippet: java
    void onPayTapped(String paymentId, String clientSecret) {
        checkout.startPaymentFlow(new PaymentFlowParams(paymentId, clientSecret), new CheckoutScreen(), this::onResult);
    }

    void onResult(PaymentResult result) {
        switch (result.getCharge()) {
            case CHARGED -> show("Thank you", result);
            case NOT_CHARGED -> show("Nothing was paid", result);
            case UNKNOWN -> show("We are checking your payment", result); // ask the backend before another try
        }
    }

    /** What the customer sees. In an app these show views, and answer when the customer has. */
    static final class CheckoutScreen implements JavaCheckoutUi {
        @Override
        public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
            if (refused != null) {
                answer.give(PaymentChoice.leave());
            } else {
                answer.give(new PaymentChoice.NewCard("5200 0000 0000 1096", "12/29", "020", "Ada Lovelace", true));
            }
        }

        @Override
        public void presentChallenge(Challenge challenge, Answer<ChallengeOutcome> answer) {
            answer.give(ChallengeOutcomes.authenticated("signed by the 3-D Secure component"));
        }
    }
    // snippet end

    private void show(String message, PaymentResult result) {
        System.out.println(message);
        System.out.println("code " + result.getCode());
        done.countDown();
    }
}
