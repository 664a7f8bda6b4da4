package checkout.sdk.android

import android.os.Handler
import android.os.Looper
import java.util.concurrent.Executor

/** Runs what it is given on Android's main thread. */
internal class MainThreadExecutor : Executor {
    private val handler = Handler(Looper.getMainLooper())

    override fun execute(command: Runnable) {
        handler.post(command)
    }
}
