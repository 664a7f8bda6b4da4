package checkout.sdk.android.sheet

import android.content.Context
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout

/** A piece of a screen: a view that is made once, and bound to each newer screen that has the same [key]. */
internal class Part<V : View>(
    val key: Any,
    val gapDp: Int,
    val make: () -> V,
    val below: Int = 0,
    private val bind: (V) -> Unit,
) {
    /** Only a view that [make] made comes here. */
    @Suppress("UNCHECKED_CAST")
    fun show(view: View) = bind(view as V)
}

/** Parts below each other. A view stays what it is while its part stays, with its focus and its keyboard. */
internal class PartColumn(context: Context) : LinearLayout(context) {
    private val views = HashMap<Any, View>()

    init {
        orientation = VERTICAL
    }

    private fun Int.toPixels() = Math.round(this * resources.displayMetrics.density)

    fun show(parts: List<Part<*>>) {
        val wanted = parts.mapTo(HashSet()) { it.key }
        views.entries.removeAll { (key, view) -> (key !in wanted).also { if (it) removeView(view) } }
        parts.forEachIndexed { place, part ->
            val view = views.getOrPut(part.key, part.make)
            if (getChildAt(place) !== view) {
                removeView(view)
                addView(view, place, fullWidth())
            }
            (view.layoutParams as LayoutParams).setMargins(0, part.gapDp.toPixels(), 0, part.below.toPixels())
            part.show(view)
        }
    }
}

internal fun fullWidth() = LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.WRAP_CONTENT)

/** The rest of a row. */
internal fun restOfRow() = LinearLayout.LayoutParams(0, ViewGroup.LayoutParams.WRAP_CONTENT, 1f)
