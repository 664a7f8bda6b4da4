package checkout.sdk

import java.io.File
import org.jetbrains.kotlin.abi.tools.AbiFilters
import org.jetbrains.kotlin.abi.tools.AbiTools
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The API that apps compile against changes only together with its listing. */
class PublicApiTest {
    private val listing = File("api/checkout-sdk.api")

    /** What UniFFI makes for itself, and what the facade wraps. */
    private val scaffolding = setOf(
        "checkout.sdk.CardNumberEdit**",
        "checkout.sdk.Checkout_bindings**",
        "checkout.sdk.CheckoutSnapshot**",
        "checkout.sdk.Disposable**",
        "checkout.sdk.EditedCvv**",
        "checkout.sdk.FfiConverter**",
        "checkout.sdk.InternalException",
        "checkout.sdk.Native**",
        "checkout.sdk.NoHandle",
        "checkout.sdk.RustBuffer**",
        "checkout.sdk.Uniffi**",
        "checkout.sdk.**ErrorHandler",
    )

    @Test
    fun `the public API is the listed one`() {
        val actual = dump()
        if (System.getProperty("api.bless").toBoolean()) listing.writeText(actual)
        assertEquals(listing.readText(), actual, "the public API changed; if that is meant: cargo xtask api --bless")
    }

    private fun dump(): String {
        val classes = File("target/classes").walk().filter { it.extension == "class" }.sorted().toList()
        val filters = AbiFilters(emptySet(), scaffolding, emptySet(), emptySet())
        return StringBuilder().also { AbiTools.getInstance().printJvmDump(it, classes, filters) }.toString()
    }
}
