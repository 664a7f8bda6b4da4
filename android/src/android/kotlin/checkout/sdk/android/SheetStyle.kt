package checkout.sdk.android

import android.graphics.Typeface

/**
 * How a sheet looks. Every colour is a pair, so that none can be set for the light and forgotten for the dark; what is
 * not set has a default whose contrast is at least 4.5:1 for texts and 3:1 for outlines.
 */
class SheetStyle {
    /** Behind everything. */
    var background = ColorPair(light = 0xFFFFFFFF, dark = 0xFF17191C)

    /** Of fields and cards. */
    var surface = ColorPair(light = 0xFFFFFFFF, dark = 0xFF212429)

    /** Of what stands quietly apart, such as the order. */
    var panel = ColorPair(light = 0xFFF4F6F8, dark = 0xFF212429)

    /** Of texts. */
    var text = ColorPair(light = 0xFF12161C, dark = 0xFFF3F5F7)

    /** Of texts that matter less. */
    var secondaryText = ColorPair(light = 0xFF57606A, dark = 0xFFB3BBC4)

    /** Around fields and cards. */
    var outline = ColorPair(light = 0xFF868F99, dark = 0xFF7B858F)

    /** Of the main button, and of what is selected or has the focus. */
    var primary = ColorPair(light = 0xFF0B6E5F, dark = 0xFF6FDCC5)

    /** Of the text on the main button. */
    var onPrimary = ColorPair(light = 0xFFFFFFFF, dark = 0xFF00201A)

    /** Of errors, and of what deletes. */
    var error = ColorPair(light = 0xFFB3261E, dark = 0xFFFFB4AB)

    /** Of what went well. */
    var success = ColorPair(light = 0xFF176B38, dark = 0xFF7FDB98)

    /** Of what is not known, and of the mark of a test. */
    var warning = ColorPair(light = 0xFF7A4F00, dark = 0xFFFFCF70)

    /** The radius of the sheet's corners, in dp; that of what is in it follows. */
    var cornerDp: Int = 24

    /** The font. `null`: the platform's. */
    var typeface: Typeface? = null
}

/** A colour (`0xAARRGGBB`) in a light and in a dark surrounding. */
class ColorPair(val light: Int, val dark: Int) {
    /** Colours as Kotlin writes them, `0xFF17191C`. */
    constructor(light: Long, dark: Long) : this(light.toInt(), dark.toInt())
}
