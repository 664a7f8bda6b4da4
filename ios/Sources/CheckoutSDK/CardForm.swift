import CheckoutSDKCore

/// What a card form needs while somebody types: pure functions for a form of any toolkit.
///
/// Carets are counted in UTF-16 code units, as `NSRange` and the offsets of a `UITextField` are.
public enum CardForm {
    /// Groups a card number while it is typed. The caret stays behind the digit that it was behind.
    ///
    /// - Parameters:
    ///   - typed: The text of the field after the edit.
    ///   - caret: Where the caret is in it. One that is outside counts as at the nearer end.
    public static func editNumber(typed: String, caret: Int) -> CardNumberEdit {
        CardNumberEdit(editCardNumber(typed: typed, caret: Int32(clamping: caret)))
    }

    /// Formats an expiry as `MM/YY` while it is typed. What can be read as a whole, in any way of writing it, is taken as
    /// a whole where autofill, a scanner or a paste leaves the caret: at an end. In the middle no digit is added, because
    /// somebody is correcting it.
    ///
    /// - Parameters:
    ///   - typed: The text of the field after the edit.
    ///   - caret: Where the caret is in it. One that is outside counts as at the nearer end.
    public static func editExpiry(typed: String, caret: Int) -> ExpiryEdit {
        ExpiryEdit(CheckoutSDKCore.editExpiry(typed: typed, caret: Int32(clamping: caret)))
    }

    /// Keeps the digits of a new card's CVV while it is typed. Edit it again after each edit of the number: a CVV can be
    /// complete for one brand and not for another.
    ///
    /// - Parameters:
    ///   - typed: The text of the field after the edit.
    ///   - caret: Where the caret is in it. One that is outside counts as at the nearer end.
    ///   - number: What stands in the number's field: its scheme says how long the CVV is.
    public static func editCvv(typed: String, caret: Int, number: String) -> CvvEdit {
        CvvEdit(CheckoutSDKCore.editCvv(typed: typed, caret: Int32(clamping: caret), number: number))
    }

    /// Keeps the digits of a saved card's CVV while it is typed.
    ///
    /// - Parameter schemeName: The ``SavedCard/schemeName`` of the card.
    public static func editSavedCardCvv(typed: String, caret: Int, schemeName: String) -> CvvEdit {
        CvvEdit(
            CheckoutSDKCore.editSavedCardCvv(typed: typed, caret: Int32(clamping: caret), schemeName: schemeName))
    }

    /// What to say about a card number.
    ///
    /// - Parameter supportedSchemes: The ``PaymentSummary/supportedSchemes`` of the summary.
    public static func checkNumber(_ typed: String, supportedSchemes: [String], moment: Moment) -> Feedback {
        CheckoutSDKCore.checkNumber(typed: typed, supportedSchemes: supportedSchemes, moment: moment)
    }

    /// What to say about an expiry, by the device's clock alone. The payment goes by the API host's as well, and so does
    /// ``CheckoutSession/checkExpiry(_:moment:)``.
    public static func checkExpiry(_ typed: String, moment: Moment) -> Feedback {
        CheckoutSDKCore.checkExpiry(typed: typed, moment: moment)
    }

    /// What to say about the CVV of a new card.
    ///
    /// - Parameter number: What stands in the number's field: its scheme says how long the CVV is.
    public static func checkCvv(_ typed: String, number: String, moment: Moment) -> Feedback {
        CheckoutSDKCore.checkCvv(typed: typed, number: number, moment: moment)
    }

    /// What to say about the CVV of a saved card.
    ///
    /// - Parameter schemeName: The ``SavedCard/schemeName`` of the card.
    public static func checkSavedCardCvv(_ typed: String, schemeName: String, moment: Moment) -> Feedback {
        CheckoutSDKCore.checkSavedCardCvv(typed: typed, schemeName: schemeName, moment: moment)
    }

