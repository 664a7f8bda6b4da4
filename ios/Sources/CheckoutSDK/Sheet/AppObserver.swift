#if canImport(SwiftUI) && canImport(UIKit)
import Foundation

/// Told of the app's coming and going, until it is let go of. SwiftUI's scene phase is not there in UIKit's apps, nor in what
/// UIKit presents.
final class AppObserver {
    private let tokens: [any NSObjectProtocol]

    init(_ actions: [Notification.Name: @MainActor () -> Void]) {
        tokens = actions.map { name, act in
            // By whom it is posted, UIKit, it is on the main thread, and done before the system looks at the screen.
            NotificationCenter.default.addObserver(forName: name, object: nil, queue: nil) { _ in
                MainActor.assumeIsolated { act() }
            }
        }
    }

    deinit {
        for token in tokens { NotificationCenter.default.removeObserver(token) }
    }
}
#endif
