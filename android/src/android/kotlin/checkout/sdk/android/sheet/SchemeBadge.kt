package checkout.sdk.android.sheet

import android.graphics.Canvas
import android.graphics.Color
import android.graphics.ColorFilter
import android.graphics.Paint
import android.graphics.Path
import android.graphics.PixelFormat
import android.graphics.Typeface
import android.graphics.drawable.Drawable
import checkout.sdk.CardScheme

/** A small mark of a card scheme: its colours and its name, not its logo. 3:2, on a card of its own in light and dark. */
internal class SchemeBadge(private val scheme: CardScheme?, private val width: Int) : Drawable() {
    private val fill = Paint(Paint.ANTI_ALIAS_FLAG)
    private val name = Paint(Paint.ANTI_ALIAS_FLAG).apply { textAlign = Paint.Align.CENTER }

    override fun getIntrinsicWidth() = width
    override fun getIntrinsicHeight() = width * 2 / 3

    override fun draw(canvas: Canvas) {
        canvas.save()
        canvas.translate(bounds.left.toFloat(), bounds.top.toFloat())
        canvas.scale(bounds.width() / WIDTH, bounds.height() / HEIGHT)
        when (scheme) {
            CardScheme.VISA -> word(canvas, WHITE, 0xFF1A1F71, "VISA", 10.5f, Typeface.BOLD_ITALIC)
            CardScheme.MASTERCARD -> discs(canvas, 0xFFEB001B, 0xFFF79E1B, 0xFFFF5F00)
            CardScheme.MAESTRO -> discs(canvas, 0xFF0099DF, 0xFFED0006, 0xFF6C6BBD)
            CardScheme.AMEX -> word(canvas, 0xFF1F72CD, WHITE, "AMEX", 9f)
            CardScheme.DISCOVER -> {
                word(canvas, WHITE, 0xFF20262E, "DISCOVER", 5.6f)
                canvas.drawRect(0f, 19f, WIDTH, 21f, paint(0xFFF47216))
            }
            CardScheme.DINERS -> {
                card(canvas, WHITE)
                canvas.drawCircle(18f, 12f, 7.5f, paint(0xFF0079BE))
                canvas.drawRect(15f, 6.6f, 16.6f, 17.4f, paint(WHITE))
                canvas.drawRect(19.4f, 6.6f, 21f, 17.4f, paint(WHITE))
            }
            CardScheme.JCB -> {
                card(canvas, WHITE)
                stripes(canvas, 6f, 8f, 0xFF0E4C96, 0xFFB8001F, 0xFF00713A)
                word(canvas, null, WHITE, "JCB", 8f)
            }
            CardScheme.UNION_PAY -> {
                card(canvas, WHITE)
                stripes(canvas, 3f, 10f, 0xFFE21836, 0xFF00447C, 0xFF007B84)
                word(canvas, null, WHITE, "UnionPay", 6f)
            }
            null -> {
                card(canvas, 0xFF57606A)
                canvas.drawRect(0f, 6f, WIDTH, 10f, paint(WHITE))
                canvas.drawRect(4f, 14f, 14f, 16.5f, paint(WHITE))
            }
        }
        canvas.restore()
    }

    private fun paint(color: Long) = fill.apply { this.color = color.toInt() }

    private fun card(canvas: Canvas, color: Long) {
        fill.style = Paint.Style.FILL
        canvas.drawRoundRect(0f, 0f, WIDTH, HEIGHT, ROUND, ROUND, paint(color))
        fill.style = Paint.Style.STROKE
        fill.strokeWidth = 1f
        canvas.drawRoundRect(0.5f, 0.5f, WIDTH - 0.5f, HEIGHT - 0.5f, ROUND, ROUND, fill.apply { this.color = EDGE })
        fill.style = Paint.Style.FILL
    }

    private fun word(canvas: Canvas, ground: Long?, color: Long, text: String, size: Float, style: Int = Typeface.BOLD) {
        ground?.let { card(canvas, it) }
        name.color = color.toInt()
        name.textSize = size
        name.typeface = Typeface.create("sans-serif", style)
        canvas.drawText(text, WIDTH / 2, HEIGHT / 2 - (name.ascent() + name.descent()) / 2, name)
    }

    private fun discs(canvas: Canvas, left: Long, right: Long, both: Long) {
        card(canvas, WHITE)
        canvas.drawCircle(14f, 12f, 7f, paint(left))
        canvas.drawCircle(22f, 12f, 7f, paint(right))
        canvas.save()
        canvas.clipPath(Path().apply { addCircle(14f, 12f, 7f, Path.Direction.CW) })
        canvas.drawCircle(22f, 12f, 7f, paint(both))
        canvas.restore()
    }

    private fun stripes(canvas: Canvas, start: Float, step: Float, vararg colors: Long) = colors.forEachIndexed { at, color ->
        canvas.drawRoundRect(start + at * step, 3f, start + (at + 1) * step, 21f, 2f, 2f, paint(color))
    }

    override fun setAlpha(alpha: Int) = Unit
    override fun setColorFilter(filter: ColorFilter?) = Unit
    @Deprecated("of the platform")
    override fun getOpacity() = PixelFormat.TRANSLUCENT

    private companion object {
        const val WIDTH = 36f
        const val HEIGHT = 24f
        const val ROUND = 4f
        const val WHITE = 0xFFFFFFFF
        val EDGE = Color.argb(40, 0, 0, 0)
    }
}
