package checkout.sdk.android

import android.content.Context
import android.content.res.Configuration
import android.view.ContextThemeWrapper
import android.view.Window
import android.view.WindowManager
import checkout.sdk.ChallengeTexts

/** How a window of ours looks and what it says. The app's own styles change nothing in it. */
internal class ChallengeStyle(val texts: ChallengeTexts, private val allowScreenshots: Boolean) {
    /** A background, and what can be read on it. */
    class Colours(val surface: Int, val text: Int)

    fun theme(context: Context) = when {
        isNight(context) -> android.R.style.Theme_DeviceDefault_NoActionBar
        else -> android.R.style.Theme_DeviceDefault_Light_NoActionBar
    }

    fun themed(context: Context): Context = ContextThemeWrapper(context, theme(context))

    fun colours(context: Context) = if (isNight(context)) NIGHT else DAY

    fun isNight(context: Context) =
        context.resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES

    /** The flag is a window's: the Activity's does not cover the windows over it. */
    fun protect(window: Window) {
        if (!allowScreenshots) window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
    }

    private companion object {
        val DAY = Colours(surface = 0xFFFFFFFF.toInt(), text = 0xFF1B1B1F.toInt())
        val NIGHT = Colours(surface = 0xFF1B1B1F.toInt(), text = 0xFFE6E1E5.toInt())
    }
}
