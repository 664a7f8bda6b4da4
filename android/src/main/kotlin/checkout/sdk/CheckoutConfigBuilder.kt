package checkout.sdk

/** Makes a [CheckoutConfig], for Java. What is not set has its default: Dojo's production hosts. */
class CheckoutConfigBuilder {
    private var config = CheckoutConfig()

    /** The API host, with or without a trailing slash. */
    fun apiUrl(url: String) = with(config.copy(apiUrl = url))

    /** The payment gateway. Without it Dojo's region manifests choose one. */
    fun gatewayUrl(url: String) = with(config.copy(gatewayUrl = url))

    /** Where the region manifests are, in Google's cloud and in Amazon's. */
    fun manifestUrls(gcp: String, aws: String) = with(config.copy(gcpManifestUrl = gcp, awsManifestUrl = aws))

    /** The gateway when neither manifest can be used. */
    fun fallbackGatewayUrl(url: String) = with(config.copy(fallbackGatewayUrl = url))

    /** The hosts that a region manifest may name; empty means any. */
    fun allowedGatewayHosts(hosts: List<String>) = with(config.copy(allowedGatewayHosts = hosts.toList()))

    /** How long a connection may take, in milliseconds. */
    fun connectTimeoutMillis(millis: Long) = with(config.copy(connectTimeoutMillis = millis))

    /** How long a request may take with all its retries, in milliseconds. */
    fun requestTimeoutMillis(millis: Long) = with(config.copy(requestTimeoutMillis = millis))

    /** How long to read an intent whose outcome is not known, in milliseconds. */
    fun readBackLimitMillis(millis: Long) = with(config.copy(readBackLimitMillis = millis))

    /** Lets a loopback host be spoken to without TLS. For tests against a local sandbox. */
    fun allowInsecureLoopback(allow: Boolean) = with(config.copy(allowInsecureLoopback = allow))

    /** Root certificates (PEM) that are trusted besides the platform's, on Android in place of them. For tests. */
    fun extraRootCertificates(pem: List<String>) = with(config.copy(extraRootCertificates = pem.toList()))

    /** Public keys that hosts must show, in addition to valid certificates. A pin that is forgotten stops payments. */
    fun certificatePins(pins: List<HostPins>) = with(config.copy(certificatePins = pins.toList()))

    /** Follows the SDK's name in the `User-Agent` header, such as `my-shop/2.1`. Visible ASCII. */
    fun userAgentSuffix(suffix: String) = with(config.copy(userAgentSuffix = suffix))

    /** The configuration. */
    fun build(): CheckoutConfig = config

    private fun with(changed: CheckoutConfig): CheckoutConfigBuilder = apply { config = changed }
}
