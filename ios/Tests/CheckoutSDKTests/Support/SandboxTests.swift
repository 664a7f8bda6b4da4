import CheckoutSDKCore
import Foundation
import Testing

/// Everything that starts a checkout. One test at a time, because the core counts all checkouts of the process.
@Suite(.serialized) enum SandboxTests {}

/// How many checkouts are in memory once those that are ending have ended. The requests of one that was left can take a
/// moment to be given up.
func live(downTo expected: Int64) async throws -> Int64 {
    for _ in 0..<200 where liveSessions() > expected {
        try await Task.sleep(nanoseconds: 25_000_000)
    }
    return liveSessions()
}
