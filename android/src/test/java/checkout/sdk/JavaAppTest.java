package checkout.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SDK as a Java app sees it: no coroutines, no Kotlin types. */
@ExtendWith(Leaks.class)
class JavaAppTest {
    /** Stands in for Android's main thread. */
    private final ExecutorService mainThread = Executors.newSingleThreadExecutor(task -> new Thread(task, "like-main"));

    private JavaCheckout checkout;

    @BeforeEach
    void open() throws ConfigException {
        CheckoutConfig config = new CheckoutConfigBuilder()
                .apiUrl(Sandbox.INSTANCE.getUrl())
                .gatewayUrl(Sandbox.INSTANCE.getUrl())
                .allowInsecureLoopback(true)
                .build();
        checkout = new JavaCheckout(config, mainThread);
    }

    @AfterEach
    void close() throws InterruptedException {
        checkout.close();
        mainThread.shutdown();
        assertTrue(mainThread.awaitTermination(10, TimeUnit.SECONDS));
    }

    /** A checkout screen: asks the customer, and answers when the customer has. */
    private static class CheckoutScreen implements JavaCheckoutUi {
        final List<String> threads = new ArrayList<>();
        final List<CheckoutState> states = new ArrayList<>();
        final List<Throwable> errors = new ArrayList<>();
        PaymentChoice choice = TestCards.INSTANCE.getPAID();

        @Override
        public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
            threads.add(thread());
            answer.give(choice);
        }

        @Override
        public void presentChallenge(Challenge challenge, Answer<ChallengeOutcome> answer) {
            threads.add(thread());
            answer.give(ChallengeOutcomes.authenticated("signed"));
        }

