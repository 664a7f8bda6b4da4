package checkout.sdk

import com.google.gson.JsonObject

// What a customer types and what a wallet's sheet gives, by a plan; and what a form does with it without a checkout.

internal fun typed(card: JsonObject) = PaymentChoice.NewCard(
    number = card["number"].asString,
    expiry = card["expiry"].asString,
    cvv = card["cvv"].asString,
    cardholderName = Observations.text(card, "cardholder_name"),
    save = Observations.flag(card, "save"),
    details = Observations.part(card, "details")?.let(::details),
    mitConsent = Observations.flag(card, "mit_consent"),
)

private fun details(typed: JsonObject) = CustomerDetails(
    email = Observations.text(typed, "email"),
    phone = Observations.text(typed, "phone"),
    billingAddress = Observations.part(typed, "billing_address")?.let(::address),
    shipping = Observations.part(typed, "shipping")?.let { shipping ->
        ShippingDetails(Observations.text(shipping, "name"), address(shipping["address"].asJsonObject))
    },
    deliveryNotes = Observations.text(typed, "delivery_notes"),
    metadata = typed["metadata"].asJsonObject.asMap().mapValues { it.value.asString },
)

private fun address(typed: JsonObject) = Address(
    lines = Observations.texts(typed, "lines"),
    city = Observations.text(typed, "city"),
    state = Observations.text(typed, "state"),
    postcode = Observations.text(typed, "postcode"),
    countryCode = Observations.text(typed, "country_code"),
)

internal fun contact(given: JsonObject) = ApplePayContact(
    givenName = Observations.text(given, "given_name"),
    familyName = Observations.text(given, "family_name"),
    phoneticGivenName = Observations.text(given, "phonetic_given_name"),
    phoneticFamilyName = Observations.text(given, "phonetic_family_name"),
    email = Observations.text(given, "email"),
    phone = Observations.text(given, "phone"),
    addressLines = Observations.texts(given, "address_lines"),
    subLocality = Observations.text(given, "sub_locality"),
    locality = Observations.text(given, "locality"),
    subAdministrativeArea = Observations.text(given, "sub_administrative_area"),
    administrativeArea = Observations.text(given, "administrative_area"),
    postalCode = Observations.text(given, "postal_code"),
    country = Observations.text(given, "country"),
    countryCode = Observations.text(given, "country_code"),
)

internal fun merchant(known: JsonObject) = GooglePayMerchant(
    gatewayMerchantId = known["gateway_merchant_id"].asString,
    merchantId = Observations.text(known, "merchant_id"),
    merchantName = Observations.text(known, "merchant_name"),
    countryCode = known["country_code"].asString,
)

/** `null` if the command is not the form's. */
internal fun inForm(step: JsonObject, session: CheckoutSession?): JsonObject? = when (step["do"].asString) {
    "editCardNumber" -> Observations.edit(CardForm.editNumber(step["typed"].asString, step["caret"].asInt))
    "editExpiry" -> Observations.edit(CardForm.editExpiry(step["typed"].asString, step["caret"].asInt))
    "editCvv" -> Observations.edit(editCvv(step))
    "checkField" -> Observations.feedback(check(step, session))
    "amountParts" ->
        Observations.amount(CardForm.amountParts(step["minor_units"].asLong, step["currency_code"].asString))
    "country" -> step["country_code"].asString.let { code ->
        Observations.country(listed = code in CardForm.countries(), needsPostcode = CardForm.needsPostcode(code))
    }
    "navigateChallenge" -> Observations.navigation(
        WebChallenge.navigation(
            step["url"].asString,
            NavigationContext(
                mainFrame = !step["in_frame"].asBoolean,
                cause = NavigationCause.valueOf(step["cause"].asString.uppercase()),
                newWindow = step["new_window"].asBoolean,
                depth = step["depth"].asInt,
            ),
            Observations.CHALLENGE,
        ),
    )
    else -> null
}?.let(Observations::withValue)

private fun editCvv(step: JsonObject): CvvEdit {
    val (typed, caret) = step["typed"].asString to step["caret"].asInt
    val scheme = Observations.text(step, "scheme") ?: return CardForm.editCvv(typed, caret, step["number"].asString)
    return CardForm.editSavedCardCvv(typed, caret, scheme)
}

private fun check(step: JsonObject, session: CheckoutSession?): Feedback {
    val typed = step["typed"].asString
    val beside = Observations.text(step, "beside").orEmpty()
    val moment = Moment.valueOf(step["moment"].asString.uppercase())
    return when (val field = step["field"].asString) {
        "Number" -> CardForm.checkNumber(typed, Observations.texts(step, "supported_schemes"), moment)
        "Expiry" -> session?.checkExpiry(typed, moment) ?: CardForm.checkExpiry(typed, moment)
        "Cvv" -> CardForm.checkCvv(typed, beside, moment)
        "SavedCardCvv" -> CardForm.checkSavedCardCvv(typed, beside, moment)
        "CardholderName" -> CardForm.checkCardholderName(typed, moment)
        "Email" -> CardForm.checkEmail(typed, moment)
        "BillingPostcode" -> CardForm.checkPostcode(typed, beside, moment)
        else -> error("this player does not know the field $field")
    }
}
