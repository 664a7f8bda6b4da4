package sample;

import checkout.sdk.ActionException;
import checkout.sdk.AddressBuilder;
import checkout.sdk.Answer;
import checkout.sdk.Challenge;
import checkout.sdk.ChallengeOutcome;
import checkout.sdk.ChallengeOutcomes;
import checkout.sdk.CustomerDetailsBuilder;
import checkout.sdk.GooglePay;
import checkout.sdk.GooglePayMerchant;
import checkout.sdk.GooglePayMerchantBuilder;
import checkout.sdk.JavaCheckout;
import checkout.sdk.JavaCheckoutUi;
import checkout.sdk.NewCardBuilder;
import checkout.sdk.PaymentChoice;
import checkout.sdk.PaymentFlowParams;
import checkout.sdk.PaymentResult;
import checkout.sdk.PaymentSummary;
import checkout.sdk.SetupFlowParams;
import checkout.sdk.Wallet;
import checkout.sdk.WalletException;
import java.util.concurrent.CompletableFuture;

/** A card that is saved without paying, Google Pay, and what a merchant wants to know of the customer. */
final class MoreFlows {
    private final JavaCheckout checkout;

    MoreFlows(JavaCheckout checkout) {
        this.checkout = checkout;
    }

    /** Saves a card without paying, for a charge that the merchant may start later. The customer has to consent. */
    CompletableFuture<PaymentResult> saveCard(String setupIntentId) {
        return checkout.startSetupFlow(
                new SetupFlowParams(setupIntentId), new Screen(summary -> card().mitConsent(true).build()));
    }

    /** Pays with Google Pay: the SDK makes the request, Google's sheet answers it, and the answer goes back as it is. */
    CompletableFuture<PaymentResult> payWithGoogle(String paymentId) {
        GooglePayMerchant merchant = new GooglePayMerchantBuilder("gateway-merchant-1", "GB").build();
        return checkout.startPaymentFlow(new PaymentFlowParams(paymentId), new Screen(summary -> {
            if (!summary.getWallets().contains(Wallet.GOOGLE_PAY)) {
                return PaymentChoice.leave();
            }
            return new PaymentChoice.GooglePay(Backend.googleSheet(GooglePay.requestJson(summary, merchant)));
        }));
    }

    /** Pays with a new card, and gives what the intent collects. */
    CompletableFuture<PaymentResult> payWithDetails(String paymentId) {
        return checkout.startPaymentFlow(new PaymentFlowParams(paymentId), new Screen(summary -> {
            CustomerDetailsBuilder details = new CustomerDetailsBuilder();
            if (summary.getCollect().getEmail()) {
                details.email("ada@example.test");
            }
            if (summary.getCollect().getBillingAddress()) {
                details.billingAddress(new AddressBuilder()
                        .line("1 High Street").city("Hull").postcode("HU1 1AA").countryCode("GB")
                        .build());
            }
            return card().details(details.build()).build();
        }));
    }

    private static NewCardBuilder card() {
        return new NewCardBuilder("5200 0000 0000 1005", "12/29", "020");
    }

    /** What the customer chooses. */
    private interface Choice {
        PaymentChoice of(PaymentSummary summary) throws WalletException;
    }

    /** A screen for a customer who leaves when a choice was refused. */
    private record Screen(Choice choice) implements JavaCheckoutUi {
        @Override
        public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
            try {
                answer.give(refused == null ? choice.of(summary) : PaymentChoice.leave());
            } catch (WalletException unusable) {
                answer.fail(unusable);
            }
        }

        @Override
        public void presentChallenge(Challenge challenge, Answer<ChallengeOutcome> answer) {
            answer.give(ChallengeOutcomes.authenticated("signed by the 3-D Secure component"));
        }
    }
}
