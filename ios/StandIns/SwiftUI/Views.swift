@_exported import Foundation  // as on Apple's platforms
import UIKit

@MainActor public protocol View {
    associatedtype Body: View
    @ViewBuilder var body: Body { get }
}

extension Never: View {
    public var body: Never { return fatalError("a drawn view has no body") }
}

@MainActor @resultBuilder public enum ViewBuilder {
    public static func buildBlock() -> Drawing { Drawing { [] } }
    public static func buildBlock<each V: View>(_ views: repeat each V) -> Drawing {
        var parts: [() -> [Node]] = []
        for view in repeat each views { parts.append { shown(view) } }
        return Drawing { [parts] in parts.flatMap { $0() } }
    }
    public static func buildIf(_ part: Drawing?) -> Drawing { part ?? buildBlock() }
    public static func buildEither(first part: Drawing) -> Drawing { part }
    public static func buildEither(second part: Drawing) -> Drawing { part }
    public static func buildLimitedAvailability(_ part: Drawing) -> Drawing { part }
}

/// Whatever a builder or a modifier makes: drawn when it is looked at, in the environment that is there then.
public struct Drawing: Leaf, Drawn {
    let draw: () -> [Node]
    init(_ draw: @escaping () -> [Node]) { self.draw = draw }
    var nodes: [Node] { draw() }
}

/// A drawn view is its nodes.
@MainActor public protocol Leaf: View where Body == Never {}
extension Leaf {
    public var body: Never { return fatalError("a drawn view has no body") }
}

public struct Text: Leaf, Drawn {
    let text: String
    public init<S: StringProtocol>(_ text: S) { self.text = String(text) }
    public init(verbatim text: String) { self.text = text }
    var nodes: [Node] { [Node(.text, text)] }
}

public struct Image: Leaf, Drawn, Sendable {
    let name: String
    public init(systemName: String) { name = systemName }
    public nonisolated init(_ name: String) { self.name = name }
    var nodes: [Node] { [Node(.image, name)] }
}

public struct Label: Leaf, Drawn {
    let (text, image): (String, String)
    public init<S: StringProtocol>(_ text: S, systemImage: String) { (self.text, image) = (String(text), systemImage) }
    var nodes: [Node] { [Node(.image, image), Node(.text, text)] }
}

public struct Color: Leaf, Drawn, Sendable {
    public nonisolated init(uiColor: UIColor) {}
    var nodes: [Node] { [] }
}

public struct Spacer: Leaf, Drawn {
    public init(minLength: CGFloat? = nil) {}
    var nodes: [Node] { [] }
}

public struct ProgressView: Leaf, Drawn {
    public init() {}
    var nodes: [Node] { [Node(.progress)] }
}

public struct VStack<Content: View>: Leaf, Drawn {
    let content: Content
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {
        self.content = content()
    }
    var nodes: [Node] { [Node(.group, "", shown(content))] }
}

public struct HStack<Content: View>: Leaf, Drawn {
    let content: Content
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {
        self.content = content()
    }
    var nodes: [Node] { [Node(.group, "", shown(content))] }
}

public struct ScrollView<Content: View>: Leaf, Drawn {
    let content: Content
    public init(@ViewBuilder content: () -> Content) { self.content = content() }
    var nodes: [Node] { [Node(.group, "", shown(content))] }
}

public struct ScrollViewProxy {
    public func scrollTo<ID: Hashable>(_ id: ID, anchor: UnitPoint? = nil) {}
}

public struct ScrollViewReader<Content: View>: Leaf, Drawn {
    let content: Content
    public init(@ViewBuilder content: @escaping (ScrollViewProxy) -> Content) { self.content = content(ScrollViewProxy()) }
    var nodes: [Node] { shown(content) }
}

public struct ForEach<Data: RandomAccessCollection, ID: Hashable, Content: View>: Leaf, Drawn {
    let data: Data
    let id: KeyPath<Data.Element, ID>
    let content: (Data.Element) -> Content
    public init(_ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content) {
        (self.data, self.id, self.content) = (data, id, content)
    }
    var nodes: [Node] {
        precondition(Set(data.map { $0[keyPath: id] }).count == data.count, "two of ForEach have one id")
        return data.flatMap { shown(content($0)) }
    }
}

public struct Button<Content: View>: Leaf, Drawn {
    let role: ButtonRole?
    let action: () -> Void
    let content: Content
    public init(action: @escaping () -> Void, @ViewBuilder label: () -> Content) {
        (role, self.action, content) = (nil, action, label())
    }
    var nodes: [Node] {
        var node = Node(.button, "", shown(content))
        node.text = node.all.filter { $0.kind == .text }.map(\.text).joined(separator: " ")
        node.press = action
        return [node]
    }
}

extension Button where Content == Text {
    public init<S: StringProtocol>(_ title: S, action: @escaping () -> Void) {
        self.init(title, role: nil, action: action)
    }
    public init<S: StringProtocol>(_ title: S, role: ButtonRole?, action: @escaping () -> Void) {
        (self.role, self.action, content) = (role, action, Text(title))
    }
}

public struct Toggle<Content: View>: Leaf, Drawn {
    let isOn: Binding<Bool>
    let content: Content
    public init(isOn: Binding<Bool>, @ViewBuilder label: () -> Content) { (self.isOn, content) = (isOn, label()) }
    var nodes: [Node] {
        var node = Node(.toggle, "", shown(content))
        node.text = node.children.map(\.text).joined(separator: " ")
        node.isOn = isOn.wrappedValue
        node.press = { isOn.wrappedValue.toggle() }
        return [node]
    }
}

public struct TextEditor: Leaf, Drawn {
    let text: Binding<String>
    public init(text: Binding<String>) { self.text = text }
    var nodes: [Node] {
        var node = Node(.editor, text.wrappedValue)
        node.type = { text.wrappedValue = $0 }
        return [node]
    }
}

public struct Picker<Value: Hashable, Content: View, Title: View>: Leaf, Drawn {
    let selection: Binding<Value>
    let content: Content
    public init(selection: Binding<Value>, @ViewBuilder content: () -> Content, @ViewBuilder label: () -> Title) {
        (self.selection, self.content) = (selection, content())
    }
    var nodes: [Node] {
        var node = Node(.picker, "\(selection.wrappedValue)")
        node.options = shown(content).map(\.text)
        node.type = { if let value = $0 as? Value { selection.wrappedValue = value } }
        return [node]
    }
}
