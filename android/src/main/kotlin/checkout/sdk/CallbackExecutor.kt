package checkout.sdk

import java.util.concurrent.Executor
import java.util.concurrent.Executors

/** Where Java callbacks come when the app does not say: the main thread on Android, else a thread of the SDK. */
internal fun defaultExecutor(): Executor =
    if (NativeLibrary.onAndroid) checkout.sdk.android.MainThreadExecutor() else callbackThread

private val callbackThread: Executor by lazy {
    Executors.newSingleThreadExecutor { task -> Thread(task, "checkout-callbacks").apply { isDaemon = true } }
}
