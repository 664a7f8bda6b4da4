package checkout.sdk

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest

/** Plays one scenario by its plan, and gives what was seen. */
fun interface Player {
    fun play(run: ScenarioRun): JsonObject
}

/** A scenario that is set up and waits to be played. */
class ScenarioRun(private val number: Long, val plan: JsonObject) {
    /** Tells the judge to change the world. */
    fun changeWorld(step: Int) {
        ConformanceServer.post("/runs/$number/world/$step", "")
    }
}

/**
 * The scenarios and their judge, `conformance-server`, as a process of its own. It ends with this one, because its
 * standard input does.
 */
object ConformanceServer {
    /** Scenarios mostly wait, for servers that are slow on purpose; but some must be in time, on a busy machine too. */
    private val atOnce = 2 * Runtime.getRuntime().availableProcessors()

    private val http = HttpClient.newHttpClient()
    private val process = ProcessBuilder(System.getProperty("conformance.server"))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
    private val url: String = process.inputReader().readLine()

    /** Plays all scenarios; a test each. Their number goes to `cargo xtask test`. */
    @JvmStatic
    fun tests(language: String, player: Player): List<DynamicTest> {
        val scenarios = parse(HttpRequest.newBuilder(URI.create("$url/scenarios")).GET()).asJsonArray
            .map { it.asJsonObject }
        val verdicts = verdicts(language, scenarios.map { it["name"].asString }, player)
        report(language, verdicts.count { it.getOrNull()?.get("passed")?.asBoolean == true }, scenarios.size)
        return scenarios.zip(verdicts) { scenario, verdict ->
            DynamicTest.dynamicTest(scenario["name"].asString) {
                val judged = verdict.getOrThrow()
                assertTrue(judged["passed"].asBoolean) { "${scenario["summary"].asString}\n${judged["mismatches"]}" }
            }
        }
    }

    private fun verdicts(language: String, names: List<String>, player: Player): List<Result<JsonObject>> {
        val threads = Executors.newFixedThreadPool(atOnce)
        try {
            return threads.invokeAll(names.map { Callable { runCatching { verdict(language, it, player) } } })
                .map { it.get() }
        } finally {
            threads.shutdown()
        }
    }

    private fun verdict(language: String, scenario: String, player: Player): JsonObject {
        val started = post("/scenarios/$scenario/start", """{"language":"$language"}""").asJsonObject
        val run = started["run"].asLong
        val observed = player.play(ScenarioRun(run, started["plan"].asJsonObject))
        return post("/runs/$run/finish", observed.toString()).asJsonObject
    }

    private fun report(language: String, passed: Int, all: Int) {
        val report = JsonObject()
        report.addProperty("line", "scenarios ($language): $passed passed, ${all - passed} failed")
        report.addProperty("language", language.lowercase())
        report.addProperty("scenarios", passed)
        File("../target/reports").mkdirs()
        File("../target/reports/${language.lowercase()}.json").writeText(report.toString())
    }

    fun post(path: String, body: String): JsonElement = parse(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body)),
    )

    private fun parse(request: HttpRequest.Builder): JsonElement {
        val response = http.send(request.build(), BodyHandlers.ofString())
        check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
        return if (response.body().isEmpty()) JsonObject() else JsonParser.parseString(response.body())
    }
}
