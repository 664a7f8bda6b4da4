package checkout.sdk

import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import sample.JavaApp
import sample.KotlinApp

/** The samples pay, and README and guide show code that is compiled. */
class SampleTest {
    private val arguments = arrayOf(Sandbox.url, Sandbox.apiKey)
    private val said = listOf(
        "Thank you", "code 0", "card saved: code 0", "paid with Google Pay: code 0", "paid, with an address: code 0",
    )

    private fun outputOf(main: () -> Unit): List<String> {
        val output = ByteArrayOutputStream()
        val console = System.out
        System.setOut(PrintStream(output, true))
        try {
            main()
        } finally {
            System.setOut(console)
        }
        return output.toString().lines().filter(String::isNotEmpty)
    }

    @Test
    fun `the Kotlin sample pays and prints the code`() =
        assertEquals(said, outputOf { KotlinApp.main(arguments) })

    @Test
    fun `the Java sample pays and prints the code`() =
        assertEquals(said, outputOf { JavaApp.main(arguments) })

    @Test
    fun `the README shows the Kotlin that is compiled`() =
        assertEquals(sampled("kotlin/sample/KotlinApp.kt", "kotlin"), shown("kotlin"))

    @Test
    fun `the README shows the Java that is compiled`() =
        assertEquals(sampled("java/sample/JavaApp.java", "java"), shown("java"))

    @Test
    fun `the guide shows a text watcher that is compiled`() =
        assertEquals(
            snippet("src/test/kotlin/docs/CardNumberWatcher.kt", "watcher"),
            between(File("../docs/android.md").readText(), "<!-- snippet: watcher -->\n```kotlin\n", "```\n").trim(),
        )

    @Test
    fun `the guide shows views of the app that are compiled`() =
        assertEquals(
            snippet("src/test/kotlin/docs/OwnSheet.kt", "own-sheet"),
            between(File("../docs/own-sheet.md").readText(), "<!-- snippet: own-sheet -->\n```kotlin\n", "```\n").trim(),
        )

    private fun sampled(file: String, language: String) = snippet("sample/src/main/$file", language)

    private fun snippet(file: String, name: String) =
        between(File(file).readText(), "// snippet: $name\n", "// snippet end").trimIndent().trim()

    private fun shown(language: String) =
        between(File("../README.md").readText(), "<!-- snippet: $language -->\n```$language\n", "```\n<!-- snippet end -->").trim()

    private fun between(text: String, start: String, end: String): String {
        check(start in text) { "there is no $start" }
        return text.substringAfter(start).substringBefore(end)
    }
}
