package checkout.sdk.android

import android.app.AlertDialog
import android.content.Context
import android.webkit.JsPromptResult
import android.webkit.JsResult
import android.widget.EditText

/** The questions that come up over the page: its own, and whether to leave it. Each is answered exactly once. */
internal class PageDialogs(private val context: Context, private val style: ChallengeStyle) {
    private val open = mutableSetOf<AlertDialog>()
    private var isAskingToLeave = false

    fun alert(hostName: String, message: String, result: JsResult) =
        show(saying(hostName, message).setPositiveButton(style.texts.ok, null)) { result.confirm() }

    fun confirm(hostName: String, message: String, result: JsResult) {
        var isYes = false
        val question = saying(hostName, message)
            .setPositiveButton(style.texts.ok) { _, _ -> isYes = true }
            .setNegativeButton(style.texts.cancel, null)
        show(question) { if (isYes) result.confirm() else result.cancel() }
    }

    fun prompt(hostName: String, message: String, proposed: String, result: JsPromptResult) {
        var text: String? = null
        val field = EditText(context).apply {
            setText(proposed)
            isSaveEnabled = false
        }
        val question = saying(hostName, message)
            .setView(field)
            .setPositiveButton(style.texts.ok) { _, _ -> text = field.text.toString() }
            .setNegativeButton(style.texts.cancel, null)
        show(question) { text?.let(result::confirm) ?: result.cancel() }
    }

    fun askToLeave(leave: () -> Unit) {
        if (isAskingToLeave) return
        isAskingToLeave = true
        var leaves = false
        val question = AlertDialog.Builder(context)
            .setMessage(style.texts.leaveQuestion)
            .setPositiveButton(style.texts.leave) { _, _ -> leaves = true }
            .setNegativeButton(style.texts.goOn, null)
        show(question) {
            isAskingToLeave = false
            if (leaves) leave()
        }
    }

    /** None of them is answered with yes. */
    fun close() = open.toList().forEach { it.dismiss() }

    private fun saying(hostName: String, message: String) =
        AlertDialog.Builder(context).setTitle(hostName).setMessage(message)

    private fun show(builder: AlertDialog.Builder, closed: () -> Unit) {
        val dialog = builder.create()
        dialog.setCanceledOnTouchOutside(false)
        dialog.setOnDismissListener {
            open.remove(dialog)
            closed()
        }
        dialog.window?.let(style::protect)
        open.add(dialog)
        dialog.show()
    }
}
