import CheckoutSDKCore
import Foundation

/// What the customer reads: the texts of the checkout sheet, and for apps that draw screens of their own those of results,
/// errors and amounts.
public final class CheckoutTexts: Sendable {
    let native: NativeTexts

    /// The texts of a language.
    ///
    /// - Parameters:
    ///   - language: The customer's language, as a tag (`de-AT`); what the SDK has no texts for is English. By default the
    ///     app's own.
    ///   - rightToLeft: How the layout around the texts runs, if not as the language does.
    ///   - replacements: Texts of the app in the place of the SDK's, by name (``names``).
    /// - Throws: ``TextError``: one of the replacements has an unknown name, or cannot be shown in that place.
    public init(
        language: String = Locale.current.identifier,
        rightToLeft: Bool? = nil,
        replacements: [String: String] = [:]
    ) throws {
        native = try translatingErrors {
            try NativeTexts(language: language, rightToLeft: rightToLeft, replacements: replacements)
        }
    }

    /// The texts of the app's own language, as they stand.
    public init() {
        native = NativeTexts.of(language: Locale.current.identifier)
    }

    /// The names of all texts: those that can be replaced.
    public static var names: [String] { textNames() }

    /// The language that the texts are in: `en`, `es`, `it`, `de` or `fr`.
    public var language: String { native.language() }

    /// The text of a name as it stands, with its placeholders (`{amount}`); `nil` if there is none of that name.
    public func text(_ name: String) -> String? {
        native.text(name: name)
    }

    /// How a checkout ended, in the customer's words.
    public func result(_ result: PaymentResult, flow: CheckoutFlow = .payment) -> ResultText {
        native.result(result: result, flow: flow)
    }

    /// What is wrong with a field, in the customer's words. ``FieldError/text`` is for logs.
    public func fieldError(_ error: FieldError) -> String {
        native.fieldError(error: error)
    }

    /// An amount as the customer's region writes it; `nil` if the currency is not one to pay in.
    ///
    /// - Parameters:
    ///   - minorUnits: Pence for GBP, yen for JPY.
    ///   - currencyCode: ISO 4217.
    public func amount(minorUnits: Int64, currencyCode: String) -> String? {
        native.amount(minorUnits: minorUnits, currencyCode: currencyCode)
    }

    /// An amount as the customer's region writes it.
    public func amount(_ money: Money) -> String {
        amount(minorUnits: money.minorUnits, currencyCode: money.currencyCode) ?? "\(money.major) \(money.currencyCode)"
    }
}

extension CheckoutTexts: CustomStringConvertible {
    public var description: String { "CheckoutTexts(\(language))" }
}
