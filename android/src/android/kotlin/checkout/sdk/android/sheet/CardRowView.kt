package checkout.sdk.android.sheet

import android.graphics.Canvas
import android.graphics.Color
import android.view.Gravity
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.ImageView
import android.widget.LinearLayout
import checkout.sdk.SheetCardRow

/** A saved card: to be chosen, with its CVV below it while it is; or to be deleted. */
internal class CardRowView(private val controls: Controls) : LinearLayout(controls.kit.context) {
    private val kit = controls.kit
    private var card: SheetCardRow? = null
    private var cvv: FieldView? = null
    private val badge = ImageView(kit.context).apply { importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO }
    private val number = kit.label(16f, bold = true).apply { textDirection = TEXT_DIRECTION_LTR }
    private val expiry = kit.label(14f, kit.secondaryText).apply { textDirection = TEXT_DIRECTION_LTR }
    private val mark = kit.label(14f, kit.error)
    private val radio = ImageView(kit.context)
    private val delete = SignButton(controls, Sign.DELETE, kit.error)
    private val row = Row()

    init {
        orientation = VERTICAL
        clipToOutline = true
        addView(row, fullWidth())
    }

    fun show(card: SheetCardRow) {
        if (this.card?.scheme != card.scheme || this.card == null) badge.setImageDrawable(SchemeBadge(card.scheme, kit.dp(36)))
        val isSelected = this.card?.selected
        this.card = card
        number.say(card.number)
        expiry.say(card.expiry)
        mark.say(card.mark?.let(kit::spoken))
        radio.visibility = if (card.select == null || !card.enabled) View.GONE else View.VISIBLE
        delete.show(card.delete)
        row.isEnabled = card.enabled
        row.isClickable = card.select != null && card.enabled
        row.isFocusable = row.isClickable
        val canBePaidWith = card.enabled || card.select == null
        badge.alpha = if (canBePaidWith) 1f else FADED
        number.setTextColor(if (canBePaidWith) kit.text else kit.secondaryText)
        if (isSelected != card.selected) showSelection(card.selected)
        showCvv(card)
    }

    private fun showSelection(selected: Boolean) {
        background = kit.box(
            if (selected) faint(kit.primary, 16) else kit.surface,
            if (selected) kit.primary else kit.outline,
            if (selected) 2 else 1,
        )
        radio.setImageDrawable(Radio(kit, selected))
    }

    private fun showCvv(card: SheetCardRow) {
        val field = card.cvv
        if (field == null) {
            cvv?.let(::removeView)
            cvv = null
            return
        }
        val view = cvv ?: FieldView(controls, field).also {
            cvv = it
            addView(it, fullWidth().apply { setMargins(kit.dp(16), 0, kit.dp(16), kit.dp(16)) })
        }
        view.show(field)
    }

    fun field() = cvv

    /** One node for a screen reader, with the role and state that the row has. */
    private inner class Row : LinearLayout(kit.context) {
        init {
            gravity = Gravity.CENTER_VERTICAL
            minimumHeight = kit.dp(64)
            setPaddingRelative(kit.dp(16), kit.dp(8), kit.dp(8), kit.dp(8))
            background = kit.touchable(null, kit.primary)
            val words = LinearLayout(kit.context).apply {
                orientation = VERTICAL
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                listOf(number, expiry, mark).forEach { addView(it, fullWidth()) }
            }
            addView(badge)
            addView(words, restOfRow().apply { marginStart = kit.dp(16) })
            addView(radio, LayoutParams(kit.dp(48), kit.dp(48)))
            addView(delete, LayoutParams(kit.dp(48), kit.dp(48)))
            radio.scaleType = ImageView.ScaleType.CENTER
            radio.importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
            importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_YES
            setOnClickListener { card?.select?.let(controls::act) }
        }

        override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(info)
            val card = card ?: return
            info.contentDescription = kit.spoken(card.accessibilityLabel)
            if (card.select == null) return
            info.className = "android.widget.RadioButton"
            info.isCheckable = true
            info.isChecked = card.selected
        }
    }

    private companion object {
        const val FADED = 0.5f
    }
}

/** A radio button's ring, and what is in it. */
private class Radio(private val kit: Kit, private val on: Boolean) : Drawn() {
    private val ring = strokeOf(if (on) kit.primary else kit.outline, 2f)
    private val dot = strokeOf(if (on) kit.primary else Color.TRANSPARENT, 10f)

    override fun getIntrinsicWidth() = kit.dp(24)
    override fun getIntrinsicHeight() = kit.dp(24)

    override fun draw(canvas: Canvas) = canvas.within(bounds) {
        canvas.drawCircle(HALF, HALF, 9f, ring)
        canvas.drawPoint(HALF, HALF, dot)
    }
}
