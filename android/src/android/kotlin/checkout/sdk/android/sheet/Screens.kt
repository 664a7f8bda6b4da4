package checkout.sdk.android.sheet

import android.graphics.drawable.Drawable
import android.view.Gravity
import android.view.View
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.TextView
import checkout.sdk.CardScheme
import checkout.sdk.SheetButton
import checkout.sdk.SheetChooseScreen
import checkout.sdk.SheetContent
import checkout.sdk.SheetDoneScreen
import checkout.sdk.SheetField
import checkout.sdk.SheetFieldId
import checkout.sdk.SheetFormScreen
import checkout.sdk.SheetManageScreen
import checkout.sdk.SheetNotice
import checkout.sdk.SheetOrder
import checkout.sdk.SheetTone

/** What each kind of screen is made of, from top to bottom. */
internal class Screens(private val controls: Controls) {
    private val kit = controls.kit

    fun parts(content: SheetContent): List<Part<*>> = when (content) {
        is SheetContent.Loading -> waiting(content.screen.text)
        is SheetContent.Choose -> choose(content.screen)
        is SheetContent.Manage -> manage(content.screen)
        is SheetContent.Form -> form(content.screen)
        is SheetContent.Challenged -> waiting(content.screen.text)
        is SheetContent.Working -> waiting(content.screen.text)
        is SheetContent.Done -> done(content.screen)
    }

    private fun waiting(text: String) = listOf(
        Part("waiting", 40, { picture(Waiting(kit.dp(48), kit.primary, faint(kit.primary, 40))) }) {},
        Part("text", 20, { spokenWhenItChanges(18f) }) {
            it.say(kit.spoken(text))
        },
        Part("room", 40, { View(kit.context) }) {},
    )

    private fun choose(screen: SheetChooseScreen) = listOf(order(screen.order)) +
        screen.wallets.map { wallet -> button(wallet.wallet, wallet.button, Look.WALLET, 16) } +
        listOfNotNull(screen.savedCardsTitle?.let { heading("saved", it) }) +
        screen.savedCards.map { card -> Part(card.id, 12, { CardRowView(controls) }) { it.show(card) } } +
        listOfNotNull(
            button("another", screen.anotherCard, Look.OUTLINED, 16),
            screen.manage?.let { button("manage", it, Look.PLAIN, 4) },
            button(PAY, screen.pay, Look.FILLED, 16),
        )

    private fun manage(screen: SheetManageScreen) =
        screen.savedCards.map { card -> Part(card.id, 12, { CardRowView(controls) }) { it.show(card) } } +
            listOfNotNull(screen.empty?.let { words -> text("empty", 40, { kit.label(16f, centred = true) }, words) })

    private fun form(screen: SheetFormScreen): List<Part<*>> = listOf(order(screen.order)) +
        screen.sections.flatMapIndexed { at, section ->
            listOfNotNull(section.title?.let { heading("section $at", it) }) + fields(section.fields, screen.scheme)
        } +
        screen.toggles.map { toggle -> Part(toggle.id, 12, { ToggleView(controls) }) { it.show(toggle) } } +
        listOfNotNull(
            screen.terms?.let { text("terms", 12, { kit.label(14f, kit.secondaryText) }, it) },
            button(PAY, screen.pay, Look.FILLED, 24),
        )

    /** Expiry and CVV side by side, where letters are not too large for that. */
    private fun fields(fields: List<SheetField>, scheme: CardScheme?): List<Part<*>> {
        val expiry = fields.find { it.id == SheetFieldId.EXPIRY }
        val cvv = fields.find { it.id == SheetFieldId.CVV }
        return fields.mapNotNull { field ->
            when {
                kit.hasLargeText || expiry == null || cvv == null -> field(field, scheme)
                field === expiry -> Part(field.id, 16, { PairView(controls, expiry, cvv) }) { it.show(expiry, cvv) }
                field === cvv -> null
                else -> field(field, scheme)
            }
        }
    }

    private fun field(field: SheetField, scheme: CardScheme?) = Part(field.id, 16, { FieldView(controls, field) }) {
        it.show(field, scheme.takeIf { field.id == SheetFieldId.CARD_NUMBER })
    }

    private fun done(screen: SheetDoneScreen): List<Part<*>> = listOfNotNull(
        Part("mark" to screen.tone, 24, { picture(toneIcon(screen.tone, 72)) }) {},
        text("title", 20, { spokenWhenItChanges(22f, bold = true) }, screen.title),
        screen.total?.let { text("total", 8, { kit.label(28f, bold = true, centred = true) }, it) },
        text("message", 12, { kit.label(16f, kit.secondaryText, centred = true) }, screen.message),
        screen.code?.takeIf { screen.tone != SheetTone.SUCCESS }?.let { code ->
            text("code", 8, { kit.label(13f, kit.secondaryText, centred = true) }, "#$code")
        },
    ) + screen.buttons.mapIndexed { at, button ->
        button("button" to at, button, if (at == 0) Look.FILLED else Look.OUTLINED, if (at == 0) 32 else 12)
    }

    fun notice(notice: SheetNotice) =
        Part("notice" to notice.tone, 0, { NoticeView(kit, notice.tone, this) }, below = 16) { it.show(notice) }

