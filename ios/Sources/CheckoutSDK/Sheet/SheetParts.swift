#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI

enum SheetLayout {
    /// What a finger needs. Never a height: texts grow.
    static let touchable: CGFloat = 44
}

extension Binding where Value: Sendable {
    /// On the main actor, where views use it, which not every SDK's signature says.
    @MainActor init(onMain get: @escaping @MainActor () -> Value, set: @escaping @MainActor (Value) -> Void) {
        self.init(get: { MainActor.assumeIsolated(get) }, set: { value in MainActor.assumeIsolated { set(value) } })
    }
}

/// Something to press in the content. A label that is long or large takes more lines.
struct SheetButtonView: View {
    let model: SheetModel
    let button: SheetButton

    var body: some View {
        Button {
            model.act(button.action)
        } label: {
            Text(button.label)
                .font(model.style.font(.headline))
                .multilineTextAlignment(.center)
                .frame(maxWidth: .infinity, minHeight: SheetLayout.touchable)
                .padding(8)
                .foregroundColor(foreground)
                .background(background)
                .cornerRadius(model.style.cornerRadius)
                .opacity(button.enabled ? 1 : 0.5)
        }
        .buttonStyle(.plain)
        .disabled(!button.enabled)
        .accessibilityLabel(button.accessibilityLabel)
    }

    private var foreground: Color {
        switch button.role {
        case .primary: model.style.primary.foreground
        case .destructive: model.style.problem
        case .secondary, .close, .back: model.style.panel.foreground
        }
    }

    private var background: Color {
        button.role == .primary ? model.style.primary.background : model.style.panel.background
    }
}

/// Something to press above the content.
struct SheetBarButton: View {
    let model: SheetModel
    let button: SheetButton
    let symbol: String

    var body: some View {
        Button {
            model.act(button.action)
        } label: {
            Label(button.label, systemImage: symbol).frame(minHeight: SheetLayout.touchable)
        }
        .disabled(!button.enabled)
        .accessibilityLabel(button.accessibilityLabel)
    }
}

struct SheetHeading: View {
    let title: String
    let style: SheetStyle

    var body: some View {
        Text(title).font(style.font(.headline)).accessibilityAddTraits(.isHeader)
    }
}

/// Two texts side by side; one below the other where they are large.
struct SheetPair: View {
    let first: String
    let second: String
    @Environment(\.dynamicTypeSize) private var size

    var body: some View {
        if size.isAccessibilitySize {
            VStack(alignment: .leading) { texts }
        } else {
            HStack(alignment: .firstTextBaseline) { texts }
        }
    }

    @ViewBuilder private var texts: some View {
        Text(first)
        Spacer(minLength: 8)
        Text(second)
    }
}

struct SheetOrderView: View {
    let order: SheetOrder
    let style: SheetStyle

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if let merchant = order.merchant { Text(merchant).font(style.font(.headline)) }
            if let reference = order.reference { Text(reference) }
            if let title = order.linesTitle { Text(title) }
            ForEach(Array(order.lines.enumerated()), id: \.offset) { line in
                SheetPair(first: line.element.caption, second: line.element.amount).accessibilityElement(children: .combine)
            }
            if let total = order.total {
                SheetPair(first: order.totalLabel, second: total)
                    .font(style.font(.headline))
                    .accessibilityElement(children: .combine)
            }
        }
        .frame(maxWidth: .infinity, alignment: .leading)
    }
}

struct SheetNoticeView: View {
    let notice: SheetNotice
    let style: SheetStyle

    var body: some View {
        HStack(alignment: .firstTextBaseline) {
            SheetToneMark(tone: notice.tone, style: style)
            Text(notice.text)
        }
        .padding(12)
        .frame(maxWidth: .infinity, alignment: .leading)
        .foregroundColor(style.panel.foreground)
        .background(style.panel.background)
        .cornerRadius(style.cornerRadius)
        .accessibilityElement(children: .combine)
    }
}

/// A picture of what the text beside it says.
struct SheetToneMark: View {
    let tone: SheetTone
    let style: SheetStyle

    var body: some View {
        Image(systemName: symbol)
            .foregroundColor(tone == .problem ? style.problem : nil)
            .accessibilityHidden(true)
    }

    private var symbol: String {
        switch tone {
        case .neutral: "info.circle"
        case .success: "checkmark.circle.fill"
        case .problem: "exclamationmark.triangle.fill"
        case .uncertain: "questionmark.circle.fill"
        }
    }
}

/// What is wrong, below what it is wrong with.
struct SheetErrorView: View {
    let error: String
    let style: SheetStyle

    var body: some View {
        Text(error).font(style.font(.footnote)).foregroundColor(style.problem)
    }
}

struct SheetToggleView: View {
    let model: SheetModel
    let toggle: SheetToggle

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Toggle(isOn: Binding(onMain: { toggle.on }, set: { model.act(.tick(toggle: toggle.id, on: $0)) })) {
                Text(toggle.label)
            }
            .disabled(!toggle.enabled)
            .accessibilityHint(toggle.error ?? "")
            if let error = toggle.error { SheetErrorView(error: error, style: model.style) }
        }
    }
}

/// A saved card: one thing to a screen reader, and below it what belongs to it.
struct SheetCardRowView: View {
    let model: SheetModel
    let row: SheetCardRow

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if let select = row.select {
                Button { model.act(select) } label: { card }
                    .buttonStyle(.plain)
                    .disabled(!row.enabled)
                    .accessibilityLabel(row.accessibilityLabel)
                    .accessibilityAddTraits(row.selected ? .isSelected : [])
            } else {
                card.accessibilityElement(children: .ignore).accessibilityLabel(row.accessibilityLabel)
            }
            if let cvv = row.cvv { SheetFieldView(model: model, field: cvv, mark: nil) }
            if let delete = row.delete { SheetButtonView(model: model, button: delete) }
        }
        .padding(12)
        .foregroundColor(model.style.panel.foreground)
        .background(model.style.panel.background)
        .cornerRadius(model.style.cornerRadius)
    }

    private var card: some View {
        HStack(alignment: .firstTextBaseline) {
            if row.select != nil { Image(systemName: row.selected ? "largecircle.fill.circle" : "circle") }
            VStack(alignment: .leading) {
                if let mark = row.scheme.flatMap(model.style.schemeMark) { mark.accessibilityHidden(true) }
                Text(row.schemeName)
                leftToRight(row.number).privacySensitive()
                if let expiry = row.expiry { leftToRight(expiry) }
                if let mark = row.mark { Text(mark).font(model.style.font(.footnote)) }
            }
            Spacer(minLength: 0)
        }
        .frame(minHeight: SheetLayout.touchable)
        .contentShape(Rectangle())
    }

    /// Groups of digits, which a right-to-left layout would put into the other order.
    private func leftToRight(_ text: String) -> some View {
        Text(text).environment(\.layoutDirection, .leftToRight)
    }
}
#endif
