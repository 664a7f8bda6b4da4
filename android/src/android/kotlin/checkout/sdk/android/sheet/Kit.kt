package checkout.sdk.android.sheet

import android.content.Context
import android.content.res.ColorStateList
import android.content.res.Configuration
import android.graphics.Color
import android.graphics.Typeface
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.os.Build
import android.text.SpannableString
import android.text.style.LocaleSpan
import android.view.ContextThemeWrapper
import android.view.Gravity
import android.view.View
import android.widget.TextView
import checkout.sdk.android.ColorPair
import checkout.sdk.android.SheetStyle
import java.util.Locale

/** What views are made with: one look, whatever the host's theme is. */
internal class Kit(host: Context, private val style: SheetStyle, val language: Locale) {
    private val night = host.resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES

    val context: Context = ContextThemeWrapper(
        host,
        if (night) android.R.style.Theme_DeviceDefault_NoActionBar else android.R.style.Theme_DeviceDefault_Light_NoActionBar,
    )
    val background = of(style.background)
    val surface = of(style.surface)
    val panel = of(style.panel)
    val text = of(style.text)
    val secondaryText = of(style.secondaryText)
    val outline = of(style.outline)
    val primary = of(style.primary)
    val onPrimary = of(style.onPrimary)
    val error = of(style.error)
    val success = of(style.success)
    val warning = of(style.warning)
    val isLight = !night

    /** Side by side only what still fits when the customer has chosen large letters. */
    val hasLargeText = host.resources.configuration.fontScale > LARGE
    val corner = dp(style.cornerDp)
    val innerCorner = corner / 2f

    private fun of(pair: ColorPair) = if (night) pair.dark else pair.light

    fun dp(value: Int): Int = Math.round(value * context.resources.displayMetrics.density)

    fun label(sizeSp: Float, color: Int = text, bold: Boolean = false, centred: Boolean = false) = TextView(context).apply {
        textSize = sizeSp
        setTextColor(color)
        setTypeface(style.typeface ?: Typeface.DEFAULT, if (bold) Typeface.BOLD else Typeface.NORMAL)
        textLocale = language
        textAlignment = if (centred) View.TEXT_ALIGNMENT_CENTER else View.TEXT_ALIGNMENT_VIEW_START
        gravity = if (centred) Gravity.CENTER else Gravity.START or Gravity.CENTER_VERTICAL // for hosts without right-to-left
        setLineSpacing(0f, LINE_SPACING)
    }

    fun heading(sizeSp: Float) = label(sizeSp, bold = true).apply {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) isAccessibilityHeading = true
    }

    /** [words] with their language, so that a screen reader pronounces them rightly. */
    fun spoken(words: String): CharSequence =
        if (words.isEmpty() || language.language == context.resources.configuration.locales[0].language) words
        else SpannableString(words).apply { setSpan(LocaleSpan(language), 0, length, 0) }

    fun box(fill: Int, stroke: Int = Color.TRANSPARENT, strokeDp: Int = 0, radius: Float = innerCorner) =
        GradientDrawable().apply {
            setColor(fill)
            cornerRadius = radius
            if (strokeDp > 0) setStroke(dp(strokeDp), stroke)
        }

    /** [drawable] that answers to touch and to a keyboard's focus. */
    fun touchable(drawable: Drawable?, color: Int, radius: Float = innerCorner) =
        RippleDrawable(ColorStateList.valueOf(faint(color, RIPPLE)), drawable, box(Color.WHITE, radius = radius))

    private companion object {
        const val LARGE = 1.3f
        const val LINE_SPACING = 1.1f
        const val RIPPLE = 48
    }
}

/** The colour, nearly transparent: for areas. */
internal fun faint(color: Int, alpha: Int = 26) = Color.argb(alpha, Color.red(color), Color.green(color), Color.blue(color))

/** Says [words], but only if it says something else: setting a text moves carets and interrupts screen readers. */
internal fun TextView.say(words: CharSequence?) {
    if (text.toString() != words?.toString().orEmpty()) text = words
    visibility = if (words.isNullOrEmpty()) View.GONE else View.VISIBLE
}
