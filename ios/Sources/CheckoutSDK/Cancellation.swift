/// Waits for `operation`, but no longer than the current task wants to.
///
/// The core cannot be told to stop such a call, so it goes on by itself when the task is cancelled; it ends when its
/// request does, and what it comes to is not heard any more.
func untilCancelled<T: Sendable>(_ operation: @escaping @Sendable () async throws -> T) async throws -> T {
    let (outcomes, outcome) = AsyncStream.makeStream(of: Result<T, any Error>.self)
    Task {
        do { outcome.yield(.success(try await operation())) } catch { outcome.yield(.failure(error)) }
        outcome.finish()
    }
    // Iterating over a stream ends when the task that iterates is cancelled.
    for await outcome in outcomes { return try outcome.get() }
    throw CancellationError()
}
