package checkout.sdk.android.sheet

import android.animation.ValueAnimator
import android.graphics.Canvas
import android.graphics.ColorFilter
import android.graphics.Paint
import android.graphics.Path
import android.graphics.PixelFormat
import android.graphics.Rect
import android.graphics.drawable.Drawable
import android.os.SystemClock
import android.view.View

/** The strokes of the sheet's signs, in a square of 24. */
internal enum class Sign(val mirrored: Boolean, val strokes: Path.() -> Unit) {
    CLOSE(false, { line(6f, 6f, 18f, 18f); line(18f, 6f, 6f, 18f) }),
    BACK(true, { line(15f, 5f, 8f, 12f, 15f, 19f) }),
    OPEN(false, { line(6f, 10f, 12f, 16f, 18f, 10f) }),
    ADD(false, { line(12f, 5f, 12f, 19f); line(5f, 12f, 19f, 12f) }),
    CHECK(false, { line(6f, 12.5f, 10.5f, 17f, 18f, 8f) }),
    CROSS(false, { line(8f, 8f, 16f, 16f); line(16f, 8f, 8f, 16f) }),
    INFO(false, { line(12f, 11f, 12f, 17f); line(12f, 7.4f, 12f, 7.6f) }),
    QUESTION(false, {
        moveTo(9f, 9.5f)
        cubicTo(9f, 5.8f, 15f, 5.8f, 15f, 9.5f)
        cubicTo(15f, 11.8f, 12f, 11.6f, 12f, 14.2f)
        line(12f, 17.4f, 12f, 17.6f)
    }),
    DELETE(false, {
        line(5f, 7f, 19f, 7f)
        line(9.5f, 7f, 9.5f, 4.5f, 14.5f, 4.5f, 14.5f, 7f)
        line(7f, 7f, 7.8f, 19.5f, 16.2f, 19.5f, 17f, 7f)
        line(10.5f, 10.5f, 10.5f, 16f)
        line(13.5f, 10.5f, 13.5f, 16f)
    }),
}

private fun Path.line(vararg points: Float) {
    moveTo(points[0], points[1])
    for (at in 2 until points.size step 2) lineTo(points[at], points[at + 1])
}

/** A sign of [size] pixels, in a disc of [disc]'s colour if there is one. */
internal class Icon(private val sign: Sign, private val size: Int, color: Int, disc: Int? = null) : Drawn() {
    private val path = Path().apply(sign.strokes)
    private val filled = disc?.let { Paint(Paint.ANTI_ALIAS_FLAG).apply { this.color = it } }
    private val stroke = strokeOf(color, if (disc == null) THIN else THICK)

    override fun getIntrinsicWidth() = size
    override fun getIntrinsicHeight() = size
    override fun isAutoMirrored() = sign.mirrored
    override fun onLayoutDirectionChanged(layoutDirection: Int) = sign.mirrored

    override fun draw(canvas: Canvas) = canvas.within(bounds) {
        if (sign.mirrored && layoutDirection == View.LAYOUT_DIRECTION_RTL) canvas.scale(-1f, 1f, HALF, HALF)
        filled?.let {
            canvas.drawCircle(HALF, HALF, HALF, it)
            canvas.scale(IN_DISC, IN_DISC, HALF, HALF)
        }
        canvas.drawPath(path, stroke)
    }

    private companion object {
        const val THIN = 2f
        const val THICK = 2.6f
        const val IN_DISC = 0.7f
    }
}

/** Three quarters of a ring that turns; it stands still where the customer has switched animations off. */
internal class Waiting(private val size: Int, color: Int, private val track: Int) : Drawn() {
    private val stroke = strokeOf(color, WIDTH)

    override fun getIntrinsicWidth() = size
    override fun getIntrinsicHeight() = size

    override fun draw(canvas: Canvas) = canvas.within(bounds) {
        val ring = strokeOf(track, WIDTH)
        canvas.drawArc(WIDTH, WIDTH, SQUARE - WIDTH, SQUARE - WIDTH, 0f, FULL, false, ring)
        val turned = if (ValueAnimator.areAnimatorsEnabled()) SystemClock.uptimeMillis() % TURN_MILLIS * FULL / TURN_MILLIS else 0f
        canvas.drawArc(WIDTH, WIDTH, SQUARE - WIDTH, SQUARE - WIDTH, turned - FULL / 4, FULL / 4, false, stroke)
        if (ValueAnimator.areAnimatorsEnabled() && isVisible) {
            scheduleSelf(::invalidateSelf, SystemClock.uptimeMillis() + FRAME_MILLIS)
        }
    }

    private companion object {
        const val WIDTH = 2.2f
        const val FULL = 360f
        const val TURN_MILLIS = 1000L
        const val FRAME_MILLIS = 16L
    }
}

/** A drawable that is drawn in a square of 24. */
internal abstract class Drawn : Drawable() {
    override fun setAlpha(alpha: Int) = Unit
    override fun setColorFilter(filter: ColorFilter?) = Unit
    @Deprecated("of the platform")
    override fun getOpacity() = PixelFormat.TRANSLUCENT

    protected fun strokeOf(color: Int, width: Float) = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        this.color = color
        style = Paint.Style.STROKE
        strokeWidth = width
        strokeCap = Paint.Cap.ROUND
        strokeJoin = Paint.Join.ROUND
    }

    protected inline fun Canvas.within(bounds: Rect, draw: () -> Unit) {
        save()
        translate(bounds.left.toFloat(), bounds.top.toFloat())
        scale(bounds.width() / SQUARE, bounds.height() / SQUARE)
        draw()
        restore()
    }

    protected companion object {
        const val SQUARE = 24f
        const val HALF = 12f
    }
}
