import Foundation

public enum UIKeyboardType: Int, Sendable { case `default`, emailAddress, phonePad, asciiCapableNumberPad }
public enum UITextAutocapitalizationType: Int, Sendable { case none, words, sentences, allCharacters }
public enum UITextAutocorrectionType: Int, Sendable { case `default`, no, yes }
public enum UITextSpellCheckingType: Int, Sendable { case `default`, no, yes }
public enum UITextSmartDashesType: Int, Sendable { case `default`, no, yes }
public enum UITextSmartQuotesType: Int, Sendable { case `default`, no, yes }
public enum UITextSmartInsertDeleteType: Int, Sendable { case `default`, no, yes }
public enum UIReturnKeyType: Int, Sendable { case `default`, next, done }
public enum UISemanticContentAttribute: Int, Sendable { case unspecified, forceLeftToRight }
public enum NSTextAlignment: Int, Sendable { case left, center, right, justified, natural }

public struct UITextContentType: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let creditCardNumber = UITextContentType(rawValue: "credit-card-number")
    public static let creditCardExpiration = UITextContentType(rawValue: "cc-exp")
    public static let creditCardSecurityCode = UITextContentType(rawValue: "cc-csc")
    public static let creditCardName = UITextContentType(rawValue: "cc-name")
    public static let name = UITextContentType(rawValue: "name")
    public static let emailAddress = UITextContentType(rawValue: "email")
    public static let telephoneNumber = UITextContentType(rawValue: "tel")
    public static let streetAddressLine1 = UITextContentType(rawValue: "street-address-line1")
    public static let streetAddressLine2 = UITextContentType(rawValue: "street-address-line2")
    public static let addressCity = UITextContentType(rawValue: "address-level2")
    public static let addressState = UITextContentType(rawValue: "address-level1")
    public static let postalCode = UITextContentType(rawValue: "postal-code")
    public static let countryName = UITextContentType(rawValue: "country-name")
}

open class UITextPosition: NSObject {
    let offset: Int
    init(_ offset: Int) { self.offset = offset }
}

open class UITextRange: NSObject {
    public let start, end: UITextPosition
    init(_ start: UITextPosition, _ end: UITextPosition) { (self.start, self.end) = (start, end) }
}

@MainActor public protocol UITextFieldDelegate: AnyObject {
    func textFieldDidEndEditing(_ textField: UITextField)
    func textFieldShouldReturn(_ textField: UITextField) -> Bool
}

@MainActor open class UITextDragInteraction: NSObject {
    public var isEnabled = true
}

@MainActor open class UITextField: UIControl {
    public weak var delegate: (any UITextFieldDelegate)?
    /// As on a device, setting a text puts the caret at its end.
    public var text: String? { didSet { selectedTextRange = UITextRange(endOfDocument, endOfDocument) } }
    public var placeholder: String?
    public var font: UIFont?
    public var textAlignment = NSTextAlignment.natural
    public var adjustsFontForContentSizeCategory = false
    public var keyboardType = UIKeyboardType.default
    public var autocapitalizationType = UITextAutocapitalizationType.sentences
    public var autocorrectionType = UITextAutocorrectionType.default
    public var spellCheckingType = UITextSpellCheckingType.default
    public var smartDashesType = UITextSmartDashesType.default
    public var smartQuotesType = UITextSmartQuotesType.default
    public var smartInsertDeleteType = UITextSmartInsertDeleteType.default
    public var returnKeyType = UIReturnKeyType.default
    public var textContentType: UITextContentType!
    public var textDragInteraction: UITextDragInteraction? = UITextDragInteraction()
    public var markedTextRange: UITextRange?
    public var selectedTextRange: UITextRange?
    public var beginningOfDocument: UITextPosition { UITextPosition(0) }
    public var endOfDocument: UITextPosition { UITextPosition((text ?? "").utf16.count) }

    open func position(from position: UITextPosition, offset: Int) -> UITextPosition? {
        let place = position.offset + offset
        return 0...endOfDocument.offset ~= place ? UITextPosition(place) : nil
    }
    open func offset(from: UITextPosition, to: UITextPosition) -> Int { to.offset - from.offset }
    open func textRange(from: UITextPosition, to: UITextPosition) -> UITextRange? { UITextRange(from, to) }
}

public struct Selector: Hashable, Sendable {
    let name: String
    public init(_ name: String) { self.name = name }
}

extension NSAttributedString.Key {
    public static let accessibilitySpeechSpellOut = NSAttributedString.Key("UIAccessibilitySpeechAttributeSpellOut")
}