        @Override
        public void onState(CheckoutState state) {
            states.add(state);
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }
    }

    private static PaymentFlowParams order() {
        return new PaymentFlowParams(Sandbox.INSTANCE.intent());
    }

    /** The thread's name; in tests coroutines add theirs to it. */
    private static String thread() {
        return Thread.currentThread().getName().split(" @")[0];
    }

    private static PaymentResult await(CompletableFuture<PaymentResult> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** A listener that a test can wait for. */
    private static class Listener implements CheckoutCallback {
        final CompletableFuture<PaymentResult> result = new CompletableFuture<>();
        volatile int calls;
        volatile String thread;

        @Override
        public void onResult(PaymentResult delivered) {
            calls++;
            thread = JavaAppTest.thread();
            result.complete(delivered);
        }
    }

    @Test
    void a_listener_gets_the_result_on_the_apps_thread() throws Exception {
        CheckoutScreen screen = new CheckoutScreen();
        screen.choice = TestCards.INSTANCE.getCHALLENGED();
        Listener listener = new Listener();
        checkout.startPaymentFlow(order(), screen, listener);
        assertEquals(DojoPaymentResult.SUCCESSFUL, DojoPaymentResult.of(await(listener.result)));
        assertEquals("like-main", listener.thread);
        assertEquals(List.of("like-main", "like-main"), screen.threads);
        assertInstanceOf(CheckoutState.Finished.class, screen.states.get(screen.states.size() - 1));
    }

    @Test
    void a_future_completes_with_the_result() throws Exception {
        assertEquals(0, await(checkout.startPaymentFlow(order(), new CheckoutScreen())).getCode());
    }

    @Test
    void a_result_has_a_status_to_switch_over() throws Exception {
        CheckoutScreen screen = new CheckoutScreen();
        screen.choice = PaymentChoice.leave();
        PaymentResult result = await(checkout.startPaymentFlow(order(), screen));
        String shown = switch (result.getStatus()) {
            case SUCCESSFUL -> "Thank you";
            case USER_CLOSED_WITHOUT_PAYING -> "Come back any time";
            default -> "Try another card";
        };
        assertEquals("Come back any time", shown);
        assertEquals(Charge.NOT_CHARGED, result.getCharge());
    }

    @Test
    void a_screen_can_answer_later_and_only_once() throws Exception {
        CompletableFuture<Answer<PaymentChoice>> asked = new CompletableFuture<>();
        CompletableFuture<PaymentResult> result = checkout.startPaymentFlow(order(), new CheckoutScreen() {
            @Override
            public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
                asked.complete(answer);
            }
        });
        Answer<PaymentChoice> answer = asked.get(20, TimeUnit.SECONDS);
        assertTrue(answer.give(new PaymentChoice.NewCard("5200000000001005", "12/29", "020")));
        assertFalse(answer.give(PaymentChoice.leave()));
        assertEquals(0, await(result).getCode());
    }

    @Test
    void a_call_that_is_cancelled_closes_the_screen_and_gives_7780() throws Exception {
        CountDownLatch shown = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Listener listener = new Listener();
        PaymentCall call = checkout.startPaymentFlow(order(), new CheckoutScreen() {
            @Override
            public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
                answer.whenNoLongerWanted(closed::countDown);
                shown.countDown();
            }
        }, listener);
        assertTrue(shown.await(20, TimeUnit.SECONDS));
        call.cancel();
        assertEquals(7780, await(listener.result).getCode());
        assertTrue(closed.await(20, TimeUnit.SECONDS));
        call.cancel();
        assertEquals(1, listener.calls);
    }

    @Test
    void a_client_that_is_closed_delivers_what_is_open() throws Exception {
        CountDownLatch shown = new CountDownLatch(1);
        Listener listener = new Listener();
        checkout.startPaymentFlow(order(), new CheckoutScreen() {
            @Override
            public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
                shown.countDown();
            }
        }, listener);
        assertTrue(shown.await(20, TimeUnit.SECONDS));
        checkout.close();
        assertEquals(7780, await(listener.result).getCode());
    }

    @Test
    void a_future_that_is_cancelled_leaves_the_checkout() throws Exception {
        PaymentFlowParams order = order();
        CountDownLatch shown = new CountDownLatch(1);
        CompletableFuture<PaymentResult> future = checkout.startPaymentFlow(order, new CheckoutScreen() {
            @Override
            public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
                shown.countDown();
            }
        });
        assertTrue(shown.await(20, TimeUnit.SECONDS));
        future.cancel(true);
        try (JavaCheckoutSession session = checkout.session(order.getPaymentId())) {
            assertEquals(7780, await(session.result()).getCode());
        }
    }

    @Test
    void a_screen_that_throws_fails_the_future() {
        CompletableFuture<PaymentResult> future = checkout.startPaymentFlow(order(), new CheckoutScreen() {
            @Override
            public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
                throw new IllegalStateException("a mistake of the app");
            }
        });
        ExecutionException failed = assertThrows(ExecutionException.class, () -> await(future));
        assertInstanceOf(IllegalStateException.class, failed.getCause());
    }

    @Test
    void a_screen_that_throws_still_gives_the_listener_a_result() throws Exception {
        CheckoutScreen screen = new CheckoutScreen() {
            @Override
            public void chooseMethod(PaymentSummary summary, ActionException refused, Answer<PaymentChoice> answer) {
                answer.fail(new IllegalStateException("a mistake of the app"));
            }
        };
        Listener listener = new Listener();
        checkout.startPaymentFlow(order(), screen, listener);
        assertEquals(7780, await(listener.result).getCode());
        assertInstanceOf(IllegalStateException.class, screen.errors.get(0));
    }

    @Test
    void a_challenge_that_cannot_be_shown_is_reported_and_the_result_is_real() throws Exception {
        CheckoutScreen screen = new CheckoutScreen() {
            @Override
            public void presentChallenge(Challenge challenge, Answer<ChallengeOutcome> answer) {
                throw new IllegalStateException("a mistake of the app");
            }
        };
        screen.choice = TestCards.INSTANCE.getCHALLENGED();
        assertEquals(5, await(checkout.startPaymentFlow(order(), screen)).getCode());
        assertEquals(1, screen.errors.size());
    }

    @Test
    void a_session_is_observed_and_acted_on() throws Exception {
        try (JavaCheckoutSession session = checkout.startPayment(order())) {
            CountDownLatch choosing = new CountDownLatch(1);
            CountDownLatch starting = new CountDownLatch(1);
            session.observe(state -> {
                if (state instanceof CheckoutState.ChoosingMethod) {
                    choosing.countDown();
                } else if (state instanceof CheckoutState.StartingThreeDs) {
                    starting.countDown();
                }
            });
            assertTrue(choosing.await(20, TimeUnit.SECONDS));
            ActionException.InvalidCard refused = assertThrows(
                    ActionException.InvalidCard.class,
                    () -> session.payWithCard(new PaymentChoice.NewCard("5200000000001005", "", "020")));
            assertEquals(CardField.EXPIRY, refused.getFields().get(0).getField());
            session.payWithCard(TestCards.INSTANCE.getPAID());
            assertTrue(starting.await(20, TimeUnit.SECONDS));
            session.threeDsReady(true);
            assertEquals(0, await(session.result()).getCode());
        }
    }

    @Test
    void an_observer_can_stop() throws Exception {
        try (JavaCheckoutSession session = checkout.startPayment(order())) {
            CountDownLatch seen = new CountDownLatch(1);
            AutoCloseable observing = session.observe(state -> seen.countDown());
            assertTrue(seen.await(20, TimeUnit.SECONDS));
            observing.close();
            session.cancel();
            assertEquals(7780, await(session.result()).getCode());
        }
    }

    @Test
    void calls_without_a_checkout_fail_with_a_typed_error() {
        ExecutionException failed = assertThrows(
                ExecutionException.class, () -> checkout.paymentIntent("pi_of_nobody").get(20, TimeUnit.SECONDS));
        assertInstanceOf(CallException.NotFound.class, failed.getCause());
    }

    @Test
    void a_configuration_that_cannot_be_used_says_why() {
        CheckoutConfig config = new CheckoutConfigBuilder().apiUrl("http://example.com").build();
        assertThrows(ConfigException.InsecureUrl.class, () -> new JavaCheckout(config));
    }

    private static final String PIN = "A".repeat(43) + "=";
    private static final String BACKUP = "sha256/" + "B".repeat(42) + "A=";

    private static CheckoutConfig pinning(HostPins... pins) {
        return new CheckoutConfigBuilder()
                .apiUrl(Sandbox.INSTANCE.getUrl())
                .gatewayUrl(Sandbox.INSTANCE.getUrl())
                .allowInsecureLoopback(true)
                .certificatePins(List.of(pins))
                .build();
    }

    @Test
    void pins_that_cannot_be_used_are_refused_and_say_why() {
        HostPins good = new HostPins("api.dojo.tech", List.of(PIN, BACKUP), Instant.MAX);
        HostPins alone = new HostPins("gateway.example.test", List.of(PIN), Instant.MAX);
        ConfigException.BadPins refused =
                assertThrows(ConfigException.BadPins.class, () -> new JavaCheckout(pinning(good, alone)));
        assertEquals(
                "the certificate pins number 2 cannot be used: a backup pin is missing: give at least two different ones",
                refused.getReason());
    }

    @Test
    void pins_that_have_expired_are_a_diagnostic() throws Exception {
        HostPins good = new HostPins("api.dojo.tech", List.of(PIN, BACKUP), Instant.MAX);
        HostPins old = new HostPins("old.example.test", List.of(PIN, BACKUP), Instant.now().minusSeconds(1));
        try (JavaCheckout pinned = new JavaCheckout(pinning(good, old), mainThread);
                JavaCheckoutSession session = pinned.startPayment(order())) {
            assertEquals(
                    List.of(new Diagnostic.CertificatePinsExpired("old.example.test")), session.getDiagnostics());
            session.cancel();
            assertEquals(7780, await(session.result()).getCode());
        }
    }

    @Test
    void without_an_executor_callbacks_come_on_a_thread_of_the_sdk() throws Exception {
        CheckoutConfig config = new CheckoutConfigBuilder()
                .apiUrl(Sandbox.INSTANCE.getUrl())
                .gatewayUrl(Sandbox.INSTANCE.getUrl())
                .allowInsecureLoopback(true)
                .build();
        Listener listener = new Listener();
        try (JavaCheckout plain = new JavaCheckout(config)) {
            plain.startPaymentFlow(order(), new CheckoutScreen(), listener);
            assertEquals(0, await(listener.result).getCode());
        }
        assertEquals("checkout-callbacks", listener.thread);
    }
}
