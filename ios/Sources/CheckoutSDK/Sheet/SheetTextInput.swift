#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI
import UIKit

/// A field that is typed. UIKit's, because a caret has to stay where the model puts it, and card data must not be copied.
struct SheetTextInput: UIViewRepresentable {
    let model: SheetModel
    let field: SheetField
    let text: String
    let focus: SheetModel.Focus?
    let isRightToLeft: Bool

    func makeUIView(context: Context) -> SheetUITextField {
        let view = SheetUITextField(frame: .zero)
        view.delegate = context.coordinator
        let edited = UIAction { [weak view, coordinator = context.coordinator] _ in if let view { coordinator.edited(view) } }
        view.addAction(edited, for: .editingChanged)
        view.adjustsFontForContentSizeCategory = true
        view.setContentCompressionResistancePriority(.defaultLow, for: .horizontal)  // a long text scrolls in it
        return view
    }

    func updateUIView(_ view: SheetUITextField, context: Context) {
        context.coordinator.input = self
        view.isSecret = field.secure
        view.placeholder = field.hint
        view.font = model.style.fieldFont
        view.isEnabled = field.enabled
        view.accessibilityLabel = field.accessibilityLabel
        view.accessibilityHint = field.error
        view.accessibilityLanguage = model.screen.frame.language
        view.setTraits(of: field, isRightToLeft: isRightToLeft)
        view.show(text, caret: nil)
        context.coordinator.follow(focus, view)
    }

    func makeCoordinator() -> Coordinator { Coordinator(self) }

    @MainActor
    final class Coordinator: NSObject, UITextFieldDelegate {
        fileprivate var input: SheetTextInput
        private var focused = 0

        fileprivate init(_ input: SheetTextInput) {
            self.input = input
        }

        /// Each request is carried out once, and after the views are up to date: the field that loses the focus says so.
        func follow(_ focus: SheetModel.Focus?, _ view: SheetUITextField) {
            guard let focus, focus.field == input.field.id, focus.number != focused else { return }
            focused = focus.number
            Task { _ = view.becomeFirstResponder() }
        }

        /// Typed, pasted or filled in. What an input method has not finished yet is not touched.
        func edited(_ view: SheetUITextField) {
            guard view.markedTextRange == nil else { return }
            let answer = input.model.type(view.text ?? "", in: input.field.id, caret: view.caret)
            view.show(input.model.session.text(in: input.field.id), caret: answer.field.map { Int($0.caret) })
        }

        func textFieldDidEndEditing(_ textField: UITextField) {
            input.model.act(.leave(field: input.field.id))
        }

        func textFieldShouldReturn(_ textField: UITextField) -> Bool {
            input.model.goOn(from: input.field)
            return false
        }
    }
}

/// A text field that shows what the model says, and gives nothing of card data away.
final class SheetUITextField: UITextField {
    var isSecret = false {
        didSet {
            guard isSecret != oldValue else { return }
            textDragInteraction?.isEnabled = !isSecret
            cover = isSecret ? AppObserver(covering) : nil
        }
    }
    private var cover: AppObserver?

    /// The system keeps a picture of an app that is left.
    private var covering: [Notification.Name: @MainActor () -> Void] {
        [
            UIApplication.didEnterBackgroundNotification: { [weak self] in self?.alpha = 0 },
            UIApplication.willEnterForegroundNotification: { [weak self] in self?.alpha = 1 },
        ]
    }

    override func canPerformAction(_ action: Selector, withSender sender: Any?) -> Bool {
        let givesAway = [Selector(("copy:")), Selector(("cut:"))]
        return isSecret && givesAway.contains(action) ? false : super.canPerformAction(action, withSender: sender)
    }

    /// Digit by digit, not as a number.
    override var accessibilityAttributedValue: NSAttributedString? {
        get {
            guard isSecret else { return super.accessibilityAttributedValue }
            return NSAttributedString(string: text ?? "", attributes: [.accessibilitySpeechSpellOut: true])
        }
        set { super.accessibilityAttributedValue = newValue }
    }

    /// In UTF-16 code units.
    var caret: Int {
        selectedTextRange.map { offset(from: beginningOfDocument, to: $0.end) } ?? (text ?? "").utf16.count
    }

    /// Sets the text only where it differs, so that nothing moves while somebody types.
    func show(_ new: String, caret: Int?) {
        guard markedTextRange == nil else { return }
        if text ?? "" != new { text = new }
        guard let caret, let place = position(from: beginningOfDocument, offset: caret) else { return }
        selectedTextRange = textRange(from: place, to: place)
    }

    func setTraits(of field: SheetField, isRightToLeft: Bool) {
        let (keyboard, capitals) = keyboard(of: field.keyboard)
        keyboardType = keyboard
        autocapitalizationType = capitals
        textContentType = contentType(of: field.autofill)
        let isProse = field.keyboard == .text
        autocorrectionType = isProse ? .default : .no
        spellCheckingType = isProse ? .default : .no
        (smartDashesType, smartQuotesType, smartInsertDeleteType) = (.no, .no, .no)
        returnKeyType = field.next == nil ? .done : .next
        semanticContentAttribute = field.leftToRight ? .forceLeftToRight : .unspecified
        textAlignment = isRightToLeft ? .right : .left
    }

    private func keyboard(of keyboard: SheetKeyboard) -> (UIKeyboardType, UITextAutocapitalizationType) {
        switch keyboard {
        case .digits, .date: (.asciiCapableNumberPad, .none)
        case .name: (.default, .words)
        case .email: (.emailAddress, .none)
        case .phone: (.phonePad, .none)
        case .postcode: (.default, .allCharacters)
        case .text, .lines, .country: (.default, .sentences)
        }
    }

    /// `nil` where this system has no name for it: then nothing is offered, which is better than another field's.
    private func contentType(of autofill: SheetAutofill) -> UITextContentType? {
        switch autofill {
        case .cardNumber: return .creditCardNumber
        case .cardExpiry: if #available(iOS 17, *) { return .creditCardExpiration }
        case .cardSecurityCode: if #available(iOS 17, *) { return .creditCardSecurityCode }
        case .cardholderName: if #available(iOS 17, *) { return .creditCardName } else { return .name }
        case .email: return .emailAddress
        case .phone: return .telephoneNumber
        case .name: return .name
        case .addressLine1: return .streetAddressLine1
        case .addressLine2: return .streetAddressLine2
        case .city: return .addressCity
        case .state: return .addressState
        case .postcode: return .postalCode
        case .country: return .countryName
        case .off: break
        }
        return nil
    }
}
#endif
