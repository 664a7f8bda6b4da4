package checkout.sdk

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive

/** A sheet's screens and actions under the names that are the same in every language. */
object SheetObservations {
    /** The kind of a screen; `Closed` once the sheet is over. */
    @JvmStatic
    fun kind(screen: SheetScreen): String = when {
        screen.frame.isClosed -> "Closed"
        screen.content is SheetContent.Challenged -> "Challenge"
        else -> screen.content.javaClass.simpleName
    }

    /** Whether a screen is the wanted one: its kind, and what must be on it. */
    @JvmStatic
    fun isThere(screen: SheetScreen, wanted: String): Boolean {
        val parts = wanted.split('.')
        return parts.first() == kind(screen) && parts.drop(1).all { has(screen, it) }
    }

    private fun has(screen: SheetScreen, part: String): Boolean = when (part) {
        "notice" -> screen.frame.notice != null
        "question" -> screen.frame.question != null
        "ready" -> mainButton(screen.content)?.enabled == true
        else -> part == "cards${rows(screen.content).size}"
    }

    private fun mainButton(content: SheetContent): SheetButton? = when (content) {
        is SheetContent.Choose -> content.screen.pay
        is SheetContent.Form -> content.screen.pay
        is SheetContent.Done -> content.screen.buttons.firstOrNull()
        else -> null
    }

    private fun rows(content: SheetContent): List<SheetCardRow> = when (content) {
        is SheetContent.Choose -> content.screen.savedCards
        is SheetContent.Manage -> content.screen.savedCards
        else -> emptyList()
    }

    /** The action of a name. */
    @JvmStatic
    fun action(name: String): SheetAction {
        val parts = name.split(':')
        return when (parts[0]) {
            "Leave" -> SheetAction.Leave(field(parts[1]))
            "Tick" -> SheetAction.Tick(named(parts[1]), parts[2].toBoolean())
            "SelectCard" -> SheetAction.SelectCard(parts[1])
            "UseAnotherCard" -> SheetActions.useAnotherCard()
            "ManageCards" -> SheetActions.manageCards()
            "DeleteCard" -> SheetAction.DeleteCard(parts[1])
            "Confirm" -> SheetActions.confirm()
            "Dismiss" -> SheetActions.dismiss()
            "Pay" -> SheetActions.pay()
            "PayWith" -> SheetAction.PayWith(named(parts[1]))
            "WalletEnded" -> SheetAction.WalletEnded(named(parts[1]))
            "TryAgain" -> SheetActions.tryAgain()
            "CheckAgain" -> SheetActions.checkAgain()
            "Back" -> SheetActions.back()
            "Close" -> SheetActions.close()
            else -> error("there is no action $name")
        }
    }

    private fun name(action: SheetAction): String = when (action) {
        is SheetAction.Leave -> "Leave:${name(action.field)}"
        is SheetAction.Tick -> "Tick:${name(action.toggle)}:${action.on}"
        is SheetAction.SelectCard -> "SelectCard:${action.id}"
        is SheetAction.DeleteCard -> "DeleteCard:${action.id}"
        is SheetAction.PayWith -> "PayWith:${name(action.wallet)}"
        is SheetAction.WalletEnded -> "WalletEnded:${name(action.end)}"
        else -> action.javaClass.simpleName
    }

    /** What the button of this action does; `null` if no button of the screen has it. */
    @JvmStatic
    fun button(screen: SheetScreen, wanted: String): SheetAction? = actions(screen).find { name(it) == wanted }

    private fun actions(screen: SheetScreen): List<SheetAction> {
        val frame = screen.frame
        val around = listOfNotNull(frame.close, frame.back, frame.question?.confirm, frame.question?.dismiss)
        val inside = when (val content = screen.content) {
            is SheetContent.Choose -> with(content.screen) {
                wallets.map { it.button } + listOfNotNull(manage, anotherCard, pay)
            }
            is SheetContent.Manage -> content.screen.savedCards.mapNotNull { it.delete }
            is SheetContent.Form -> listOf(content.screen.pay)
            is SheetContent.Done -> content.screen.buttons
            else -> emptyList()
        }
        return (around + inside).map { it.action } + rows(screen.content).mapNotNull { it.select }
    }

