package checkout.sdk

/**
 * Apple Pay: what to ask Apple's sheet for. The sheet is on an Apple device; an app here can prepare its request and pay
 * with what it returned, [PaymentChoice.ApplePay].
 */
object ApplePay {
    /**
     * What to fill a `PKPaymentRequest` with.
     *
     * @param countryCode where the payment is processed: ISO 3166-1 alpha-2, such as `GB`.
     * @throws WalletException if Apple Pay cannot be offered for this intent, or [countryCode] is not right.
     */
    @JvmStatic
    @Throws(WalletException::class)
    fun request(summary: PaymentSummary, countryCode: String): ApplePayRequest =
        inCore { applePayRequest(summary, countryCode) }
}

/** Makes an [ApplePayContact], for Java. Leave out what the `PKContact` does not have. */
class ApplePayContactBuilder {
    private var contact = ApplePayContact()

    /** `name.givenName` */
    fun givenName(name: String?) = with(contact.copy(givenName = name))

    /** `name.familyName` */
    fun familyName(name: String?) = with(contact.copy(familyName = name))

    /** `name.phoneticRepresentation.givenName` */
    fun phoneticGivenName(name: String?) = with(contact.copy(phoneticGivenName = name))

    /** `name.phoneticRepresentation.familyName` */
    fun phoneticFamilyName(name: String?) = with(contact.copy(phoneticFamilyName = name))

    /** `emailAddress` */
    fun email(email: String?) = with(contact.copy(email = email))

    /** `phoneNumber` */
    fun phone(phone: String?) = with(contact.copy(phone = phone))

    /** One more line of `postalAddress.street`. */
    fun addressLine(line: String) = with(contact.copy(addressLines = contact.addressLines + line))

    /** `postalAddress.subLocality` */
    fun subLocality(name: String?) = with(contact.copy(subLocality = name))

    /** `postalAddress.city` */
    fun locality(name: String?) = with(contact.copy(locality = name))

    /** `postalAddress.subAdministrativeArea` */
    fun subAdministrativeArea(name: String?) = with(contact.copy(subAdministrativeArea = name))

    /** `postalAddress.state` */
    fun administrativeArea(name: String?) = with(contact.copy(administrativeArea = name))

    /** `postalAddress.postalCode` */
    fun postalCode(code: String?) = with(contact.copy(postalCode = code))

    /** `postalAddress.country` */
    fun country(name: String?) = with(contact.copy(country = name))

    /** `postalAddress.isoCountryCode` */
    fun countryCode(code: String?) = with(contact.copy(countryCode = code))

    /** The contact. */
    fun build(): ApplePayContact = contact

    private fun with(changed: ApplePayContact): ApplePayContactBuilder = apply { contact = changed }
}
