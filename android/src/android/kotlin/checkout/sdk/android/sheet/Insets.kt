package checkout.sdk.android.sheet

import android.graphics.Rect
import android.os.Build
import android.view.WindowInsets

/** What the system's bars, a cutout and the keyboard cover. */
@Suppress("DEPRECATION") // as long as there are Androids before 11
internal fun WindowInsets.bars(): Rect {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
        val all = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
        return getInsets(all).let { Rect(it.left, it.top, it.right, it.bottom) }
    }
    val cutout = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) displayCutout else null
    return Rect(
        maxOf(systemWindowInsetLeft, cutout?.safeInsetLeft ?: 0),
        maxOf(systemWindowInsetTop, cutout?.safeInsetTop ?: 0),
        maxOf(systemWindowInsetRight, cutout?.safeInsetRight ?: 0),
        maxOf(systemWindowInsetBottom, cutout?.safeInsetBottom ?: 0),
    )
}

@Suppress("DEPRECATION")
internal fun WindowInsets.consumed(): WindowInsets =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) WindowInsets.CONSUMED else consumeSystemWindowInsets()
