package checkout.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The flows besides the plain payment, the wallets and the builders, as a Java app sees them. */
@ExtendWith(Leaks.class)
class JavaFlowsTest {
    private static final GooglePayMerchant MERCHANT =
            new GooglePayMerchantBuilder("merchant-1", "GB").merchantName("A Shop").build();

    private JavaCheckout checkout;

    @BeforeEach
    void open() throws ConfigException {
        checkout = new JavaCheckout(Sandbox.INSTANCE.config());
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    /** A customer who chooses what is in a list, one after the other, and authenticates. */
    private static final class Script implements JavaCheckoutUi {
        final List<PaymentChoice> choices;
        final List<ActionException> refusals = new ArrayList<>();
        final CountDownLatch shown = new CountDownLatch(1);

        Script(PaymentChoice... choices) {
            this.choices = new ArrayList<>(List.of(choices));
        }

        @Override
        public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
            refusals.add(refused);
            shown.countDown();
            if (!choices.isEmpty()) {
                answer.give(choices.remove(0));
            }
        }

        @Override
        public void presentChallenge(Challenge challenge, Answer<ChallengeOutcome> answer) {
            answer.give(ChallengeOutcomes.authenticated("signed"));
        }
    }

    private static SetupFlowParams setup() {
        return new SetupFlowParams(Sandbox.INSTANCE.setupIntent(Sandbox.INSTANCE.customer()));
    }

    private static VirtualTerminalFlowParams terminal() {
        return new VirtualTerminalFlowParams(Sandbox.INSTANCE.terminalIntent());
    }

