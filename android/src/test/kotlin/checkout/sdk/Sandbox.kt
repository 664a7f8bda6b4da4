package checkout.sdk

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

/** `checkout sandbox` as a process of its own, and the merchant's backend that talks to it. One for all tests. */
object Sandbox {
    private val http = HttpClient.newHttpClient()

    val url: String
    val apiKey: String

    init {
        val process = ProcessBuilder(System.getProperty("checkout.cli"), "sandbox")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
        Runtime.getRuntime().addShutdownHook(Thread(process::destroy))
        val lines = generateSequence(process.inputReader()::readLine)
        val introduction = mutableMapOf<String, String>()
        for (line in lines) {
            val words = line.trim().split(Regex(" {2,}"))
            if (words.size == 2) introduction[words[0]] = words[1]
            if (words[0] == "API key") break
        }
        url = introduction.getValue("API host")
        apiKey = introduction.getValue("API key")
    }

    fun config() = CheckoutConfig(apiUrl = url, gatewayUrl = url, allowInsecureLoopback = true)

    fun checkout() = Checkout(config())

    /** A new intent of 12.50 GBP; returns its id. */
    @JvmOverloads
    fun intent(customerId: String? = null): String {
        val customer = customerId?.let { ""","customer":{"id":"$it"}""" }.orEmpty()
        val order = """{"amount":{"value":1250,"currencyCode":"GBP"},"reference":"order"$customer}"""
        return post("/payment-intents", order)["id"].asString
    }

    /** A new intent of 12.50 GBP that lists what was ordered; returns its id. */
    fun orderIntent(customerId: String): String {
        val lines = listOf("Earl Grey, 100 g" to 600, "Assam, 100 g" to 550, "Delivery" to 100).mapIndexed { at, (caption, price) ->
            """{"id":"$at","quantity":1,"caption":"$caption","amountTotal":{"value":$price,"currencyCode":"GBP"}}"""
        }
        return intentWith(""""itemLines":$lines,"customer":{"id":"$customerId"}""")
    }

    /** A new setup intent of a customer; returns its id. */
    fun setupIntent(customerId: String): String {
        val type = """"merchantInitiatedTransactionType":"NoShow","terms":"20 GBP if you do not come.""""
        return post("/setup-intents", """{"reference":"table 4",$type,"customer":{"id":"$customerId"}}""")["id"].asString
    }

    /** A new intent of 12.50 GBP for a virtual terminal; returns its id. */
    fun terminalIntent(): String = intentWith(""""cardHolderNotPresent":true""")

    /** A new intent of 12.50 GBP that collects all there is; returns its id. */
    fun collectingIntent(): String {
        val needed = """{"collectionRequired":true}"""
        return intentWith(""""config":{"customerEmail":$needed,"billingAddress":$needed,"shippingDetails":$needed}""")
    }

    private fun intentWith(property: String): String =
        post("/payment-intents", """{"amount":{"value":1250,"currencyCode":"GBP"},"reference":"order",$property}""")["id"]
            .asString

    /** A new customer; returns its id. */
    fun customer(): String = post("/customers", """{"name":"Ada"}""")["id"].asString

    /** A customer secret. */
    fun secret(customerId: String): String = post("/customers/$customerId/create-secret", "")["secret"].asString

    /** What the backend reads of an intent. */
    fun status(intent: String): String = send(request("/payment-intents/$intent").GET())["status"].asString

    /** What the backend reads of a setup intent. */
    fun setupStatus(intent: String): String = send(request("/setup-intents/$intent").GET())["status"].asString

    /** The next requests to `path` (a glob) do this. */
    fun fault(path: String, action: String, times: Int = 1) {
        post("/_sandbox/faults", """{"match":{"path":"$path"},"times":$times,"action":$action}""")
    }

    fun clearFaults() {
        send(request("/_sandbox/faults").DELETE())
    }

    /** The requests so far whose path has this in it. */
    fun requests(part: String): List<JsonObject> {
        val all = http.send(request("/_sandbox/requests").GET().build(), BodyHandlers.ofString()).body()
        return (JsonParser.parseString(all) as JsonArray).map { it.asJsonObject }.filter { part in it["path"].asString }
    }

    private fun post(path: String, body: String): JsonObject =
        send(request(path).header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)))

    private fun request(path: String) = HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofSeconds(20))
        .header("authorization", "Basic $apiKey")
        .header("version", "2022-04-07")

    private fun send(request: HttpRequest.Builder): JsonObject {
        val response = http.send(request.build(), BodyHandlers.ofString())
        check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
        return if (response.body().isEmpty()) JsonObject() else JsonParser.parseString(response.body()).asJsonObject
    }
}
