#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI
import UIKit

/// A field: its label, what is typed or chosen, and what is wrong with it.
struct SheetFieldView: View {
    @ObservedObject var model: SheetModel
    let field: SheetField
    let mark: Image?
    @Environment(\.layoutDirection) private var direction
    @FocusState private var hasFocus: Bool

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(field.label).font(model.style.font(.footnote)).accessibilityHidden(true)
            HStack {
                input.frame(maxWidth: .infinity, minHeight: SheetLayout.touchable)
                if let mark { mark.accessibilityHidden(true) }
            }
            .padding(8)
            .foregroundColor(model.style.panel.foreground)
            .background(model.style.panel.background)
            .cornerRadius(model.style.cornerRadius)
            .privacySensitive(field.secure)
            .disabled(!field.enabled)
            if let error = field.error { SheetErrorView(error: error, style: model.style).accessibilityHidden(true) }
        }
        .id(field.id)
    }

    @ViewBuilder private var input: some View {
        switch field.keyboard {
        case .country: countries
        case .lines: lines
        default: SheetTextInput(model: model, field: field, text: text, focus: model.focus, isRightToLeft: direction == .rightToLeft)
        }
    }

    private var text: String { model.session.text(in: field.id) }

    private var typed: Binding<String> {
        Binding(onMain: { text }, set: { model.type($0, in: field.id) })
    }

    private var lines: some View {
        TextEditor(text: typed)
            .focused($hasFocus)
            .onChange(of: model.focus) { focus in if focus?.field == field.id { hasFocus = true } }
            .onChange(of: hasFocus) { isNow in if !isNow { model.act(.leave(field: field.id)) } }
            .accessibilityLabel(field.accessibilityLabel)
            .accessibilityHint(field.error ?? field.hint ?? "")
    }

    private var countries: some View {
        Picker(selection: typed) {
            Text(field.hint ?? "").tag("")
            ForEach(model.countries(of: field), id: \.code) { country in Text(country.name).tag(country.code) }
        } label: {
            Text(field.label)
        }
        .pickerStyle(.menu)
        .accessibilityLabel(field.accessibilityLabel)
        .accessibilityHint(field.error ?? "")
    }
}
#endif