    private static NewCardBuilder card() {
        return new NewCardBuilder("5200 0000 0000 1005", "12/29", "020");
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_changed_total_is_asked_about_once() throws Exception {
        String id = Sandbox.INSTANCE.intent();
        String path = "/payment-intents/public/" + id;
        String stale = "{\"rewrite\":{\"merge\":{\"clientSessionSecretExpirationDate\":\"2026-01-01T00:00:00Z\"}}}";
        Sandbox.INSTANCE.fault(path, stale, 1);
        String dearer = "{\"rewrite\":{\"merge\":{\"totalAmount\":{\"value\":1500}}}}";
        Sandbox.INSTANCE.fault(path + "/refresh-client-session-secret", dearer, 1);
        Script script = new Script(card().build(), card().build());
        assertEquals(0, await(checkout.startPaymentFlow(new PaymentFlowParams(id), script)).getCode());
        assertEquals(2, script.refusals.size());
        assertInstanceOf(ActionException.TotalChanged.class, script.refusals.get(1));
    }

    @Test
    void a_setup_saves_the_card() throws Exception {
        SetupFlowParams params = setup();
        assertEquals(99, await(checkout.setupStatus(params.getSetupIntentId())).getCode());
        assertEquals(params.getSetupIntentId(), await(checkout.setupIntent(params.getSetupIntentId())).getPaymentIntentId());
        PaymentChoice.NewCard consented = card().mitConsent(true).build();
        PaymentResult result = await(checkout.startSetupFlow(params, new Script(consented)));
        assertEquals(0, result.getCode());
        assertEquals(Charge.NOT_CHARGED, result.getCharge());
        assertEquals(0, await(checkout.setupStatus(params.getSetupIntentId())).getCode());
    }

    @Test
    void a_setup_and_a_virtual_terminal_tell_a_listener() throws Exception {
        CompletableFuture<PaymentResult> saved = new CompletableFuture<>();
        checkout.startSetupFlow(setup(), new Script(card().mitConsent(true).build()), saved::complete);
        assertEquals(0, await(saved).getCode());
        CompletableFuture<PaymentResult> paid = new CompletableFuture<>();
        checkout.startVirtualTerminalFlow(terminal(), new Script(card().build()), paid::complete);
        assertEquals(Charge.CHARGED, await(paid).getCharge());
    }

    @Test
    void what_is_cancelled_gives_7780() throws Exception {
        CompletableFuture<PaymentResult> result = new CompletableFuture<>();
        Script waiting = new Script();
        PaymentCall call = checkout.startSetupFlow(setup(), waiting, result::complete);
        assertTrue(waiting.shown.await(20, TimeUnit.SECONDS));
        call.cancel();
        assertEquals(7780, await(result).getCode());

        VirtualTerminalFlowParams params = terminal();
        Script leaving = new Script();
        CompletableFuture<PaymentResult> future = checkout.startVirtualTerminalFlow(params, leaving);
        assertTrue(leaving.shown.await(20, TimeUnit.SECONDS));
        future.cancel(true);
        try (JavaCheckoutSession session = checkout.session(params.getPaymentId())) {
            assertEquals(7780, await(session.result()).getCode());
        }
    }

    @Test
    void sessions_of_each_kind_are_acted_on() throws Exception {
        try (JavaCheckoutSession setup = checkout.startSetup(setup());
                JavaCheckoutSession terminal = checkout.startVirtualTerminal(terminal());
                JavaCheckoutSession payment = checkout.startPayment(new PaymentFlowParams(Sandbox.INSTANCE.intent()))) {
            choosing(setup);
            assertThrows(ActionException.MethodNotOffered.class, () -> setup.payWithGooglePay(google()));
            choosing(terminal);
            terminal.payWithCard(card().build());
            assertEquals(0, await(terminal.result()).getCode());
            choosing(payment);
            payment.payWithApplePay(TestWallets.applePay("apple-pay-approved"));
            assertEquals(0, await(payment.result()).getCode());
            setup.cancel();
        }
    }

    private static String google() {
        return TestWallets.googlePay("google-pay-cryptogram-approved");
    }

    private static void choosing(JavaCheckoutSession session) throws Exception {
        CountDownLatch choosing = new CountDownLatch(1);
        try (AutoCloseable observing = session.observe(state -> {
            if (state instanceof CheckoutState.ChoosingMethod) {
                choosing.countDown();
            }
        })) {
            assertTrue(choosing.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void the_wallets_pay() throws Exception {
        PaymentFlowParams first = new PaymentFlowParams(Sandbox.INSTANCE.intent());
        assertEquals(0, await(checkout.startPaymentFlow(first, new Script(new PaymentChoice.GooglePay(google())))).getCode());
        ApplePayContact contact = new ApplePayContactBuilder().givenName("Ada").countryCode("GB").build();
        PaymentChoice apple = new PaymentChoice.ApplePay(TestWallets.applePay("apple-pay-declined"), contact);
        PaymentFlowParams second = new PaymentFlowParams(Sandbox.INSTANCE.intent());
        assertEquals(5, await(checkout.startPaymentFlow(second, new Script(apple))).getCode());
    }

    @Test
    void the_requests_for_the_sheets_come_from_the_summary() throws Exception {
        PaymentSummary summary = await(checkout.paymentIntent(Sandbox.INSTANCE.intent()));
        assertTrue(GooglePay.requestJson(summary, MERCHANT).contains("A Shop"));
        assertTrue(GooglePay.isReadyToPayJson(summary).contains("allowedPaymentMethods"));
        assertEquals(GooglePayEnvironment.TEST, GooglePay.environment(summary.getPaymentIntentId()));
        assertEquals("GBP", ApplePay.request(summary, "GB").getCurrencyCode());
        WalletException.BadSetting bad =
                assertThrows(WalletException.BadSetting.class, () -> ApplePay.request(summary, "Britain"));
        assertEquals("country_code", bad.getSetting());
    }

    @Test
    void what_the_intent_collects_is_built_and_sent() throws Exception {
        CustomerDetails details = new CustomerDetailsBuilder()
                .email("ada@example.test")
                .billingAddress(new AddressBuilder().postcode("HU1 1AA").countryCode("GB").build())
                .metadata("seat", "7b")
                .build();
        Script script = new Script(card().build(), card().details(details).build());
        PaymentFlowParams params = new PaymentFlowParams(Sandbox.INSTANCE.collectingIntent());
        assertEquals(0, await(checkout.startPaymentFlow(params, script)).getCode());
        ActionException.InvalidCard refused = assertInstanceOf(ActionException.InvalidCard.class, script.refusals.get(1));
        assertEquals(CardField.EMAIL, refused.getFields().get(0).getField());
    }

    @Test
    void builders_keep_what_they_are_given() {
        Address address = new AddressBuilder()
                .line("1 High Street").line("Old Town").city("Hull").state("Yorkshire").postcode("HU1 1AA").countryCode("GB")
                .build();
        assertEquals(new Address(List.of("1 High Street", "Old Town"), "Hull", "Yorkshire", "HU1 1AA", "GB"), address);
        ShippingDetails shipping = new ShippingDetails("Ada", address);
        CustomerDetails details = new CustomerDetailsBuilder()
                .email("a@b.test").phone("+44").billingAddress(address).shipping(shipping).deliveryNotes("Ring")
                .metadata("a", "1").metadata("b", "2")
                .build();
        assertEquals(
                new CustomerDetails("a@b.test", "+44", address, shipping, "Ring", Map.of("a", "1", "b", "2")), details);
        PaymentChoice.NewCard card =
                card().cardholderName("Ada").save(true).details(details).mitConsent(false).build();
        assertEquals(
                List.of("5200 0000 0000 1005", "12/29", "020", "Ada", true, details, false),
                List.of(card.getNumber(), card.getExpiry(), card.getCvv(), card.getCardholderName(), card.getSave(),
                        card.getDetails(), card.getMitConsent()));
        assertEquals(
                new GooglePayMerchant("gateway", "google", "A Shop", "GB"),
                new GooglePayMerchantBuilder("gateway", "GB").merchantId("google").merchantName("A Shop").build());
        assertEquals(
                new ApplePayContact("1", "2", "3", "4", "5", "6", List.of("7", "8"), "9", "10", "11", "12", "13", "14", "15"),
                new ApplePayContactBuilder()
                        .givenName("1").familyName("2").phoneticGivenName("3").phoneticFamilyName("4").email("5").phone("6")
                        .addressLine("7").addressLine("8").subLocality("9").locality("10").subAdministrativeArea("11")
                        .administrativeArea("12").postalCode("13").country("14").countryCode("15")
                        .build());
    }

    @Test
    void a_form_is_helped_while_somebody_types() {
        NumberEdit edit = CardForm.editNumber("37000", 5);
        assertEquals("3700 0", edit.getText());
        assertEquals(6, edit.getCaret());
        assertEquals(CardScheme.AMEX, edit.getScheme());
        assertEquals("12/29", CardForm.editExpiry("1229", 4).getText());
        Feedback feedback = CardForm.checkEmail("ada@", Moment.LEAVING);
        assertEquals(CardProblem.MALFORMED, assertInstanceOf(Feedback.Wrong.class, feedback).getError().getProblem());
        assertEquals("50", CardForm.amountParts(1250, "GBP").getFraction());
    }

    @Test
    void a_setup_intent_that_nobody_knows_fails_with_a_typed_error() {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> await(checkout.setupIntent("si_of_nobody")));
        assertInstanceOf(CallException.NotFound.class, failed.getCause());
    }
}
