import Foundation
import Testing

/// Every type that UniFFI generates is either exported by the facade or has a counterpart there.
@Suite struct ExportedTypesTests {
    private static let hidden: Set = [
        // Behind Checkout, CheckoutSession, SheetSession and their iterators, CheckoutTexts, WebChallenge.
        "NativeCheckout", "NativeSession", "NativeWatch", "NativeSheet", "NativeSheetWatch", "NativeTexts",
        "CheckoutSnapshot", "ChallengePage", "ChallengePageError",
        // Written by hand in Errors.swift and CardForm.swift.
        "ActionError", "CallError", "ConfigError", "Diagnostic", "TextError", "WalletError",
        "CardNumberEdit", "EditedCvv", "ExpiryEdit",
    ]

    @Test func noGeneratedTypeIsForgotten() throws {
        let generated = try names(
            #"(?m)^(?:public|open)\s+(?:struct|enum|class) (?!FfiConverter|Uniffi)([A-Z]\w+)"#,
            in: "ios/Sources/CheckoutSDKCore/CheckoutSDKCore.swift")
        let exported = try names(
            #"(?m)^@_exported import \w+ CheckoutSDKCore\.(\w+)"#, in: "ios/Sources/CheckoutSDK/Types.swift")
        #expect(exported.count > 25)
        #expect(generated.subtracting(Self.hidden) == exported)
    }

    private func names(_ pattern: String, in file: String) throws -> Set<String> {
        let text = try Repository.read(file)
        let matches = try NSRegularExpression(pattern: pattern).matches(in: text, range: NSRange(text.startIndex..., in: text))
        return Set(matches.compactMap { Range($0.range(at: 1), in: text).map { String(text[$0]) } })
    }
}
