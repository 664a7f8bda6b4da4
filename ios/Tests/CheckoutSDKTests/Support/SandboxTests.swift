import CheckoutSDKCore
import Foundation
import Testing

/// Everything that starts a checkout. One test at a time, because the core counts all checkouts of the process.
@Suite(.serialized) enum SandboxTests {}

/// Whether no checkout is in memory, once those that are ending have ended: the requests of one that was left can take a
/// moment to be given up.
func noneIsLive() async throws -> Bool {
    for _ in 0..<400 where liveSessions() != 0 {
        try await Task.sleep(nanoseconds: 25_000_000)
    }
    return liveSessions() == 0
}
