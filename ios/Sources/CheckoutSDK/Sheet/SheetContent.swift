#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI

/// The content of a screen, one view a kind.
struct SheetContentView: View {
    let model: SheetModel
    let content: SheetContent

    var body: some View {
        switch content {
        case .loading(let screen): SheetWaiting(text: screen.text)
        case .working(let screen): SheetWaiting(text: screen.text)
        case .challenged(let screen): SheetWaiting(text: screen.text)
        case .choose(let screen): SheetChoose(model: model, screen: screen)
        case .manage(let screen): SheetManage(model: model, screen: screen)
        case .form(let screen): SheetForm(model: model, screen: screen)
        case .done(let screen): SheetDone(model: model, screen: screen)
        }
    }
}

struct SheetWaiting: View {
    let text: String

    var body: some View {
        VStack(spacing: 16) {
            ProgressView().accessibilityHidden(true)
            Text(text).multilineTextAlignment(.center)
        }
        .frame(maxWidth: .infinity)
        .padding(32)
    }
}

struct SheetChoose: View {
    let model: SheetModel
    let screen: SheetChooseScreen

    var body: some View {
        SheetOrderView(order: screen.order, style: model.style)
        ForEach(screen.wallets, id: \.wallet) { wallet in
            ApplePayButton(button: wallet.button, cornerRadius: model.style.cornerRadius) { model.act(wallet.button.action) }
                .frame(minHeight: SheetLayout.touchable)
        }
        if let title = screen.savedCardsTitle { SheetHeading(title: title, style: model.style) }
        ForEach(screen.savedCards, id: \.id) { row in SheetCardRowView(model: model, row: row) }
        SheetButtonView(model: model, button: screen.anotherCard)
        if let manage = screen.manage { SheetButtonView(model: model, button: manage) }
        SheetButtonView(model: model, button: screen.pay)
    }
}

struct SheetManage: View {
    let model: SheetModel
    let screen: SheetManageScreen

    var body: some View {
        ForEach(screen.savedCards, id: \.id) { row in SheetCardRowView(model: model, row: row) }
        if let empty = screen.empty { Text(empty) }
    }
}

struct SheetForm: View {
    let model: SheetModel
    let screen: SheetFormScreen

    var body: some View {
        SheetOrderView(order: screen.order, style: model.style)
        ForEach(screen.sections, id: \.fields.first?.id) { section in
            if let title = section.title { SheetHeading(title: title, style: model.style) }
            ForEach(section.fields, id: \.id) { field in
                SheetFieldView(model: model, field: field, mark: mark(of: field))
            }
        }
        if let terms = screen.terms { Text(terms) }
        ForEach(screen.toggles, id: \.id) { toggle in SheetToggleView(model: model, toggle: toggle) }
        SheetButtonView(model: model, button: screen.pay)
    }

    private func mark(of field: SheetField) -> Image? {
        field.id == .cardNumber ? screen.scheme.flatMap(model.style.schemeMark) : nil
    }
}

struct SheetDone: View {
    let model: SheetModel
    let screen: SheetDoneScreen

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            SheetToneMark(tone: screen.tone, style: model.style)
            Text(screen.title).font(model.style.font(.title2)).accessibilityAddTraits(.isHeader)
            Text(screen.message)
            if let total = screen.total { Text(total).font(model.style.font(.headline)) }
            if let code = screen.code { Text(verbatim: String(code)).font(model.style.font(.footnote)) }
        }
        ForEach(screen.buttons, id: \.label) { button in SheetButtonView(model: model, button: button) }
    }
}
#endif
