package checkout.sdk.android.ui

import android.app.Activity
import android.content.Intent
import android.content.pm.ApplicationInfo
import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.TextView
import checkout.sdk.Checkout
import checkout.sdk.Sandbox
import checkout.sdk.SheetFlow
import checkout.sdk.SheetResult
import checkout.sdk.android.CheckoutAndroid
import checkout.sdk.android.CheckoutSheet
import checkout.sdk.android.GooglePayLauncher
import checkout.sdk.android.SheetStyle
import java.time.Duration
import java.util.concurrent.CompletableFuture
import org.junit.After
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

const val PHONE = "w411dp-h891dp-xhdpi"

/** A shop's app on a phone, which knows the SDK's public API, and a customer who sees, types and taps. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], qualifiers = PHONE)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
abstract class Shop {
    val activity: Activity by lazy { Robolectric.buildActivity(Activity::class.java).setup().get() }
    lateinit var checkout: Checkout
    lateinit var sheet: ActivityController<out Activity>

    /** What the customer sees: the window of the sheet. */
    val window: View get() = sheet.get().window.decorView

    fun install(style: SheetStyle = SheetStyle(), googlePay: GooglePayLauncher? = null, allowsScreenshots: Boolean = false) {
        RuntimeEnvironment.getApplication().applicationInfo.apply { flags = flags or ApplicationInfo.FLAG_SUPPORTS_RTL }
        CheckoutAndroid.initialize(activity)
        checkout = Checkout(Sandbox.config().copy(readBackLimitMillis = 1500))
        CheckoutSheet.install(checkout, style, googlePay, allowsScreenshots = allowsScreenshots)
    }

    @After
    fun close() {
        Sandbox.clearFaults()
        if (::sheet.isInitialized && !sheet.get().isDestroyed) sheet.pause().stop().destroy()
        if (::checkout.isInitialized) checkout.close()
    }

    fun present(flow: SheetFlow): CompletableFuture<SheetResult> =
        CheckoutSheet.presentAsync(activity, flow).also { openStarted() }

    /** What Android does with the Intent that the shop has started. */
    fun openStarted() = open(checkNotNull(shadowOf(activity).nextStartedActivity) { "no Activity was started" })

    @Suppress("UNCHECKED_CAST")
    fun open(intent: Intent) {
        val type = Class.forName(intent.component!!.className) as Class<out Activity>
        sheet = Robolectric.buildActivity(type, intent).setup()
        idle()
    }

    fun idle() = shadowOf(Looper.getMainLooper()).idle()

    fun await(what: String, seconds: Long = 60, isSo: () -> Boolean) {
        val end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos()
        while (!isSo()) {
            idle()
            check(System.nanoTime() < end) { "waited in vain for $what; on the screen: ${texts()}" }
            Thread.sleep(5)
        }
        idle()
    }

    fun <T> await(future: CompletableFuture<T>): T {
        await("a result") { future.isDone }
        return future.get()
    }

    /** Everything that is on the screen, in its order. */
    fun shown(root: View = window): List<View> = when {
        root.visibility != View.VISIBLE -> emptyList()
        root is ViewGroup -> listOf(root) + (0 until root.childCount).flatMap { shown(root.getChildAt(it)) }
        else -> listOf(root)
    }

    fun texts(): List<String> = shown().filterIsInstance<TextView>().map { it.text.toString() }.filter(String::isNotEmpty)

    fun sees(text: String) = texts().any { text in it }

    fun awaitText(text: String) = await("\"$text\"") { sees(text) }

    /** The box under a label. */
    fun field(label: String): EditText = checkNotNull(fieldOrNull(label)) { "no field \"$label\" among ${texts()}" }

    fun fieldOrNull(label: String): EditText? {
        val id = shown().filterIsInstance<TextView>().find { it.labelFor != View.NO_ID && it.text.toString() == label }?.labelFor
        return shown().filterIsInstance<EditText>().find { it.id == id }
    }

    /** Types as a keyboard on the screen does. */
    fun type(label: String, text: String) = field(label).let { field ->
        if (!field.isFocused) field.requestFocus()
        text.forEach { key ->
            val focused = window.findFocus() as EditText
            focused.onCreateInputConnection(EditorInfo()).commitText(key.toString(), 1)
            idle()
        }
    }

    /** What can be tapped and says this, or begins with it; of several the one on top. */
    fun clickable(text: String): View? {
        val says = { view: View -> (view as? TextView)?.text?.toString() ?: view.contentDescription?.toString().orEmpty() }
        val all = shown().filter(View::isClickable).reversed()
        return all.find { says(it) == text } ?: all.find { says(it).startsWith("$text ") } ?: all.find { text in says(it) }
    }

    fun tap(text: String) {
        val view = checkNotNull(clickable(text)) { "nothing to tap says \"$text\"; on the screen: ${texts()}" }
        check(view.isEnabled) { "\"$text\" is disabled" }
        view.performClick()
        idle()
    }

    fun back() {
        @Suppress("DEPRECATION")
        sheet.get().onBackPressed()
        idle()
    }

    fun typeCard(number: String, cvv: String, name: String = "Ada Lovelace") {
        await("the form") { fieldOrNull(NUMBER) != null }
        type(NUMBER, number)
        type(EXPIRY, "1229")
        type(CVV, cvv)
        type(NAME, name)
    }

    fun draw(view: View = window): Bitmap {
        settle(view)
        return Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888).also { view.draw(Canvas(it)) }
    }

    private fun settle(view: View) {
        view.jumpDrawablesToCurrentState()
        if (view is ViewGroup) (0 until view.childCount).forEach { settle(view.getChildAt(it)) }
    }

    companion object {
        const val NUMBER = "Card number"
        const val EXPIRY = "Expiry date"
        const val CVV = "Security code (CVV)"
        const val NAME = "Name on card"
        const val PAYS = "5200000000001005"
        const val DECLINES = "4456530000001013"
        const val ASKS = "4456530000001096"
    }
}
