package checkout.sdk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario through the Java API. */
class JavaConformanceTest {
    @TestFactory
    List<DynamicTest> scenarios() {
        return ConformanceServer.tests("Java", run -> new JavaHost(run).play());
    }
}

/** A host app that does what a plan says and notes what it sees. */
final class JavaHost {
    private final ScenarioRun run;
    private final JsonObject plan;
    private final String intent;
    private final String secret;
    private final long end;
    private final List<String> states = new ArrayList<>();
    private final JsonObject observed = new JsonObject();
    private JavaCheckout checkout;
    private JavaCheckoutSession session;
    private BlockingQueue<CheckoutState> coming;
    private CheckoutState last;

    JavaHost(ScenarioRun run) {
        this.run = run;
        plan = run.getPlan();
        intent = plan.get("payment_intent_id").getAsString();
        secret = Observations.text(plan, "customer_secret");
        end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.get("limit_ms").getAsLong());
    }

    JsonObject play() {
        try {
            checkout = new JavaCheckout(Observations.config(plan.getAsJsonObject("config")));
        } catch (ConfigException refused) {
            observed.addProperty("config_error", refused.getClass().getSimpleName());
            return observed;
        }
        try (JavaCheckout open = checkout) {
            if (Observations.part(plan, "sheet") == null) {
                playSteps();
            } else {
                playSheet();
            }
        } catch (TimeoutException late) {
            observed.add("diagnostics", Observations.texts(List.of("TimedOut")));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        observed.add("states", Observations.texts(states));
        return observed;
    }

    private void playSheet() throws Exception {
        try (JavaSheetHost host = new JavaSheetHost(run, checkout, observed, states, end)) {
            host.play();
        }
    }

    private void playSteps() throws Exception {
        if (!plan.get("flow").getAsString().equals("headless")) {
            start();
        }
        JsonArray outcomes = new JsonArray();
        observed.add("outcomes", outcomes);
        for (JsonElement element : plan.getAsJsonArray("steps")) {
            JsonObject step = element.getAsJsonObject();
            String on = Observations.text(step, "on");
            outcomes.add(on == null || waitFor(on) ? act(step) : Observations.error("NotReached"));
        }
        if (session != null) {
            waitFor("Finished");
            observed.add("result", Observations.result(await(session.result())));
            observed.add("diagnostics",
                    Observations.texts(session.getDiagnostics().stream().map(Observations::diagnostic).toList()));
        }
    }

    private void start() throws Exception {
        watch(startCheckout());
    }

    private JavaCheckoutSession startCheckout() {
        String flow = plan.get("flow").getAsString();
        return switch (flow) {
            case "payment" -> checkout.startPayment(new PaymentFlowParams(intent, secret, deadline()));
            case "setup" -> checkout.startSetup(new SetupFlowParams(intent, deadline()));
            case "virtual_terminal" ->
                checkout.startVirtualTerminal(new VirtualTerminalFlowParams(intent, deadline()));
            default -> throw new IllegalStateException("this player does not know the flow " + flow);
        };
    }

    private void watch(JavaCheckoutSession started) throws Exception {
        session = started;
        coming = new LinkedBlockingQueue<>();
        last = session.getState();
        states.add(Observations.state(last));
        session.observe(coming::add);
    }

    private Instant deadline() {
        String millis = Observations.text(plan, "must_complete_in_ms");
        return millis == null ? null : Instant.now().plusMillis(Long.parseLong(millis));
    }

    private void next() throws Exception {
        last = coming.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (last == null) {
            throw new TimeoutException();
        }
        states.add(Observations.state(last));
    }

    /** Waits until a state is reached, and notes those on the way. False if the checkout ends without it. */
    private boolean waitFor(String wanted) throws Exception {
        if (session == null) {
            return false;
        }
        // What a step led to is seen before it is waited for.
        if (!session.getState().equals(last)) {
            next();
        }
        while (!Observations.matches(last, wanted)) {
            if (last instanceof CheckoutState.Finished) {
                return false;
            }
            next();
        }
        return true;
    }

    private JsonObject act(JsonObject step) throws Exception {
        try {
            JsonObject aboutTexts = JavaSheetHost.aboutTexts(step, plan, checkout);
            return aboutTexts == null ? perform(step) : aboutTexts;
        } catch (ActionException | WalletException refused) {
            return Observations.failure(refused);
        } catch (ExecutionException failed) {
            return Observations.failure(failed.getCause());
        }
    }

    private JsonObject perform(JsonObject step) throws Exception {
        String customer = plan.get("customer_id").getAsString();
        String ownSecret = secret == null ? "" : secret;
        switch (step.get("do").getAsString()) {
            case "wait" -> Thread.sleep(step.get("ms").getAsLong());
            case "world" -> run.changeWorld(step.get("step").getAsInt());
            case "callPaymentStatus" -> {
                return Observations.withResult(await(checkout.paymentStatus(intent)));
            }
            case "callPaymentIntent" -> {
                return Observations.withSummary(await(checkout.paymentIntent(intent)));
            }
            case "callSetupStatus" -> {
                return Observations.withResult(await(checkout.setupStatus(intent)));
            }
            case "callSetupIntent" -> {
                return Observations.withSummary(await(checkout.setupIntent(intent)));
            }
            case "callSavedCards" -> {
                return Observations.withCards(await(checkout.savedCards(customer, ownSecret)));
            }
            case "callDeleteSavedCard" ->
                await(checkout.deleteSavedCard(customer, step.get("id").getAsString(), ownSecret));
            case "payWithCard" -> session.payWithCard(JavaInput.typed(step.getAsJsonObject("card")));
            case "payWithGooglePay" -> session.payWithGooglePay(step.get("payment_data").getAsString());
            case "payWithApplePay" ->
                session.payWithApplePay(
                        step.get("token").getAsString(),
                        JavaInput.contact(Observations.part(step, "billing_contact")),
                        JavaInput.contact(Observations.part(step, "shipping_contact")));
            case "payWithSavedCard" ->
                session.payWithSavedCard(step.get("id").getAsString(), step.get("cvv").getAsString());
            case "deleteSavedCard" -> await(session.deleteSavedCard(step.get("id").getAsString()));
            case "threeDsReady" -> session.threeDsReady(step.get("started").getAsBoolean());
            case "completeChallenge" ->
                session.completeChallenge(Observations.challengeOutcome(step.get("outcome").getAsString()));
            case "cancel" -> session.cancel();
            case "look", "googlePayRequest", "googlePayReadiness", "applePayRequest" -> {
                return session.getState() instanceof CheckoutState.ChoosingMethod choosing
                        ? look(step, choosing.getSummary())
                        : Observations.error("WrongState");
            }
            case "findSession" -> {
                JavaCheckoutSession found = checkout.session(intent);
                if (found == null) {
                    return Observations.error("NotFound");
                }
                watch(found);
            }
            case "startSecondCheckout" -> {
                return Observations.withResult(await(startCheckout().result()));
            }
            case "restart" -> {
                JsonObject first = Observations.withResult(await(session.result()));
                start();
                return first;
            }
            default -> {
                return JavaInput.inForm(step, session);
            }
        }
        return Observations.success();
    }

    /** What a summary is good for. */
    private JsonObject look(JsonObject step, PaymentSummary summary) throws WalletException {
        return switch (step.get("do").getAsString()) {
            case "googlePayRequest" ->
                json(GooglePay.requestJson(summary, JavaInput.merchant(step.getAsJsonObject("merchant"))));
            case "googlePayReadiness" -> json(GooglePay.isReadyToPayJson(summary));
            case "applePayRequest" ->
                Observations.withValue(Observations.applePayRequest(
                        ApplePay.request(summary, step.get("country_code").getAsString())));
            default -> Observations.withSummary(summary, session.getNotice());
        };
    }

    private static JsonObject json(String text) {
        return Observations.withValue(JsonParser.parseString(text));
    }

    private <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
