import UIKit

/// What a view describes: what would be on the screen, in its order. This and `shown` are the stand-in's own.
@MainActor public struct Node {
    public enum Kind: Hashable, Sendable {
        case group, text, image, progress, button, toggle, editor, picker, alert, view, controller
    }

    public var kind: Kind
    public var text = ""
    public var isEnabled = true
    public var isOn = false
    public var isPrivate = false
    /// Not for a screen reader, by itself or because one label stands for all of it.
    public var isHidden = false
    public var label: String?
    public var hint: String?
    public var traits: AccessibilityTraits = []
    public var opacity = 1.0
    public var isRightToLeft = EnvironmentValues.current.layoutDirection == .rightToLeft
    public var options: [String] = []
    public var press: (() -> Void)?
    public var type: ((String) -> Void)?
    public var view: UIView?
    public var controller: UIViewController?
    public var children: [Node] = []

    init(_ kind: Kind, _ text: String = "", _ children: [Node] = []) {
        (self.kind, self.text, self.children) = (kind, text, children)
    }

    /// It and all below, in the order of the screen.
    public var all: [Node] { [self] + children.flatMap(\.all) }
}

@MainActor public func shown<V: View>(_ view: V) -> [Node] {
    if let drawn = view as? any Drawn { return drawn.nodes }
    if let representable = view as? any UIViewRepresentable { return [representable.node] }
    if let representable = view as? any UIViewControllerRepresentable { return [representable.node] }
    return shown(view.body)
}

/// What is drawn by the stand-in, not by a body.
@MainActor protocol Drawn {
    var nodes: [Node] { get }
}

extension Node {
    /// Changes it and all below.
    func everywhere(_ change: (inout Node) -> Void) -> Node {
        var node = self
        change(&node)
        node.children = node.children.map { $0.everywhere(change) }
        return node
    }
}
