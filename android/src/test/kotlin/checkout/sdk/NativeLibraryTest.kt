package checkout.sdk

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test

/** The JNI entry point, on a JVM that needs no context. */
class NativeLibraryTest {
    @Test
    fun `initializing again does no harm, and payments go on`() {
        NativeLibrary.giveContext(null)
        NativeLibrary.giveContext("not looked at here")
        Sandbox.checkout().use { checkout ->
            NativeLibrary.giveContext(null)
            val result = runBlocking {
                checkout.startPaymentFlow(PaymentFlowParams(Sandbox.intent()), ScriptedUi(TestCards.PAID))
            }
            assertEquals(0, result.code)
        }
    }

    @Test
    fun `this is not Android`() = assertFalse(NativeLibrary.onAndroid)
}
