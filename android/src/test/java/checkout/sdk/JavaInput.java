package checkout.sdk;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Map;

/** What a customer types and what a wallet's sheet gives, by a plan; and what a form does with it without a checkout. */
final class JavaInput {
    private JavaInput() {}

    static PaymentChoice.NewCard typed(JsonObject card) {
        return new NewCardBuilder(text(card, "number"), text(card, "expiry"), text(card, "cvv"))
                .cardholderName(text(card, "cardholder_name"))
                .save(Observations.flag(card, "save"))
                .details(details(Observations.part(card, "details")))
                .mitConsent(Observations.flag(card, "mit_consent"))
                .build();
    }

    private static CustomerDetails details(JsonObject typed) {
        if (typed == null) {
            return null;
        }
        CustomerDetailsBuilder details = new CustomerDetailsBuilder()
                .email(text(typed, "email"))
                .phone(text(typed, "phone"))
                .billingAddress(address(Observations.part(typed, "billing_address")))
                .shipping(shipping(Observations.part(typed, "shipping")))
                .deliveryNotes(text(typed, "delivery_notes"));
        for (Map.Entry<String, JsonElement> entry : typed.getAsJsonObject("metadata").entrySet()) {
            details.metadata(entry.getKey(), entry.getValue().getAsString());
        }
        return details.build();
    }

    private static ShippingDetails shipping(JsonObject typed) {
        return typed == null
                ? null
                : new ShippingDetails(text(typed, "name"), address(typed.getAsJsonObject("address")));
    }

    private static Address address(JsonObject typed) {
        if (typed == null) {
            return null;
        }
        AddressBuilder address = new AddressBuilder()
                .city(text(typed, "city"))
                .state(text(typed, "state"))
                .postcode(text(typed, "postcode"))
                .countryCode(text(typed, "country_code"));
        Observations.texts(typed, "lines").forEach(address::line);
        return address.build();
    }

    static ApplePayContact contact(JsonObject given) {
        if (given == null) {
            return null;
        }
        ApplePayContactBuilder contact = new ApplePayContactBuilder()
                .givenName(text(given, "given_name"))
                .familyName(text(given, "family_name"))
                .phoneticGivenName(text(given, "phonetic_given_name"))
                .phoneticFamilyName(text(given, "phonetic_family_name"))
                .email(text(given, "email"))
                .phone(text(given, "phone"))
                .subLocality(text(given, "sub_locality"))
                .locality(text(given, "locality"))
                .subAdministrativeArea(text(given, "sub_administrative_area"))
                .administrativeArea(text(given, "administrative_area"))
                .postalCode(text(given, "postal_code"))
                .country(text(given, "country"))
                .countryCode(text(given, "country_code"));
        Observations.texts(given, "address_lines").forEach(contact::addressLine);
        return contact.build();
    }

    static GooglePayMerchant merchant(JsonObject known) {
        return new GooglePayMerchantBuilder(text(known, "gateway_merchant_id"), text(known, "country_code"))
                .merchantId(text(known, "merchant_id"))
                .merchantName(text(known, "merchant_name"))
                .build();
    }

    /** What a form needs while somebody types. */
    static JsonObject inForm(JsonObject step, JavaCheckoutSession session) {
        String command = text(step, "do");
        return Observations.withValue(switch (command) {
            case "editCardNumber" ->
                Observations.edit(CardForm.editNumber(text(step, "typed"), step.get("caret").getAsInt()));
            case "editExpiry" ->
                Observations.edit(CardForm.editExpiry(text(step, "typed"), step.get("caret").getAsInt()));
            case "editCvv" -> Observations.edit(editCvv(step));
            case "checkField" -> Observations.feedback(check(step, session));
            case "amountParts" ->
                Observations.amount(
                        CardForm.amountParts(step.get("minor_units").getAsLong(), text(step, "currency_code")));
            case "country" -> {
                String code = text(step, "country_code");
                yield Observations.country(CardForm.countries().contains(code), CardForm.needsPostcode(code));
            }
            case "navigateChallenge" ->
                Observations.navigation(
                        WebChallenge.navigation(
                                text(step, "url"),
                                new NavigationContext(
                                        !step.get("in_frame").getAsBoolean(),
                                        NavigationCause.valueOf(text(step, "cause").toUpperCase(Locale.ROOT)),
                                        step.get("new_window").getAsBoolean(),
                                        step.get("depth").getAsInt()),
                                Observations.CHALLENGE));
            default -> throw new IllegalStateException("this player does not know the command " + command);
        });
    }

    private static CvvEdit editCvv(JsonObject step) {
        int caret = step.get("caret").getAsInt();
        return step.get("scheme").isJsonNull()
                ? CardForm.editCvv(text(step, "typed"), caret, text(step, "number"))
                : CardForm.editSavedCardCvv(text(step, "typed"), caret, text(step, "scheme"));
    }

    private static Feedback check(JsonObject step, JavaCheckoutSession session) {
        String typed = text(step, "typed");
        String beside = step.get("beside").isJsonNull() ? "" : text(step, "beside");
        Moment moment = Moment.valueOf(text(step, "moment").toUpperCase(Locale.ROOT));
        String field = text(step, "field");
        return switch (field) {
            case "Number" -> CardForm.checkNumber(typed, Observations.texts(step, "supported_schemes"), moment);
            case "Expiry" ->
                session == null ? CardForm.checkExpiry(typed, moment) : session.checkExpiry(typed, moment);
            case "Cvv" -> CardForm.checkCvv(typed, beside, moment);
            case "SavedCardCvv" -> CardForm.checkSavedCardCvv(typed, beside, moment);
            case "CardholderName" -> CardForm.checkCardholderName(typed, moment);
            case "Email" -> CardForm.checkEmail(typed, moment);
            case "BillingPostcode" -> CardForm.checkPostcode(typed, beside, moment);
            default -> throw new IllegalStateException("this player does not know the field " + field);
        };
    }

    private static String text(JsonObject plan, String name) {
        return Observations.text(plan, name);
    }
}