    @JvmStatic
    fun field(name: String): SheetFieldId = named(name)

    @JvmStatic
    fun wallets(names: List<String>): List<Wallet> = names.map { named(it) }

    /** What an action did, with what stands in the field that it was about. */
    @JvmStatic
    fun answer(answer: SheetAnswer, text: (SheetFieldId) -> String) = JsonObject().apply {
        addProperty("accepted", answer.accepted)
        addProperty("text", answer.field?.let { text(it.id) })
        addProperty("caret", answer.field?.caret)
        addProperty("error", answer.field?.error)
        addProperty("advance", answer.advance?.let(::name))
    }

    /** The outcome of an action. */
    @JvmStatic
    fun taken(answer: SheetAnswer): JsonObject =
        if (answer.accepted) Observations.success() else Observations.error("Refused")

    /** A whole screen; [text] gives what stands in a field. */
    @JvmStatic
    fun screen(screen: SheetScreen, text: (SheetFieldId) -> String): JsonObject =
        content(screen.content, text).apply {
            addProperty("kind", kind(screen))
            add("frame", frame(screen.frame))
        }

    private fun content(content: SheetContent, text: (SheetFieldId) -> String): JsonObject = when (content) {
        is SheetContent.Loading -> JsonObject().apply { addProperty("text", content.screen.text) }
        is SheetContent.Choose -> choose(content.screen, text)
        is SheetContent.Manage -> JsonObject().apply {
            add("saved_cards", content.screen.savedCards.toJson { row(it, text) })
            addProperty("empty", content.screen.empty)
        }
        is SheetContent.Form -> form(content.screen, text)
        is SheetContent.Challenged -> JsonObject().apply {
            addProperty("text", content.screen.text)
            addProperty("has_page", content.screen.challenge.stepUpUrl != null)
        }
        is SheetContent.Working -> JsonObject().apply { addProperty("text", content.screen.text) }
        is SheetContent.Done -> done(content.screen)
    }

    private fun frame(frame: SheetFrame) = JsonObject().apply {
        addProperty("title", frame.title)
        addProperty("language", frame.language)
        addProperty("test_mark", frame.testMark)
        add("close", frame.close.orNull(::button))
        add("back", frame.back.orNull(::button))
        add("notice", frame.notice.orNull(::notice))
        add("question", frame.question.orNull(::question))
        addProperty("focus", frame.focus?.let { name(it.field) })
        addProperty("wallet", frame.wallet?.let { name(it.wallet) })
        addProperty("holds", frame.holds)
    }

    private fun notice(notice: SheetNotice) = JsonObject().apply {
        addProperty("tone", name(notice.tone))
        addProperty("text", notice.text)
    }

    private fun question(question: SheetQuestion) = JsonObject().apply {
        addProperty("title", question.title)
        addProperty("message", question.message)
        add("confirm", button(question.confirm))
        add("dismiss", button(question.dismiss))
    }

    private fun choose(screen: SheetChooseScreen, text: (SheetFieldId) -> String) = JsonObject().apply {
        add("order", order(screen.order))
        add("wallets", screen.wallets.toJson(::wallet))
        addProperty("saved_cards_title", screen.savedCardsTitle)
        add("saved_cards", screen.savedCards.toJson { row(it, text) })
        add("another_card", button(screen.anotherCard))
        add("manage", screen.manage.orNull(::button))
        add("pay", button(screen.pay))
    }

    private fun form(screen: SheetFormScreen, text: (SheetFieldId) -> String) = JsonObject().apply {
        add("order", order(screen.order))
        add("sections", screen.sections.toJson { section(it, text) })
        addProperty("scheme", screen.scheme?.let(Observations::wireName))
        addProperty("terms", screen.terms)
        add("toggles", screen.toggles.toJson(::toggle))
        add("pay", button(screen.pay))
    }

