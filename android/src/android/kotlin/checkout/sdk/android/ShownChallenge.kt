package checkout.sdk.android

import android.app.Activity
import android.content.MutableContextWrapper
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import checkout.sdk.Challenge
import checkout.sdk.ChallengeOutcome
import checkout.sdk.ChallengePageException
import checkout.sdk.challengePage
import java.time.Duration

/** A challenge from its form to its one outcome, over whatever Activity is there. Only on the main thread. */
internal class ShownChallenge(
    activity: Activity,
    private val challenge: Challenge,
    private val style: ChallengeStyle,
    timeLimit: Duration,
    private val onOutcome: (ChallengeOutcome) -> Unit,
) {
    private val mainThread = Handler(Looper.getMainLooper())
    private val deadline = SystemClock.elapsedRealtime() + timeLimit.toMillis()
    private val host = ChallengeHost(activity, appeared = ::appear, resumed = ::checkDeadline, gone = ::disappear)
    private val context = MutableContextWrapper(style.themed(activity))
    private val cookies = ChallengeCookies()
    private var pages: PageStack? = null
    private var screen: ChallengeScreen? = null
    private var isOver = false

    fun open() {
        val page = try {
            challengePage(challenge)
        } catch (_: ChallengePageException) {
            return cannot("the challenge has no page that can be opened")
        }
        val activity = host.activity
        if (activity == null || activity.isFinishing || activity.isDestroyed) return cannot("the Activity has ended")
        try {
            pages = PageStack(context, challenge, cookies, object : PageStack.Listener {
                override fun changed() = show()
                override fun say(message: (ChallengeStyle) -> String) = screen?.say(message(style)) ?: Unit
                override fun dialogs() = screen?.dialogs
                override fun ended(outcome: ChallengeOutcome) = end(outcome)
            })
            appear(activity)
        } catch (_: RuntimeException) { // no web view is installed, or it is being updated; the window has no place
            return cannot("the web view cannot be shown")
        } catch (_: LinkageError) { // the installed web view is broken
            return cannot("the web view cannot be loaded")
        }
        host.watch()
        checkDeadline()
        pages?.post(page.url, page.formBody.toByteArray())
    }

    /** Takes the challenge off the screen without an outcome; from any thread, and more than once. */
    fun close() {
        if (Looper.myLooper() == Looper.getMainLooper()) finish() else mainThread.post { finish() }
    }

    private fun cannot(why: String) = end(ChallengeOutcome.NotShown(0, why))

    private fun end(outcome: ChallengeOutcome) {
        if (finish()) onOutcome(outcome)
    }

    /** `false` if it was over already. */
    private fun finish(): Boolean {
        if (isOver) return false
        isOver = true
        mainThread.removeCallbacksAndMessages(null)
        host.forget()
        screen?.close()
        pages?.destroy()
        cookies.dropOwn()
        return true
    }

    /** The same pages in a new window: nothing is loaded again. */
    private fun appear(activity: Activity) {
        context.baseContext = style.themed(activity)
        val pages = pages ?: return
        screen = ChallengeScreen(context.baseContext, style, pages.container, onBack = ::back, onClose = ::askToLeave)
        pages.themeChanged()
        screen?.show()
        show()
    }

    private fun disappear(isForGood: Boolean) {
        screen?.close()
        screen = null
        context.baseContext = context.applicationContext
        if (isForGood) end(ChallengeOutcome.Cancelled)
    }

    private fun show() {
        val page = pages?.top ?: return
        screen?.show(page.hostName, page.progress)
    }

    private fun back() {
        if (pages?.goBack() == false) askToLeave()
    }

    private fun askToLeave() {
        screen?.dialogs?.askToLeave { end(ChallengeOutcome.Cancelled) }
    }

    /** By the clock that goes on while the device sleeps, which a delayed message does not. */
    private fun checkDeadline() {
        if (isOver) return
        mainThread.removeCallbacksAndMessages(null)
        val left = deadline - SystemClock.elapsedRealtime()
        if (left <= 0) end(ChallengeOutcome.TimedOut) else mainThread.postDelayed(::checkDeadline, left)
    }
}
