package checkout.sdk

import kotlinx.coroutines.ExperimentalForInheritanceCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.StateFlow

/**
 * The core's state as a [StateFlow]: conflated and without repetitions, because the core's is.
 *
 * A `MutableStateFlow` would need a coroutine that copies into it, which would hold every session until its end, and
 * with it a checkout that everybody has forgotten.
 */
@OptIn(ExperimentalForInheritanceCoroutinesApi::class)
internal class CheckoutStateFlow(private val native: NativeSession) : StateFlow<CheckoutState> {
    override val value: CheckoutState get() = native.state().state

    override val replayCache: List<CheckoutState> get() = listOf(value)

    override suspend fun collect(collector: FlowCollector<CheckoutState>): Nothing {
        var snapshot = native.state()
        collector.emit(snapshot.state)
        while (snapshot.state !is CheckoutState.Finished) {
            snapshot = native.nextState(snapshot.revision)
            collector.emit(snapshot.state)
        }
        awaitCancellation() // a StateFlow never completes
    }
}
