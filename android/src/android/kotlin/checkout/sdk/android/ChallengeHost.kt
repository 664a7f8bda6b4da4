package checkout.sdk.android

import android.app.Activity
import android.app.Application
import android.os.Bundle

/**
 * The Activity that a window lies over. When the system takes it away, to make it again for another configuration or for
 * want of memory, the next one of its class in the same task takes its place.
 */
internal class ChallengeHost(
    activity: Activity,
    private val appeared: (Activity) -> Unit,
    private val resumed: () -> Unit,
    /** Whether it was finished, so that no other one comes. */
    private val gone: (Boolean) -> Unit,
) : Application.ActivityLifecycleCallbacks {
    private val application = activity.application
    private val kind = activity.javaClass
    private val task = activity.taskId

    var activity: Activity? = activity
        private set

    fun watch() = application.registerActivityLifecycleCallbacks(this)

    fun forget() {
        application.unregisterActivityLifecycleCallbacks(this)
        activity = null
    }

    override fun onActivityResumed(activity: Activity) {
        if (this.activity == null && activity.javaClass == kind && activity.taskId == task) {
            this.activity = activity
            appeared(activity)
        }
        if (this.activity === activity) resumed()
    }

    override fun onActivityDestroyed(activity: Activity) {
        if (this.activity !== activity) return
        this.activity = null
        gone(activity.isFinishing)
    }

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) = Unit
    override fun onActivityStarted(activity: Activity) = Unit
    override fun onActivityPaused(activity: Activity) = Unit
    override fun onActivityStopped(activity: Activity) = Unit
    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) = Unit
}
