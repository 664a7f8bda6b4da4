package checkout.sdk

/** Makes a [PaymentChoice.NewCard], for Java. What is not set, the customer was not asked for. */
class NewCardBuilder(private val number: String, private val expiry: String, private val cvv: String) {
    private var cardholderName: String? = null
    private var save: Boolean? = null
    private var details: CustomerDetails? = null
    private var mitConsent: Boolean? = null

    /** The cardholder name. */
    fun cardholderName(name: String?) = apply { cardholderName = name }

    /** Whether to save the card. */
    fun save(save: Boolean?) = apply { this.save = save }

    /** What else was asked of the customer. */
    fun details(details: CustomerDetails?) = apply { this.details = details }

    /** Setup: whether the customer agrees to payments which the merchant starts later. */
    fun mitConsent(given: Boolean?) = apply { mitConsent = given }

    /** The choice. */
    fun build() = PaymentChoice.NewCard(number, expiry, cvv, cardholderName, save, details, mitConsent)
}

/** Makes [CustomerDetails], for Java. Leave out what was not asked; a blank text counts as left out. */
class CustomerDetailsBuilder {
    private var details = CustomerDetails()

    /** The e-mail address. */
    fun email(email: String?) = with(details.copy(email = email))

    /** The phone number, with or without spaces and a leading `+`. */
    fun phone(phone: String?) = with(details.copy(phone = phone))

    /** Where the card's bills go. */
    fun billingAddress(address: Address?) = with(details.copy(billingAddress = address))

    /** Where the order goes. */
    fun shipping(shipping: ShippingDetails?) = with(details.copy(shipping = shipping))

    /** Notes for the delivery, at most 120 characters. Sent by a virtual terminal payment only. */
    fun deliveryNotes(notes: String?) = with(details.copy(deliveryNotes = notes))

    /** One more entry of the app's own data for the payment. It is sent as it is, so it is no place for secrets. */
    fun metadata(name: String, value: String) = with(details.copy(metadata = details.metadata + (name to value)))

    /** The details. */
    fun build(): CustomerDetails = details

    private fun with(changed: CustomerDetails): CustomerDetailsBuilder = apply { details = changed }
}

/** Makes an [Address], for Java. */
class AddressBuilder {
    private var address = Address()

    /** One more line above the city; there are at most four. */
    fun line(line: String) = with(address.copy(lines = address.lines + line))

    /** The city. */
    fun city(city: String?) = with(address.copy(city = city))

    /** The state, province or county. */
    fun state(state: String?) = with(address.copy(state = state))

    /** The postcode. */
    fun postcode(postcode: String?) = with(address.copy(postcode = postcode))

    /** The country: ISO 3166-1 alpha-2, such as `GB`. */
    fun countryCode(code: String?) = with(address.copy(countryCode = code))

    /** The address. */
    fun build(): Address = address

    private fun with(changed: Address): AddressBuilder = apply { address = changed }
}