    /// What to say about a cardholder name.
    public static func checkCardholderName(_ typed: String, moment: Moment) -> Feedback {
        CheckoutSDKCore.checkCardholderName(typed: typed, moment: moment)
    }

    /// What to say about an e-mail address that the intent collects.
    public static func checkEmail(_ typed: String, moment: Moment) -> Feedback {
        CheckoutSDKCore.checkEmail(typed: typed, moment: moment)
    }

    /// What to say about the postcode of a billing address that the intent collects.
    ///
    /// - Parameter countryCode: The country of the address: ISO 3166-1 alpha-2, in any case.
    public static func checkPostcode(_ typed: String, countryCode: String, moment: Moment) -> Feedback {
        CheckoutSDKCore.checkPostcode(typed: typed, countryCode: countryCode, moment: moment)
    }

    /// Whether an address in this country (ISO 3166-1 alpha-2, in any case) has to have a postcode.
    public static func needsPostcode(countryCode: String) -> Bool {
        CheckoutSDKCore.needsPostcode(countryCode: countryCode)
    }

    /// The countries of an address form: ISO 3166-1 alpha-2 codes, in alphabetical order. Their names are the
    /// platform's: `Locale.current.localizedString(forRegionCode:)`.
    public static var countries: [String] { CheckoutSDKCore.countries() }

    /// An amount in the major unit, taken apart: where its symbol and separators go is the platform's business.
    ///
    /// - Parameters:
    ///   - minorUnits: Pence for GBP, yen for JPY.
    ///   - currencyCode: ISO 4217.
    /// - Returns: `nil` if the currency is not one to pay in.
    public static func amountParts(minorUnits: Int64, currencyCode: String) -> AmountParts? {
        CheckoutSDKCore.amountParts(minorUnits: minorUnits, currencyCode: currencyCode)
    }
}

/// What a card number field shows after an edit. It is never printed.
public struct CardNumberEdit: Equatable, Sendable {
    /// The number in groups.
    public let text: String
    /// Where the caret goes in it, in UTF-16 code units.
    public let caret: Int
    /// The scheme, once it is certain: for its logo.
    public let scheme: CardScheme?
    /// Whether it is a whole card number with a right check digit. Some schemes have longer ones too, so this alone
    /// does not mean that the customer is done.
    public let isComplete: Bool
    /// Whether no more digits fit: the form may go on to the next field.
    public let isFull: Bool

    init(_ edit: CheckoutSDKCore.CardNumberEdit) {
        text = edit.text()
        caret = Int(edit.caret())
        scheme = edit.scheme()
        isComplete = edit.isComplete()
        isFull = edit.isFull()
    }
}

/// What an expiry field shows after an edit. It is never printed.
public struct ExpiryEdit: Equatable, Sendable {
    /// `MM/YY`, or the beginning of it; while a year of four digits is typed, as much of that as there is.
    public let text: String
    /// Where the caret goes in it, in UTF-16 code units.
    public let caret: Int
    /// Whether there are a month and a year. ``CardForm/checkExpiry(_:moment:)`` says whether they will do.
    public let isComplete: Bool

    init(_ edit: CheckoutSDKCore.ExpiryEdit) {
        text = edit.text
        caret = Int(edit.caret)
        isComplete = edit.isComplete
    }
}

/// What a CVV field shows after an edit. It is never printed.
public struct CvvEdit: Equatable, Sendable {
    /// The digits.
    public let text: String
    /// Where the caret goes in it, in UTF-16 code units.
    public let caret: Int
    /// Whether it has a length that the card's CVV can have.
    public let isComplete: Bool
    /// Whether the card's CVV has no more digits: the form may go on to the next field.
    public let isFull: Bool

    init(_ edit: EditedCvv) {
        text = edit.text()
        caret = Int(edit.caret())
        isComplete = edit.isComplete()
        isFull = edit.isFull()
    }
}

extension CardNumberEdit: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "CardNumberEdit(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ExpiryEdit: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "ExpiryEdit(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension CvvEdit: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "CvvEdit(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
