package checkout.sdk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A host app that draws a sheet without looking: it does what a plan says, and notes what is on the screen. */
final class JavaSheetHost implements AutoCloseable {
    private final ScenarioRun run;
    private final JsonObject plan;
    private final JsonObject planned;
    private final String intent;
    private final String secret;
    private final long end;
    private final List<String> states;
    private final JsonObject observed;
    private final CheckoutTexts texts;
    private JavaCheckout checkout;
    private JavaSheetSession sheet;

    JavaSheetHost(ScenarioRun run, JavaCheckout checkout, JsonObject observed, List<String> states, long end)
            throws TextException {
        this.run = run;
        this.checkout = checkout;
        this.observed = observed;
        this.states = states;
        this.end = end;
        plan = run.getPlan();
        planned = plan.getAsJsonObject("sheet");
        intent = plan.get("payment_intent_id").getAsString();
        secret = Observations.text(plan, "customer_secret");
        texts = new CheckoutTexts(
                planned.get("language").getAsString(),
                replaced(planned.getAsJsonObject("texts")),
                Observations.flag(planned, "right_to_left"));
        sheet = open(planned.get("opens").getAsString());
    }

    void play() throws Exception {
        JsonArray outcomes = new JsonArray();
        observed.add("outcomes", outcomes);
        for (JsonElement element : plan.getAsJsonArray("steps")) {
            JsonObject step = element.getAsJsonObject();
            String on = Observations.text(step, "on");
            outcomes.add(on == null || waitFor(on) ? perform(step) : Observations.error("NotReached"));
        }
        waitFor("Closed");
        SheetResult result = await(sheet.result());
        if (result.getPayment() != null) {
            observed.add("result", Observations.result(result.getPayment()));
        }
        if (result.getLastAttempt() != null) {
            observed.add("last_attempt", Observations.result(result.getLastAttempt()));
        }
    }

    /** Lets the client go that was made for a restored sheet. */
    @Override
    public void close() {
        checkout.close();
    }

    private JavaSheetSession open(String opens) {
        return checkout.openSheet(
                flow(opens), SheetObservations.wallets(Observations.texts(planned, "wallets")), texts);
    }

    private SheetFlow flow(String opens) {
        String flow = plan.get("flow").getAsString();
        return switch (opens + " " + flow) {
            case "checkout payment" -> new SheetFlow.Payment(new PaymentFlowParams(intent, secret, deadline()));
            case "checkout setup" -> new SheetFlow.Setup(new SetupFlowParams(intent, deadline()));
            case "checkout virtual_terminal" ->
                new SheetFlow.VirtualTerminal(new VirtualTerminalFlowParams(intent, deadline()));
            case "saved_cards headless" ->
                new SheetFlow.SavedCards(plan.get("customer_id").getAsString(), secret == null ? "" : secret);
            case "restored payment" -> new SheetFlow.Restored(intent);
            case "restored setup" -> new SheetFlow.RestoredSetup(intent);
            default -> throw new IllegalStateException("this player does not know what the sheet is opened for");
        };
    }

    private Instant deadline() {
        String millis = Observations.text(plan, "must_complete_in_ms");
        return millis == null ? null : Instant.now().plusMillis(Long.parseLong(millis));
    }

    /** Waits until a screen is reached, and notes the kinds of those on the way. False if the sheet ends without it. */
    private boolean waitFor(String wanted) throws Exception {
        BlockingQueue<SheetScreen> coming = new LinkedBlockingQueue<>();
        try (AutoCloseable observing = sheet.observe(coming::add)) {
            while (true) {
                SheetScreen screen = coming.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (screen == null) {
                    throw new TimeoutException();
                }
                note(SheetObservations.kind(screen));
                if (SheetObservations.isThere(screen, wanted)) {
                    return true;
                }
                if (screen.getFrame().isClosed()) {
                    return false;
                }
            }
        }
    }

    private void note(String kind) {
        if (states.isEmpty() || !states.get(states.size() - 1).equals(kind)) {
            states.add(kind);
        }
    }

