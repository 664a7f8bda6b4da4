package checkout.sdk.android.ui

import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.TextView
import org.junit.Assert.assertTrue

/** What a screen reader, and a finger that is not exact, need of each view. */
object Accessibility {
    /** How many views were asked. */
    var nodes = 0
        private set

    fun check(screen: String, root: View) = reachable(root).forEach { view ->
        nodes++
        val node = view.createAccessibilityNodeInfo()
        val words = listOfNotNull(node.contentDescription, node.text, node.hintText).joinToString()
        val what = "$screen: ${view.javaClass.simpleName} \"$words\""
        if (node.isClickable || node.isCheckable) {
            assertTrue("$what has no name", words.isNotBlank())
            assertTrue("$what has no role", node.className in ROLES)
            val least = LEAST_DP * view.resources.displayMetrics.density - 1
            assertTrue("$what is ${view.width} x ${view.height}", view.height >= least && view.width >= least)
        }
        if (view is EditText) assertTrue("$what has no name", node.hintText?.isNotBlank() == true)
        if (node.error != null) assertTrue("$what hides its error", node.isContentInvalid)
        if (view is TextView && view.layout != null && view !is EditText) {
            assertTrue("$what is cut", view.layout.height <= view.height - view.compoundPaddingTop - view.compoundPaddingBottom + 1)
            assertTrue("$what is cut", (0 until view.layout.lineCount).all { view.layout.getEllipsisCount(it) == 0 })
        }
    }

    /** Without what is hidden from screen readers, and what is scrolled out. */
    private fun reachable(view: View): List<View> {
        val hidden = view.importantForAccessibility == View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
        if (hidden || view.visibility != View.VISIBLE) return emptyList()
        val below = if (view is ViewGroup) (0 until view.childCount).flatMap { reachable(view.getChildAt(it)) } else emptyList()
        return if (view.importantForAccessibility == View.IMPORTANT_FOR_ACCESSIBILITY_NO) below else listOf(view) + below
    }

    private const val LEAST_DP = 48
    private val ROLES = setOf(
        "android.widget.Button", "android.widget.ImageButton", "android.widget.EditText", "android.widget.CheckBox",
        "android.widget.RadioButton", "android.widget.Spinner", "android.widget.ListView",
    )
}
