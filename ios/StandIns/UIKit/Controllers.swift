import Foundation

public enum UIModalPresentationStyle: Int, Sendable {
    case fullScreen, pageSheet, formSheet
}

@MainActor open class UIViewController: UIResponder {
    public init(nibName: String?, bundle: Bundle?) {}
    public required init?(coder: NSCoder) {}

    public var view: UIView! = UIView(frame: .zero)
    public var viewIfLoaded: UIView? { view }
    public var modalPresentationStyle = UIModalPresentationStyle.pageSheet
    public var isModalInPresentation = false
    public var isBeingDismissed: Bool { false }
    public var presentedViewController: UIViewController? { nil }
    public var presentingViewController: UIViewController? { nil }

    open func loadViewIfNeeded() {}
    open func viewDidLoad() {}
    open func viewDidDisappear(_ animated: Bool) {}
    open func present(_ controller: UIViewController, animated: Bool, completion: (@MainActor () -> Void)? = nil) {}
    open func dismiss(animated: Bool, completion: (@MainActor () -> Void)? = nil) {}
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

    public static func post(notification: Notification, argument: Any?) {}
}
