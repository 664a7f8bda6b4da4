package checkout.sdk.android.sheet

import android.content.res.ColorStateList
import android.graphics.Color
import android.graphics.Typeface
import android.view.Gravity
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.CheckBox
import android.widget.ImageButton
import android.widget.LinearLayout
import checkout.sdk.SheetAction
import checkout.sdk.SheetButton
import checkout.sdk.SheetButtonRole
import checkout.sdk.SheetToggle

/** How a button looks. */
internal enum class Look { FILLED, OUTLINED, PLAIN, WALLET }

/** A button of the sheet. It grows with its label. */
internal class ActionButton(private val controls: Controls, private val look: Look) : Button(controls.kit.context) {
    private val kit = controls.kit
    private var action: SheetAction? = null
    private var painted: SheetButtonRole? = null

    init {
        isAllCaps = false
        stateListAnimator = null
        minHeight = kit.dp(if (look == Look.PLAIN) 48 else 52)
        minimumHeight = minHeight
        setPaddingRelative(kit.dp(16), kit.dp(12), kit.dp(16), kit.dp(12))
        textSize = TEXT_SP
        setTypeface(kit.label(TEXT_SP).typeface, Typeface.BOLD)
        textLocale = kit.language
        gravity = Gravity.CENTER
        setOnClickListener { action?.let(controls::act) }
    }

    fun show(button: SheetButton) {
        action = button.action
        if (text.toString() != button.label) text = kit.spoken(button.label)
        contentDescription = button.accessibilityLabel.takeIf { it != button.label }?.let(kit::spoken)
        isEnabled = button.enabled
        alpha = if (button.enabled) 1f else DISABLED
        if (painted != button.role) paint(button.role)
    }

    private fun paint(role: SheetButtonRole) {
        painted = role
        val color = if (role == SheetButtonRole.DESTRUCTIVE) kit.error else kit.primary
        val (fill, stroke, letters) = when (look) {
            Look.FILLED -> Triple(color, null, if (role == SheetButtonRole.DESTRUCTIVE) kit.background else kit.onPrimary)
            Look.OUTLINED -> Triple(Color.TRANSPARENT, kit.outline, if (role == SheetButtonRole.DESTRUCTIVE) kit.error else kit.text)
            Look.PLAIN -> Triple(Color.TRANSPARENT, null, color)
            Look.WALLET -> if (kit.isLight) Triple(Color.BLACK, null, Color.WHITE) else Triple(Color.WHITE, null, Color.BLACK)
        }
        setTextColor(letters)
        val box = if (stroke == null) kit.box(fill) else kit.box(fill, stroke, 1)
        background = kit.touchable(box, letters)
    }

    private companion object {
        const val TEXT_SP = 16f
        const val DISABLED = 0.45f
    }
}

/** A button that is only a sign. */
internal class SignButton(private val controls: Controls, sign: Sign, color: Int) : ImageButton(controls.kit.context) {
    private var action: SheetAction? = null

    init {
        val kit = controls.kit
        setImageDrawable(Icon(sign, kit.dp(24), color))
        scaleType = ScaleType.CENTER
        minimumWidth = kit.dp(48)
        minimumHeight = kit.dp(48)
        background = kit.touchable(null, color, kit.dp(24).toFloat())
        setOnClickListener { action?.let(controls::act) }
    }

    fun show(button: SheetButton?) {
        visibility = if (button == null) View.GONE else View.VISIBLE
        action = button?.action
        isEnabled = button?.enabled == true
        contentDescription = button?.accessibilityLabel?.let(controls.kit::spoken)
    }
}

/** Something to tick, and below it what is wrong with it. */
internal class ToggleView(private val controls: Controls) : LinearLayout(controls.kit.context) {
    private val kit = controls.kit
    private var toggle: SheetToggle? = null
    private val error = kit.label(ERROR_SP, kit.error).apply { accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE }
    private val box = object : CheckBox(kit.context) {
        override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(info)
            info.error = toggle?.error
            info.isContentInvalid = toggle?.error != null
        }
    }

    init {
        orientation = VERTICAL
        box.minimumHeight = kit.dp(48)
        box.textSize = TEXT_SP
        box.setTextColor(kit.text)
        box.typeface = error.typeface
        box.textLocale = kit.language
        box.isSaveEnabled = false
        box.setPaddingRelative(kit.dp(8), kit.dp(8), 0, kit.dp(8))
        box.textAlignment = TEXT_ALIGNMENT_VIEW_START
        box.setOnClickListener { toggle?.let { controls.act(SheetAction.Tick(it.id, box.isChecked)) } }
        addView(box, fullWidth())
        addView(error, fullWidth())
    }

    fun show(toggle: SheetToggle) {
        this.toggle = toggle
        if (box.text.toString() != toggle.label) box.text = kit.spoken(toggle.label)
        box.isChecked = toggle.on
        box.isEnabled = toggle.enabled
        box.buttonTintList = ColorStateList(
            arrayOf(intArrayOf(android.R.attr.state_checked), intArrayOf()),
            intArrayOf(kit.primary, if (toggle.error != null) kit.error else kit.secondaryText),
        )
        error.say(toggle.error?.let(kit::spoken))
    }

    private companion object {
        const val TEXT_SP = 15f
        const val ERROR_SP = 13f
    }
}