    private JsonObject perform(JsonObject step) throws Exception {
        switch (step.get("do").getAsString()) {
            case "wait" -> Thread.sleep(step.get("ms").getAsLong());
            case "world" -> run.changeWorld(step.get("step").getAsInt());
            case "callPaymentStatus" -> {
                return Observations.withResult(await(checkout.paymentStatus(intent)));
            }
            case "findSheet" -> {
                JavaSheetSession found = checkout.findSheet(sheet.getId());
                if (found == null) {
                    return Observations.error("NotFound");
                }
                sheet = found;
            }
            case "openAgain" -> sheet = open(planned.get("opens").getAsString());
            case "restore" -> {
                checkout.close();
                checkout = new JavaCheckout(Observations.config(plan.getAsJsonObject("config")));
                sheet = open("restored");
            }
            case "setLanguage" -> sheet.setTexts(new CheckoutTexts(step.get("language").getAsString()));
            case "look" -> {
                return Observations.withValue(SheetObservations.screen(sheet.getScreen(), sheet::text));
            }
            case "type" -> {
                return type(step);
            }
            case "fill" -> {
                return fill(step.getAsJsonArray("texts"));
            }
            case "press" -> {
                SheetAction action = SheetObservations.button(sheet.getScreen(), step.get("action").getAsString());
                return action == null
                        ? Observations.error("NotOffered")
                        : SheetObservations.taken(sheet.act(action));
            }
            case "act" -> {
                return SheetObservations.taken(sheet.act(SheetObservations.action(step.get("action").getAsString())));
            }
            case "payWithGooglePay" -> {
                return SheetObservations.taken(sheet.payWithGooglePay(step.get("payment_data").getAsString()));
            }
            case "payWithApplePay" -> {
                return SheetObservations.taken(sheet.payWithApplePay(
                        step.get("token").getAsString(),
                        JavaInput.contact(Observations.part(step, "billing_contact")),
                        JavaInput.contact(Observations.part(step, "shipping_contact"))));
            }
            case "completeChallenge" -> {
                ChallengeOutcome outcome = Observations.challengeOutcome(step.get("outcome").getAsString());
                return SheetObservations.taken(sheet.challengeEnded(outcome));
            }
            default -> throw new IllegalStateException("this player does not know the command " + step);
        }
        return Observations.success();
    }

    private JsonObject type(JsonObject step) {
        SheetFieldId field = SheetObservations.field(step.get("field").getAsString());
        String text = step.get("text").getAsString();
        String caret = Observations.text(step, "caret");
        SheetAnswer answer =
                caret == null ? sheet.type(field, text) : sheet.type(field, text, Integer.parseInt(caret));
        return Observations.withValue(SheetObservations.answer(answer, sheet::text));
    }

    private JsonObject fill(JsonArray all) {
        for (JsonElement element : all) {
            JsonObject one = element.getAsJsonObject();
            SheetFieldId field = SheetObservations.field(one.get("field").getAsString());
            if (!sheet.type(field, one.get("text").getAsString()).getAccepted()) {
                JsonObject refused = Observations.error("Refused");
                refused.add("cause", one.get("field"));
                return refused;
            }
        }
        return Observations.success();
    }

    private static Map<String, String> replaced(JsonObject texts) {
        Map<String, String> all = new HashMap<>();
        texts.asMap().forEach((name, text) -> all.put(name, text.getAsString()));
        return all;
    }

    /** What an app without the sheet asks about texts; null if it is nothing of that kind. */
    static JsonObject aboutTexts(JsonObject step, JsonObject plan, JavaCheckout checkout) throws Exception {
        String language = Observations.text(step, "language");
        if (language == null) {
            return null;
        }
        String intent = plan.get("payment_intent_id").getAsString();
        CheckoutTexts plain = new CheckoutTexts(language);
        switch (step.get("do").getAsString()) {
            case "makeTexts" -> {
                try {
                    CheckoutTexts made = new CheckoutTexts(language, replaced(step.getAsJsonObject("texts")));
                    return Observations.withValue(SheetObservations.text(made.getLanguage()));
                } catch (TextException refused) {
                    return Observations.error(refused.getClass().getSimpleName());
                }
            }
            case "resultText" -> {
                ResultText text = plan.get("flow").getAsString().equals("setup")
                        ? plain.result(checkout.setupStatus(intent).get(), CheckoutFlow.SETUP_INTENT)
                        : plain.result(checkout.paymentStatus(intent).get());
                return Observations.withValue(SheetObservations.text(text));
            }
            case "fieldErrorText" -> {
                FieldError error = SheetObservations.fieldError(
                        step.get("field").getAsString(), step.get("problem").getAsString());
                return Observations.withValue(SheetObservations.text(plain.fieldError(error)));
            }
            case "amountText" -> {
                String amount =
                        plain.amount(step.get("minor_units").getAsLong(), step.get("currency_code").getAsString());
                return Observations.withValue(SheetObservations.text(amount));
            }
            default -> {
                return null;
            }
        }
    }

    private <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
