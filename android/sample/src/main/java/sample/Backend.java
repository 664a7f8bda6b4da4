package sample;

import checkout.sdk.CheckoutConfig;
import checkout.sdk.CheckoutConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is not in an app: the shop's backend, which holds the API key, and Google's sheet. Here they stand beside it.
 */
public final class Backend {
    private final String apiUrl;
    private final String apiKey;
    private final HttpClient http = HttpClient.newHttpClient();

    /** A backend of the sandbox at {@code apiUrl}. */
    public Backend(String apiUrl, String apiKey) {
        this.apiUrl = apiUrl;
        this.apiKey = apiKey;
    }

    /** What the app gets of an order. */
    public record Order(String paymentId, String clientSecret) {}

    /** Steps 1 to 3 of the guide: a customer, a payment intent that is linked to it, and a customer secret. */
    public Order createOrder() {
        String customer = createCustomer();
        String intent = post("/payment-intents", """
                {"amount": {"value": 1250, "currencyCode": "GBP"}, "reference": "order-1", "customer": {"id": "%s"}}
                """.formatted(customer), "pi_");
        return new Order(intent, post("/customers/" + customer + "/create-secret", "", "cs_"));
    }

    /** To save a card now and to charge it later, if the guest does not come. */
    public String createSetup() {
        return post("/setup-intents", """
                {"reference": "table-4", "merchantInitiatedTransactionType": "NoShow",
                 "terms": "20 GBP if you do not come.", "customer": {"id": "%s"}}
                """.formatted(createCustomer()), "si_");
    }

    /** An order whose customer is asked for an e-mail address and a billing address. */
    public String createDelivery() {
        return post("/payment-intents", """
                {"amount": {"value": 1250, "currencyCode": "GBP"}, "reference": "order-2",
                 "config": {"customerEmail": {"collectionRequired": true}, "billingAddress": {"collectionRequired": true}}}
                """, "pi_");
    }

    /** Stands in for Google's sheet, which only a device has: what it returns, with a test token of the sandbox. */
    public static String googleSheet(String paymentDataRequest) {
        if (!paymentDataRequest.contains("\"totalPrice\":\"12.50\"")) {
            throw new IllegalArgumentException("Google is asked for another amount than the order's");
        }
        return """
                {"apiVersion": 2, "apiVersionMinor": 0, "paymentMethodData": {"type": "CARD",
                 "info": {"cardNetwork": "VISA", "cardDetails": "1005"},
                 "tokenizationData": {"type": "PAYMENT_GATEWAY", "token": "google-pay-cryptogram-approved"}}}
                """;
    }

    /** The SDK's configuration for this sandbox. An app in production needs none. */
    public CheckoutConfig config() {
        return new CheckoutConfigBuilder().apiUrl(apiUrl).gatewayUrl(apiUrl).allowInsecureLoopback(true).build();
    }

    private String createCustomer() {
        return post("/customers", "{\"name\":\"Ada\"}", "cust_");
    }

    /** Posts, and gives the first text of the answer that begins with {@code prefix}. */
    private String post(String path, String body, String prefix) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(apiUrl + path))
                .header("Authorization", "Basic " + apiKey)
                .header("Version", "2022-04-07")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        Matcher field = Pattern.compile('"' + "(" + prefix + "[^\"]+)" + '"').matcher(send(request));
        if (!field.find()) {
            throw new IllegalStateException("the answer has no " + prefix);
        }
        return field.group(1);
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("HTTP " + response.statusCode());
            }
            return response.body();
        } catch (IOException failure) {
            throw new IllegalStateException("no sandbox at " + apiUrl, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
