#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI
import UIKit

/// How a checkout sheet looks: colours, corners, font and marks. A colour of the app's for light and dark is one from its
/// assets.
public struct SheetStyle: Sendable {
    /// What stands on what. Always set both, so that one can be read on the other.
    public struct Pair: Sendable {
        /// Below.
        public var background: Color
        /// On it.
        public var foreground: Color

        /// A pair.
        public init(background: Color, foreground: Color) {
            self.background = background
            self.foreground = foreground
        }
    }

    /// The sheet.
    public var surface = Pair(background: Color(uiColor: .systemBackground), foreground: Color(uiColor: .label))
    /// Fields, rows and notices.
    public var panel = Pair(background: Color(uiColor: .secondarySystemBackground), foreground: Color(uiColor: .label))
    /// The button for the main thing to do.
    public var primary = Pair(background: Color(uiColor: .label), foreground: Color(uiColor: .systemBackground))
    /// What went wrong: errors, and buttons that delete. On the surface and on panels.
    public var problem = Color(uiColor: UIColor { $0.userInterfaceStyle == .dark ? .lightRed : .darkRed })
    /// Of buttons, fields and panels.
    public var cornerRadius: CGFloat = 10
    /// The name of a font of the app's, in the place of the system's. It grows with the customer's text size, too.
    public var fontName: String?
    /// The mark of a card scheme, from the app's assets. The SDK brings no artwork of the schemes'.
    public var schemeMark: @Sendable (CardScheme) -> Image? = { _ in nil }

    /// The system's colours and font.
    public init() {}

    func font(_ textStyle: Font.TextStyle) -> Font {
        fontName.map { Font.custom($0, size: size(of: textStyle), relativeTo: textStyle) } ?? .system(textStyle)
    }

    var fieldFont: UIFont {
        guard let font = fontName.flatMap({ UIFont(name: $0, size: size(of: .body)) }) else {
            return .preferredFont(forTextStyle: .body)
        }
        return UIFontMetrics(forTextStyle: .body).scaledFont(for: font)
    }

    /// The system's own, at the text size that it comes with.
    private func size(of textStyle: Font.TextStyle) -> CGFloat {
        switch textStyle {
        case .title2: 22
        case .footnote: 13
        default: 17
        }
    }
}

extension UIColor {
    /// At least 4.5 to 1 on white and on the lightest grey of panels, which the system's red is not.
    fileprivate static let darkRed = UIColor(red: 0.7, green: 0.07, blue: 0.07, alpha: 1)
    /// The same on black and on the dark panels.
    fileprivate static let lightRed = UIColor(red: 1, green: 0.55, blue: 0.52, alpha: 1)
}
#endif
