package checkout.sdk

import com.sun.jna.NativeLibrary as JnaLibrary

/** The core's library, as the JVM sees it: UniFFI goes through JNA, and the Android context through JNI. */
internal object NativeLibrary {
    private const val NAME = "checkout_bindings"

    /** A JVM that runs on Android, where libraries are found by name inside the app. */
    val onAndroid: Boolean = System.getProperty("java.vendor").orEmpty().contains("Android")

    // A class is initialized once, by one thread.
    init {
        if (onAndroid) {
            System.loadLibrary(NAME)
        } else {
            // The very file that JNA has found or unpacked, so that the process has one core and not two.
            System.load(JnaLibrary.getInstance(NAME).file.absolutePath)
        }
    }

    /** Loads the library, if it is not loaded yet. */
    fun load() = Unit

    /**
     * Gives the core what it needs of the JVM: on Android an `android.content.Context` for the platform's certificate
     * verifier; elsewhere [context] is not looked at. Again does no harm.
     */
    @JvmStatic
    external fun initialize(context: Any?)
}