    fun toneIcon(tone: SheetTone, dp: Int): Icon {
        val sign = when (tone) {
            SheetTone.NEUTRAL -> Sign.INFO
            SheetTone.SUCCESS -> Sign.CHECK
            SheetTone.PROBLEM -> Sign.CROSS
            SheetTone.UNCERTAIN -> Sign.QUESTION
        }
        return Icon(sign, kit.dp(dp), kit.background, toneColor(tone))
    }

    fun toneColor(tone: SheetTone) = when (tone) {
        SheetTone.NEUTRAL -> kit.secondaryText
        SheetTone.SUCCESS -> kit.success
        SheetTone.PROBLEM -> kit.error
        SheetTone.UNCERTAIN -> kit.warning
    }

    private fun order(order: SheetOrder) = Part("order", 0, { OrderView(kit) }) { it.show(order) }

    private fun heading(key: Any, words: String) = text(key, 24, { kit.heading(16f) }, words)

    private fun spokenWhenItChanges(sizeSp: Float, bold: Boolean = false) = kit.label(sizeSp, bold = bold, centred = true).apply {
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    }

    private fun text(key: Any, gap: Int, make: () -> TextView, words: String) = Part(key, gap, make) { it.say(kit.spoken(words)) }

    private fun button(key: Any, button: SheetButton, look: Look, gap: Int) =
        Part(key, gap, { ActionButton(controls, look) }) { it.show(button) }

    private fun picture(drawable: Drawable) = ImageView(kit.context).apply {
        setImageDrawable(drawable)
        scaleType = ImageView.ScaleType.CENTER
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    companion object {
        const val PAY = "pay"
    }
}

/** Two fields beside each other. */
internal class PairView(controls: Controls, first: SheetField, second: SheetField) : LinearLayout(controls.kit.context) {
    private val fields = listOf(FieldView(controls, first), FieldView(controls, second))

    init {
        addView(fields[0], restOfRow())
        addView(fields[1], restOfRow().apply { marginStart = controls.kit.dp(12) })
    }

    fun show(first: SheetField, second: SheetField) {
        fields[0].show(first)
        fields[1].show(second)
    }
}

/** What is paid, and to whom: as a receipt has it. */
internal class OrderView(private val kit: Kit) : LinearLayout(kit.context) {
    private val merchant = kit.label(16f, bold = true)
    private val reference = kit.label(14f, kit.secondaryText)
    private val linesTitle = kit.label(14f, kit.secondaryText, bold = true)
    private val lines = PartColumn(kit.context)
    private val total = AmountView(kit, 16f, 24f)

    init {
        orientation = VERTICAL
        background = kit.box(kit.panel)
        setPadding(kit.dp(16), kit.dp(16), kit.dp(16), kit.dp(16))
        addView(merchant, fullWidth())
        addView(reference, fullWidth().apply { topMargin = kit.dp(2) })
        addView(linesTitle, fullWidth().apply { topMargin = kit.dp(12) })
        addView(lines, fullWidth())
        addView(total, fullWidth().apply { topMargin = kit.dp(12) })
    }

    fun show(order: SheetOrder) {
        merchant.say(order.merchant)
        reference.say(order.reference?.let(kit::spoken))
        linesTitle.say(order.linesTitle?.let(kit::spoken))
        lines.show(order.lines.mapIndexed { at, line ->
            Part(at, 4, { AmountView(kit, 14f, 14f) }) { it.show(line.caption, line.amount) }
        })
        total.visibility = if (order.total == null) View.GONE else View.VISIBLE
        total.show(order.totalLabel, order.total.orEmpty())
    }
}

/** Words, and at the end of the row an amount; below each other where letters are large. One node for a screen reader. */
internal class AmountView(private val kit: Kit, wordsSp: Float, amountSp: Float) : LinearLayout(kit.context) {
    private val isLarge = amountSp > wordsSp
    private val words = kit.label(wordsSp, if (isLarge) kit.text else kit.secondaryText)
    private val amount = kit.label(amountSp, bold = isLarge)

    init {
        gravity = Gravity.CENTER_VERTICAL
        orientation = if (kit.hasLargeText) VERTICAL else HORIZONTAL
        addView(words, if (kit.hasLargeText) fullWidth() else restOfRow())
        addView(amount)
        if (!kit.hasLargeText) (amount.layoutParams as LayoutParams).marginStart = kit.dp(12)
        for (part in listOf(words, amount)) part.importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_YES
    }

    fun show(what: String, howMuch: String) {
        words.say(what)
        amount.say(howMuch)
        contentDescription = kit.spoken("$what: $howMuch")
    }
}

/** What the customer is told beside the content. */
internal class NoticeView(private val kit: Kit, tone: SheetTone, screens: Screens) : LinearLayout(kit.context) {
    private val words = kit.label(15f)

    init {
        gravity = Gravity.CENTER_VERTICAL
        background = kit.box(faint(screens.toneColor(tone), 28))
        setPadding(kit.dp(12), kit.dp(12), kit.dp(12), kit.dp(12))
        val icon = ImageView(kit.context).apply { importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO }
        icon.setImageDrawable(screens.toneIcon(tone, 24))
        addView(icon)
        addView(words, restOfRow().apply { marginStart = kit.dp(12) })
        words.accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
    }

    fun show(notice: SheetNotice) = words.say(kit.spoken(notice.text))
}
