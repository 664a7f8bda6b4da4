@_exported import Foundation  // as on Apple's platforms

@MainActor open class UIResponder: NSObject {
    public private(set) var isFirstResponder = false
    open func becomeFirstResponder() -> Bool {
        isFirstResponder = true
        return true
    }
    open func canPerformAction(_ action: Selector, withSender sender: Any?) -> Bool { true }
}

@MainActor open class UIEvent: NSObject {}

@MainActor open class UIWindow: UIView {}

@MainActor open class UIView: UIResponder {
    public init(frame: CGRect) {}
    public required init?(coder: NSCoder) {}

    public var backgroundColor: UIColor?
    public var isHidden = false
    public var alpha: CGFloat = 1
    public var translatesAutoresizingMaskIntoConstraints = true
    public var accessibilityLabel: String?
    public var accessibilityHint: String?
    public var accessibilityLanguage: String?
    open var accessibilityAttributedValue: NSAttributedString?
    public var semanticContentAttribute = UISemanticContentAttribute.unspecified
    /// Set by who plays the screen; on a device it is only read.
    public var window: UIWindow?
    public var topAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var bottomAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var leadingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public var trailingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public var widthAnchor: NSLayoutDimension { NSLayoutDimension() }
    public var heightAnchor: NSLayoutDimension { NSLayoutDimension() }
    public var safeAreaLayoutGuide: UILayoutGuide { UILayoutGuide() }

    open func setContentCompressionResistancePriority(_ priority: UILayoutPriority, for axis: NSLayoutConstraint.Axis) {}
    open func addSubview(_ view: UIView) {}
    open func removeFromSuperview() {}
    open func hitTest(_ point: CGPoint, with event: UIEvent?) -> UIView? { nil }
}

@MainActor open class NSLayoutConstraint: NSObject {
    public class func activate(_ constraints: [NSLayoutConstraint]) {}
}

@MainActor open class NSLayoutAnchor<Kind>: NSObject {
    public func constraint(equalTo anchor: NSLayoutAnchor<Kind>) -> NSLayoutConstraint { NSLayoutConstraint() }
}

@MainActor public final class NSLayoutXAxisAnchor: NSLayoutAnchor<NSLayoutXAxisAnchor> {}
@MainActor public final class NSLayoutYAxisAnchor: NSLayoutAnchor<NSLayoutYAxisAnchor> {}
@MainActor public final class NSLayoutDimension: NSLayoutAnchor<NSLayoutDimension> {
    public func constraint(greaterThanOrEqualToConstant constant: CGFloat) -> NSLayoutConstraint { NSLayoutConstraint() }
}

@MainActor open class UILayoutGuide: NSObject {
    public var topAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var bottomAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var leadingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public var trailingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
}

public struct UILayoutPriority: Sendable {
    public static let defaultLow = UILayoutPriority()
}

public enum UIUserInterfaceStyle: Int, Sendable { case unspecified, light, dark }

@MainActor open class UITraitCollection: NSObject {
    public nonisolated var userInterfaceStyle: UIUserInterfaceStyle { .light }
}

open class UIColor: NSObject, @unchecked Sendable {
    public override init() {}
    public init(red: CGFloat, green: CGFloat, blue: CGFloat, alpha: CGFloat) {}
    public init(dynamicProvider: @escaping @Sendable (UITraitCollection) -> UIColor) {}
    public class var systemBackground: UIColor { UIColor() }
    public class var secondarySystemBackground: UIColor { UIColor() }
    public class var label: UIColor { UIColor() }
}

open class UIFont: NSObject, @unchecked Sendable {
    public struct TextStyle: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let body = TextStyle(rawValue: "body")
    }

    public override init() {}
    public init?(name: String, size: CGFloat) {}
    public class func preferredFont(forTextStyle style: TextStyle) -> UIFont { UIFont() }
}

open class UIFontMetrics: NSObject {
    public init(forTextStyle style: UIFont.TextStyle) {}
    open func scaledFont(for font: UIFont) -> UIFont { font }
}

public enum NSLineBreakMode: Int, Sendable {
    case byWordWrapping, byCharWrapping, byClipping, byTruncatingHead, byTruncatingTail, byTruncatingMiddle
}

@MainActor open class UILabel: UIView {
    public var text: String?
    public var font: UIFont! = UIFont()
    public var adjustsFontForContentSizeCategory = false
    public var lineBreakMode = NSLineBreakMode.byTruncatingTail
    public var numberOfLines = 1
}

@MainActor open class UIActivityIndicatorView: UIView {
    public enum Style: Int, Sendable { case medium = 100, large }

    public init(style: Style) { super.init(frame: .zero) }
    public required init(coder: NSCoder) { super.init(frame: .zero) }
    open func startAnimating() {}
    open func stopAnimating() {}
}

@MainActor open class UIAction: NSObject {
    let handler: @MainActor (UIAction) -> Void
    public init(title: String = "", handler: @escaping @MainActor (UIAction) -> Void) { self.handler = handler }
}

@MainActor open class UIControl: UIView {
    public struct Event: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let touchUpInside = Event(rawValue: 1)
        public static let editingChanged = Event(rawValue: 2)
    }

    public var isEnabled = true
    private var actions: [(UIAction, Event)] = []

    open func addAction(_ action: UIAction, for events: Event) { actions.append((action, events)) }
    open func sendActions(for events: Event) {
        for (action, wanted) in actions where wanted.contains(events) { action.handler(action) }
    }
}

@MainActor open class UIButton: UIControl {
    public enum ButtonType: Int, Sendable { case custom, system }

    public convenience init(type: ButtonType, primaryAction: UIAction?) { self.init(frame: .zero) }
}

@MainActor open class UIStackView: UIView {
    public convenience init(arrangedSubviews views: [UIView]) { self.init(frame: .zero) }
    public var axis = NSLayoutConstraint.Axis.horizontal
    public var spacing: CGFloat = 0
}

extension NSLayoutConstraint {
    public enum Axis: Int, Sendable { case horizontal, vertical }
}
