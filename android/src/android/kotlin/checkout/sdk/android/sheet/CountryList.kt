package checkout.sdk.android.sheet

import android.view.Gravity
import android.view.MotionEvent
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.ArrayAdapter
import android.widget.FrameLayout
import android.widget.ImageButton
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.TextView
import checkout.sdk.SheetField
import java.text.Collator
import java.util.Locale

/** The countries of a field over the sheet, in its own window and not in another one. Names and order are the platform's. */
internal class CountryList(
    private val kit: Kit,
    field: SheetField,
    backLabel: String,
    chosen: String,
    onChoice: (String) -> Unit,
    onBack: () -> Unit,
) : FrameLayout(kit.context) {
    init {
        val names = field.countries.associateWith { Locale("", it).getDisplayCountry(kit.language) }
        val countries = names.entries.sortedWith(compareBy(Collator.getInstance(kit.language)) { it.value }).map { it.key }
        val list = ListView(kit.context).apply {
            divider = null
            adapter = object : ArrayAdapter<String>(kit.context, 0, countries) {
                override fun getView(at: Int, old: View?, parent: ViewGroup) = (old as Row? ?: Row()).apply {
                    text = names[countries[at]]
                    isChosen = countries[at] == chosen
                }
            }
            setOnItemClickListener { _, _, at, _ -> onChoice(countries[at]) }
            setSelection((countries.indexOf(chosen) - 2).coerceAtLeast(0))
        }
        val title = kit.label(20f, bold = true).apply { text = kit.spoken(field.label) }
        val close = ImageButton(kit.context).apply {
            setImageDrawable(Icon(Sign.BACK, kit.dp(24), kit.text))
            background = kit.touchable(null, kit.text, kit.dp(24).toFloat())
            contentDescription = kit.spoken(backLabel)
            setOnClickListener { onBack() }
        }
        val head = LinearLayout(kit.context).apply {
            gravity = Gravity.CENTER_VERTICAL
            minimumHeight = kit.dp(64)
            setPaddingRelative(kit.dp(12), kit.dp(8), kit.dp(24), kit.dp(8))
            addView(close, LinearLayout.LayoutParams(kit.dp(48), kit.dp(48)))
            addView(title, restOfRow().apply { marginStart = kit.dp(4) })
        }
        addView(LinearLayout(kit.context).apply {
            orientation = LinearLayout.VERTICAL
            addView(head, fullWidth())
            addView(list, LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, 0, 1f))
        })
    }

    /** Nothing below is touched. */
    override fun onTouchEvent(event: MotionEvent) = true

    private inner class Row : TextView(kit.context) {
        var isChosen = false
            set(value) {
                field = value
                setCompoundDrawablesRelativeWithIntrinsicBounds(
                    null, null, if (value) Icon(Sign.CHECK, kit.dp(24), kit.primary) else null, null,
                )
            }

        init {
            minHeight = kit.dp(52)
            textSize = 16f
            setTextColor(kit.text)
            gravity = Gravity.START or Gravity.CENTER_VERTICAL
            textAlignment = TEXT_ALIGNMENT_VIEW_START
            setPaddingRelative(kit.dp(24), kit.dp(8), kit.dp(24), kit.dp(8))
        }

        override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(info)
            info.className = "android.widget.RadioButton"
            info.isCheckable = true
            info.isChecked = isChosen
        }
    }
}
