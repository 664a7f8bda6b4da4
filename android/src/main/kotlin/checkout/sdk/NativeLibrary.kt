package checkout.sdk

import com.sun.jna.Native
import com.sun.jna.Platform
import java.io.File
import java.io.IOException

/**
 * The core's library, as the JVM sees it. UniFFI goes through JNA, and the Android context through JNI: both must load
 * the very same file, so that the process has one core and not two.
 */
internal object NativeLibrary {
    private const val NAME = "checkout_bindings"

    /** Where the generated code looks for another file than the one that JNA would find by the name. */
    private const val FILE_FOR_JNA = "uniffi.component.$NAME.libraryOverride"

    /** A JVM that runs on Android, where libraries are found by name inside the app. */
    val onAndroid: Boolean = System.getProperty("java.vendor").orEmpty().contains("Android")

    private val loaded: Unit by lazy {
        try {
            if (onAndroid) System.loadLibrary(NAME) else loadFile(ownBuild() ?: unpacked())
        } catch (missing: IOException) {
            throw unavailable(missing)
        } catch (unusable: UnsatisfiedLinkError) {
            throw unavailable(unusable)
        }
    }

    /**
     * Loads the library, if it is not loaded yet.
     *
     * @throws ConfigException.Unavailable if there is none for this system.
     */
    fun load() = loaded

    /**
     * Gives the core what it needs of the JVM: on Android an `android.content.Context` for the platform's certificate
     * verifier; elsewhere [context] is not looked at. Again does no harm.
     */
    fun giveContext(context: Any?) {
        load()
        initialize(context)
    }

    @JvmStatic
    private external fun initialize(context: Any?)

    private fun loadFile(file: File) {
        System.load(file.absolutePath)
        System.setProperty(FILE_FOR_JNA, file.absolutePath)
    }

    /** A library that was built here and is named by JNA's own setting: for the SDK's tests. */
    private fun ownBuild(): File? = System.getProperty("jna.library.path").orEmpty()
        .split(File.pathSeparator)
        .filter(String::isNotEmpty)
        .map { File(it, System.mapLibraryName(NAME)) }
        .find(File::isFile)

    /** The library inside the jar, as a temporary file. */
    private fun unpacked(): File = Native.extractFromResourcePath(NAME)

    private fun unavailable(cause: Throwable): ConfigException {
        val system = if (onAndroid) "this device's processor" else Platform.RESOURCE_PREFIX
        return ConfigException.Unavailable("there is no native library for $system in the SDK").apply { initCause(cause) }
    }
}

/**
 * Asks the core something that needs no checkout.
 *
 * @throws ConfigException.Unavailable if there is no native library for this system.
 */
internal inline fun <T> inCore(question: () -> T): T {
    NativeLibrary.load()
    return question()
}
