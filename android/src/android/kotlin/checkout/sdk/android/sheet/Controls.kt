package checkout.sdk.android.sheet

import checkout.sdk.SheetAction
import checkout.sdk.SheetAnswer
import checkout.sdk.SheetField
import checkout.sdk.SheetFieldId

/** What the parts of a screen can do. */
internal interface Controls {
    val kit: Kit

    fun act(action: SheetAction)

    fun text(field: SheetFieldId): String

    /** Tells what was typed, before anything else can happen. */
    fun type(field: SheetFieldId, text: String, caret: Int): SheetAnswer

    fun focus(field: SheetFieldId)

    /** The key of the last field: as the main button. */
    fun submit()

    fun chooseCountry(field: SheetField)
}
