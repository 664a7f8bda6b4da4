import Foundation
import UIKit

extension View {
    private var same: Drawing { Drawing { shown(self) } }

    private func changed(_ change: @escaping (inout Node) -> Void) -> Drawing {
        Drawing {
            shown(self).map { node in
                var node = node
                change(&node)
                return node
            }
        }
    }

    private func everywhere(_ change: @escaping (inout Node) -> Void) -> Drawing {
        Drawing { shown(self).map { $0.everywhere(change) } }
    }

    // What a screen reader hears

    public func accessibilityLabel<S: StringProtocol>(_ label: S) -> Drawing { changed { $0.label = String(label) } }
    public func accessibilityHint<S: StringProtocol>(_ hint: S) -> Drawing { changed { $0.hint = String(hint) } }
    public func accessibilityHidden(_ isHidden: Bool) -> Drawing { everywhere { $0.isHidden = isHidden } }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> Drawing { changed { $0.traits.formUnion(traits) } }
    public func accessibilityElement(children: AccessibilityChildBehavior) -> Drawing {
        changed { if children == .ignore { $0.children = $0.children.map { $0.everywhere { $0.isHidden = true } } } }
    }

    // What is shown

    public func disabled(_ isDisabled: Bool) -> Drawing {
        everywhere { $0.isEnabled = $0.isEnabled && !isDisabled }
    }
    public func opacity(_ opacity: Double) -> Drawing { everywhere { $0.opacity *= opacity } }
    public func privacySensitive(_ isSensitive: Bool = true) -> Drawing { everywhere { $0.isPrivate = isSensitive } }
    public func environment<V>(_ path: WritableKeyPath<EnvironmentValues, V>, _ value: V) -> Within<Self, V> {
        Within(view: self, path: path, value: value)
    }
    public func alert<S: StringProtocol, T, Actions: View, Message: View>(
        _ title: S,
        isPresented: Binding<Bool>,
        presenting data: T?,
        @ViewBuilder actions: (T) -> Actions,
        @ViewBuilder message: (T) -> Message
    ) -> Drawing {
        guard isPresented.wrappedValue, let data else { return same }
        let (message, actions) = (message(data), actions(data))
        return Drawing { shown(self) + [Node(.alert, String(title), shown(message) + shown(actions))] }
    }
    public func background<V: View>(@ViewBuilder content: () -> V) -> Drawing {
        let content = content()
        return Drawing { shown(content) + shown(self) }
    }

    // How it looks

    public func background(_ color: Color) -> Drawing { same }
    public func foregroundColor(_ color: Color?) -> Drawing { same }
    public func font(_ font: Font?) -> Drawing { same }
    public func padding(_ length: CGFloat) -> Drawing { same }
    public func cornerRadius(_ radius: CGFloat) -> Drawing { same }
    public func multilineTextAlignment(_ alignment: TextAlignment) -> Drawing { same }
    public func contentShape<S: Shape>(_ shape: S) -> Drawing { same }
    public func buttonStyle<S: PrimitiveButtonStyle>(_ style: S) -> Drawing { same }
    public func pickerStyle<S: PickerStyle>(_ style: S) -> Drawing { same }
    public func frame(
        minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil,
        minHeight: CGFloat? = nil, idealHeight: CGFloat? = nil, maxHeight: CGFloat? = nil, alignment: Alignment = .center
    ) -> Drawing { same }

    // What happens

    public func id<ID: Hashable>(_ id: ID) -> Drawing { same }
    public func tag<V: Hashable>(_ tag: V) -> Drawing { same }
    public func focused(_ condition: FocusState<Bool>.Binding) -> Drawing { same }
    public func interactiveDismissDisabled(_ isDisabled: Bool = true) -> Drawing { same }
    public func onOpenURL(perform action: @escaping (URL) -> Void) -> Drawing { same }
    public func onChange<V: Equatable>(of value: V, perform action: @escaping (V) -> Void) -> Drawing { same }
    public func task(@_inheritActorContext _ action: @escaping @Sendable () async -> Void) -> Drawing { same }
}

/// A view in another environment.
public struct Within<Content: View, Value>: Leaf, Drawn {
    let view: Content
    let path: WritableKeyPath<EnvironmentValues, Value>
    let value: Value
    var nodes: [Node] {
        let outside = EnvironmentValues.current
        defer { EnvironmentValues.current = outside }
        EnvironmentValues.current[keyPath: path] = value
        return shown(view)
    }
}
