import Foundation

public enum UIModalPresentationStyle: Int, Sendable {
    case fullScreen, pageSheet, formSheet
}

/// Presents and is taken away again as on a device, at once and without a picture.
@MainActor open class UIViewController: UIResponder {
    public init(nibName: String?, bundle: Bundle?) {}
    public required init?(coder: NSCoder) {}

    public var view: UIView! = UIView(frame: .zero)
    public var viewIfLoaded: UIView? { view }
    public var modalPresentationStyle = UIModalPresentationStyle.pageSheet
    public var isModalInPresentation = false
    public private(set) var isBeingDismissed = false
    public var isMovingFromParent: Bool { false }
    public private(set) var presentedViewController: UIViewController?
    public private(set) weak var presentingViewController: UIViewController?
    public private(set) var children: [UIViewController] = []
    public private(set) var presentationController: UIPresentationController?
    private var isViewLoaded = false

    open func loadViewIfNeeded() {
        guard !isViewLoaded else { return }
        isViewLoaded = true
        viewDidLoad()
    }
    open func viewDidLoad() {}
    open func viewDidAppear(_ animated: Bool) {}
    open func viewDidDisappear(_ animated: Bool) {}
    open func addChild(_ child: UIViewController) { children.append(child) }
    open func didMove(toParent parent: UIViewController?) {}

    open func present(_ controller: UIViewController, animated: Bool, completion: (@MainActor () -> Void)? = nil) {
        guard presentedViewController == nil else { return }  // a device says so in its log
        presentedViewController = controller
        controller.presentingViewController = self
        controller.presentationController = UIPresentationController()
        controller.view.window = view.window
        controller.loadViewIfNeeded()
        controller.viewDidAppear(animated)
        completion?()
    }

    open func dismiss(animated: Bool, completion: (@MainActor () -> Void)? = nil) {
        guard let above = presentedViewController else {
            presentingViewController?.dismiss(animated: animated, completion: completion)
            return
        }
        above.isBeingDismissed = true
        presentedViewController = nil
        above.presentingViewController = nil
        above.view.window = nil
        above.viewDidDisappear(animated)
        above.isBeingDismissed = false
        completion?()
    }
}

@MainActor open class UIPresentationController: NSObject {
    public weak var delegate: (any UIAdaptivePresentationControllerDelegate)?
}

@MainActor public protocol UIAdaptivePresentationControllerDelegate: AnyObject {
    func presentationControllerDidAttemptToDismiss(_ presentationController: UIPresentationController)
}

@MainActor open class UIAlertAction: NSObject {
    public enum Style: Int, Sendable { case `default`, cancel, destructive }

    public convenience init(title: String?, style: Style, handler: (@MainActor (UIAlertAction) -> Void)? = nil) { self.init() }
}

@MainActor open class UIAlertController: UIViewController {
    public enum Style: Int, Sendable { case actionSheet, alert }

    public convenience init(title: String?, message: String?, preferredStyle: Style) { self.init(nibName: nil, bundle: nil) }
    public var textFields: [UITextField]? { nil }

    open func addAction(_ action: UIAlertAction) {}
    open func addTextField(configurationHandler: (@MainActor (UITextField) -> Void)? = nil) {}
}

@MainActor open class UIApplication: UIResponder {
    public struct OpenExternalURLOptionsKey: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public nonisolated static let didBecomeActiveNotification = Notification.Name("UIApplicationDidBecomeActiveNotification")
    public nonisolated static let didEnterBackgroundNotification = Notification.Name("UIApplicationDidEnterBackgroundNotification")
    public nonisolated static let willEnterForegroundNotification = Notification.Name("UIApplicationWillEnterForegroundNotification")

    public class var shared: UIApplication { UIApplication() }
    open func open(
        _ url: URL,
        options: [OpenExternalURLOptionsKey: Any] = [:],
        completionHandler: (@MainActor @Sendable (Bool) -> Void)? = nil
    ) {}
}

public enum UIAccessibility {
    public struct Notification: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let announcement = Notification(rawValue: 1)
    }

    /// What was said, for who listens.
    nonisolated(unsafe) public static var posted: [String] = []
    public static func post(notification: Notification, argument: Any?) {
        if let text = argument as? String { posted.append(text) }
    }
}