    private fun done(screen: SheetDoneScreen) = JsonObject().apply {
        addProperty("tone", name(screen.tone))
        addProperty("title", screen.title)
        addProperty("message", screen.message)
        addProperty("total", screen.total)
        addProperty("code", screen.code)
        add("buttons", screen.buttons.toJson(::button))
    }

    private fun order(order: SheetOrder) = JsonObject().apply {
        addProperty("merchant", order.merchant)
        addProperty("reference", order.reference)
        addProperty("total", order.total)
        addProperty("total_label", order.totalLabel)
        addProperty("lines_title", order.linesTitle)
        add("lines", order.lines.toJson(::line))
    }

    private fun line(line: SheetOrderLine) = JsonObject().apply {
        addProperty("caption", line.caption)
        addProperty("amount", line.amount)
    }

    private fun wallet(wallet: SheetWalletButton) = JsonObject().apply {
        addProperty("wallet", name(wallet.wallet))
        add("button", button(wallet.button))
    }

    private fun row(row: SheetCardRow, text: (SheetFieldId) -> String) = JsonObject().apply {
        addProperty("id", row.id)
        addProperty("scheme", row.scheme?.let(Observations::wireName))
        addProperty("scheme_name", row.schemeName)
        addProperty("last_four", row.lastFour)
        addProperty("number", row.number)
        addProperty("expiry", row.expiry)
        addProperty("mark", row.mark)
        addProperty("selected", row.selected)
        addProperty("enabled", row.enabled)
        addProperty("select", row.select?.let(::name))
        add("cvv", row.cvv.orNull { field(it, text) })
        add("delete", row.delete.orNull(::button))
        addProperty("accessibility_label", row.accessibilityLabel)
    }

    private fun section(section: SheetSection, text: (SheetFieldId) -> String) = JsonObject().apply {
        addProperty("title", section.title)
        add("fields", section.fields.toJson { field(it, text) })
    }

    private fun field(field: SheetField, text: (SheetFieldId) -> String) = JsonObject().apply {
        addProperty("id", name(field.id))
        addProperty("label", field.label)
        addProperty("hint", field.hint)
        addProperty("text", text(field.id))
        addProperty("caret", field.caret)
        addProperty("error", field.error)
        addProperty("keyboard", name(field.keyboard))
        addProperty("autofill", name(field.autofill))
        addProperty("secure", field.secure)
        addProperty("enabled", field.enabled)
        addProperty("optional", field.optional)
        addProperty("next", field.next?.let(::name))
        addProperty("left_to_right", field.leftToRight)
        addProperty("accessibility_label", field.accessibilityLabel)
        addProperty("countries", field.countries.size)
    }

    private fun toggle(toggle: SheetToggle) = JsonObject().apply {
        addProperty("id", name(toggle.id))
        addProperty("label", toggle.label)
        addProperty("on", toggle.on)
        addProperty("enabled", toggle.enabled)
        addProperty("error", toggle.error)
    }

    private fun button(button: SheetButton) = JsonObject().apply {
        addProperty("label", button.label)
        addProperty("enabled", button.enabled)
        addProperty("role", name(button.role))
        addProperty("action", name(button.action))
        addProperty("accessibility_label", button.accessibilityLabel)
    }

    /** The text of a result, or of nothing. */
    @JvmStatic
    fun text(text: ResultText): JsonElement = JsonObject().apply {
        addProperty("title", text.title)
        addProperty("message", text.message)
    }

    /** A text, or none. */
    @JvmStatic
    fun text(text: String?): JsonElement = text?.let(::JsonPrimitive) ?: JsonNull.INSTANCE

    /** An error as a check gives it. */
    @JvmStatic
    fun fieldError(field: String, problem: String) = FieldError(named(field), named(problem), "")

    private fun name(value: Enum<*>) = Observations.name(value)

    private inline fun <reified E : Enum<E>> named(wanted: String): E = enumValues<E>().first { name(it) == wanted }

    private fun <T> List<T>.toJson(each: (T) -> JsonObject) = JsonArray().also { array -> forEach { array.add(each(it)) } }

    private fun <T : Any> T?.orNull(json: (T) -> JsonObject): JsonElement = this?.let(json) ?: JsonNull.INSTANCE
}
