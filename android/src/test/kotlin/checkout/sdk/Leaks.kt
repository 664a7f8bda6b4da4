package checkout.sdk

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.extension.AfterEachCallback
import org.junit.jupiter.api.extension.BeforeEachCallback
import org.junit.jupiter.api.extension.ExtensionContext

/** After each test the core must hold as many checkouts as before it. */
class Leaks : BeforeEachCallback, AfterEachCallback {
    private var before = 0L

    override fun beforeEach(context: ExtensionContext) {
        before = liveSessions()
    }

    override fun afterEach(context: ExtensionContext) {
        if (context.executionException.isEmpty) assertNoLeak(before)
    }

    companion object {
        private const val PATIENCE_MILLIS = 10_000L

        /** Waits until the tasks of the core have ended, and the collector has run if something was just dropped. */
        fun assertNoLeak(before: Long) {
            val end = System.currentTimeMillis() + PATIENCE_MILLIS
            while (liveSessions() > before && System.currentTimeMillis() < end) {
                System.gc()
                Thread.sleep(20)
            }
            assertEquals(before, liveSessions(), "checkouts that are still in memory")
        }
    }
}
