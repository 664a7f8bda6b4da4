package checkout.sdk

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.extension.AfterEachCallback
import org.junit.jupiter.api.extension.BeforeEachCallback
import org.junit.jupiter.api.extension.ExtensionContext

/** Before each test the core holds no checkout, and after it none again. */
class Leaks : BeforeEachCallback, AfterEachCallback {
    override fun beforeEach(context: ExtensionContext) = assertNone()

    override fun afterEach(context: ExtensionContext) {
        if (context.executionException.isEmpty) assertNone()
    }

    companion object {
        private const val PATIENCE_MILLIS = 10_000L

        /** Waits until the tasks of the core have ended, and the collector has run if something was just dropped. */
        @JvmStatic
        fun assertNone() {
            val end = System.currentTimeMillis() + PATIENCE_MILLIS
            while (liveSessions() > 0 && System.currentTimeMillis() < end) {
                System.gc()
                Thread.sleep(20)
            }
            assertEquals(0, liveSessions(), "checkouts that are still in memory")
        }
    }
}
