package checkout.sdk.android.ui

import android.os.Handler
import android.os.Looper
import checkout.sdk.Sandbox
import docs.JavaShop
import docs.pay
import java.io.File
import java.util.concurrent.Executor
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.future.asCompletableFuture
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Test

/** The lines that the guide shows are these, and they pay. */
class DocumentedTest : Shop() {
    private val guide = File("../../docs/sheet.md").readText()

    @Before
    fun open() = install()

    @Test
    fun `the Kotlin lines pay`() {
        val main = Executor { Handler(Looper.getMainLooper()).post(it) }.asCoroutineDispatcher()
        val said = CoroutineScope(main).async { pay(activity, Sandbox.intent()) }.asCompletableFuture()
        idle()
        openStarted()
        payHere()
        assertEquals("Thank you", await(said))
    }

    @Test
    fun `the Java lines pay`() {
        var said: String? = null
        JavaShop.pay(activity, Sandbox.intent()) { said = it }
        openStarted()
        payHere()
        await("the end") { said != null }
        assertEquals("Thank you", said)
    }

    private fun payHere() {
        typeCard(PAYS, "020")
        tap("Pay")
        awaitText("Payment successful")
        tap("Done")
    }

    @Test
    fun `the guide shows the lines that are tried here`() {
        assertEquals(snippet("src/test/kotlin/docs/KotlinShop.kt", "kotlin"), shown("kotlin"))
        assertEquals(snippet("src/test/java/docs/JavaShop.java", "java"), shown("java"))
    }

    private fun snippet(file: String, name: String) =
        between(File(file).readText(), "// snippet: $name\n", "// snippet end").trimIndent().trim()

    private fun shown(language: String) = between(guide, "<!-- snippet: android $language -->\n```$language\n", "```\n").trim()

    private fun between(text: String, start: String, end: String): String {
        check(start in text) { "there is no $start" }
        return text.substringAfter(start).substringBefore(end)
    }
}
