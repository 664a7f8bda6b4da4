#if os(Linux)
import SwiftUI
import UIKit

@testable import CheckoutSDK

/// One thing on the screen, as a customer sees it and a screen reader says it.
struct Line: Hashable, CustomStringConvertible {
    var what: String
    var text: String
    var isEnabled = true
    var isOn = false
    /// Not said by itself, because something else says it.
    var isSilent = false
    var isPrivate = false
    var spoken: String?
    var hint: String?
    var placeholder: String?

    var description: String {
        let states = [isEnabled ? "" : "disabled", isOn ? "on" : "", isSilent ? "silent" : "", isPrivate ? "private" : ""]
        let more = [spoken.map { "spoken \"\($0)\"" }, hint.map { "hint \"\($0)\"" }, placeholder.map { "empty \"\($0)\"" }]
        return (["\(what) \"\(text)\""] + states.filter { !$0.isEmpty } + more.compactMap { $0 }).joined(separator: ", ")
    }
}

// MARK: - What the views describe

@MainActor func lines(of nodes: [Node]) -> [Line] {
    nodes.flatMap { node -> [Line] in
        switch node.kind {
        case .group: lines(of: node.children)
        case .image, .progress: []
        case .text: [Line(what: "text", text: node.text, isSilent: node.isHidden, isPrivate: node.isPrivate)]
        case .button:
            [Line(
                what: "button", text: node.text, isEnabled: node.isEnabled, isOn: node.traits.contains(.isSelected),
                spoken: node.label)]
        case .toggle:
            [Line(what: "toggle", text: node.text, isEnabled: node.isEnabled, isOn: node.isOn, hint: node.hint)]
        case .editor: [entry("lines", node, hint: node.hint)]
        case .picker: [entry("choice of \(node.options.count)", node, hint: node.hint)]
        case .alert: [Line(what: "alert", text: node.text)] + lines(of: node.children)
        case .view: [line(of: node)]
        case .controller: [Line(what: "page", text: "")]
        }
    }
}

@MainActor private func entry(_ what: String, _ node: Node, hint: String?) -> Line {
    Line(what: what, text: node.text, isEnabled: node.isEnabled, isPrivate: node.isPrivate, spoken: node.label, hint: hint)
}

@MainActor private func line(of node: Node) -> Line {
    switch node.view {
    case let field as UITextField:
        Line(
            what: "field", text: field.text ?? "", isEnabled: field.isEnabled && node.isEnabled, isPrivate: node.isPrivate,
            spoken: field.accessibilityLabel, hint: field.accessibilityHint, placeholder: field.placeholder)
    case let button as UIButton:
        Line(what: "wallet", text: "", isEnabled: button.isEnabled, spoken: button.accessibilityLabel)
    default:
        Line(what: "unknown", text: "")
    }
}

// MARK: - What the model says

extension SheetScreen {
    /// `text`: what stands in a field.
    func lines(_ text: (SheetFieldId) -> String) -> [Line] {
        var lines = [frame.back?.line, frame.close?.line, .said(frame.title), frame.testMark.map(Line.said)].compactMap { $0 }
        if let notice = frame.notice { lines.append(.said(notice.text)) }
        lines += content.lines(text)
        if let question = frame.question {
            lines += [Line(what: "alert", text: question.title), .said(question.message)]
            lines += [question.confirm, question.dismiss].map { Line(what: "button", text: $0.label, isEnabled: $0.enabled) }
        }
        return lines
    }
}

extension SheetContent {
    fileprivate func lines(_ text: (SheetFieldId) -> String) -> [Line] {
        switch self {
        case .loading(let screen): return [.said(screen.text)]
        case .working(let screen): return [.said(screen.text)]
        case .challenged(let screen): return [.said(screen.text), Line(what: "page", text: "")]
        case .choose(let screen):
            let wallets = screen.wallets.map {
                Line(what: "wallet", text: "", isEnabled: $0.button.enabled, spoken: $0.button.accessibilityLabel)
            }
            let title = screen.savedCardsTitle.map { [Line.said($0)] } ?? []
            let cards = screen.savedCards.flatMap { $0.lines(text) }
            let buttons = [screen.anotherCard, screen.manage, screen.pay].compactMap { $0?.line }
            return screen.order.drawn + wallets + title + cards + buttons
        case .manage(let screen):
            return screen.savedCards.flatMap { $0.lines(text) } + (screen.empty.map { [.said($0)] } ?? [])
        case .form(let screen):
            let sections = screen.sections.flatMap { section in
                (section.title.map { [Line.said($0)] } ?? []) + section.fields.flatMap { $0.lines(text) }
            }
            let terms = screen.terms.map { [Line.said($0)] } ?? []
            return screen.order.drawn + sections + terms + screen.toggles.flatMap(\.lines) + [screen.pay.line]
        case .done(let screen):
            let texts = [screen.title, screen.message, screen.total, screen.code.map { String($0) }].compactMap { $0 }
            return texts.map(Line.said) + screen.buttons.map(\.line)
        }
    }
}

extension Line {
    fileprivate static func said(_ text: String) -> Line { Line(what: "text", text: text) }
    fileprivate static func silent(_ text: String) -> Line { Line(what: "text", text: text, isSilent: true) }
}

extension SheetButton {
    fileprivate var line: Line { Line(what: "button", text: label, isEnabled: enabled, spoken: accessibilityLabel) }
}

extension SheetOrder {
    fileprivate var drawn: [Line] {
        let texts = [merchant, reference, linesTitle].compactMap { $0 } + lines.flatMap { [$0.caption, $0.amount] }
        return (texts + (total.map { [totalLabel, $0] } ?? [])).map(Line.said)
    }
}

extension SheetCardRow {
    fileprivate func lines(_ text: (SheetFieldId) -> String) -> [Line] {
        let texts = [schemeName, number, expiry, mark].compactMap { $0 }
        let row =
            select == nil
            ? texts.map { Line(what: "text", text: $0, isSilent: true, isPrivate: $0 == number) }
            : [Line(
                what: "button", text: texts.joined(separator: " "), isEnabled: enabled, isOn: selected,
                spoken: accessibilityLabel)]
        return row + (cvv?.lines(text) ?? []) + (delete.map { [$0.line] } ?? [])
    }
}

extension SheetField {
    fileprivate func lines(_ text: (SheetFieldId) -> String) -> [Line] {
        var line = Line(
            what: "field", text: text(id), isEnabled: enabled, isPrivate: secure, spoken: accessibilityLabel, hint: error,
            placeholder: hint)
        switch keyboard {
        case .country:
            (line.what, line.hint, line.placeholder) = ("choice of \(countries.count + 1)", error ?? "", nil)
        case .lines:
            (line.what, line.hint, line.placeholder) = ("lines", error ?? hint ?? "", nil)
        default: break
        }
        return [.silent(label), line] + (error.map { [.silent($0)] } ?? [])
    }
}

extension SheetToggle {
    fileprivate var lines: [Line] {
        [Line(what: "toggle", text: label, isEnabled: enabled, isOn: on, hint: error ?? "")] + (error.map { [.said($0)] } ?? [])
    }
}
#endif
