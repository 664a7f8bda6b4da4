import Foundation

@MainActor open class UIResponder: NSObject {}

@MainActor open class UIEvent: NSObject {}

@MainActor open class UIWindow: UIView {}

@MainActor open class UIView: UIResponder {
    public init(frame: CGRect) {}
    public required init?(coder: NSCoder) {}

    public var backgroundColor: UIColor?
    public var isHidden = false
    public var translatesAutoresizingMaskIntoConstraints = true
    public var accessibilityLabel: String?
    public var window: UIWindow? { nil }
    public var topAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var bottomAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var leadingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public var trailingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public var widthAnchor: NSLayoutDimension { NSLayoutDimension() }
    public var heightAnchor: NSLayoutDimension { NSLayoutDimension() }
    public var safeAreaLayoutGuide: UILayoutGuide { UILayoutGuide() }

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

open class UIColor: NSObject, @unchecked Sendable {
    public class var systemBackground: UIColor { UIColor() }
}

open class UIFont: NSObject, @unchecked Sendable {
    public struct TextStyle: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let body = TextStyle(rawValue: "body")
    }

    public class func preferredFont(forTextStyle style: TextStyle) -> UIFont { UIFont() }
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

@MainActor open class UITextField: UIView {
    public var text: String?
}

@MainActor open class UIActivityIndicatorView: UIView {
    public enum Style: Int, Sendable { case medium = 100, large }

    public init(style: Style) { super.init(frame: .zero) }
    public required init(coder: NSCoder) { super.init(frame: .zero) }
    open func startAnimating() {}
    open func stopAnimating() {}
}

@MainActor open class UIAction: NSObject {
    public init(title: String = "", handler: @escaping @MainActor (UIAction) -> Void) {}
}

@MainActor open class UIControl: UIView {}

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
