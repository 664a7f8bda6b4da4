import CheckoutSDKCore
import Foundation

/// An open checkout sheet without a view: its screens as data, and what is done to it. For apps that draw the sheet
/// themselves; everything else (what is enabled, in which words, what an error does) is decided.
///
/// It is the sequence of its screens: `for await screen in sheet` gives the current one and then each newer one, and ends
/// after the one that says that the sheet is over (``SheetFrame/isClosed``). Screens in between may be passed over by who
/// is slow. Everything can be called from any thread, and answers at once.
///
/// The ``Checkout`` keeps its sheets as long as it lives, so that ``Checkout/sheet(for:)`` finds them again.
public final class SheetSession: Sendable {
    let native: NativeSheet

    init(_ native: NativeSheet) {
        self.native = native
    }

    /// The id of the intent, or of the customer whose saved cards it shows: what the sheet is found again by.
    public var id: String { native.id() }

    /// What is on the screen now.
    public var screen: SheetScreen { native.screen() }

    /// What is paid, for the requests to wallets; `nil` until it is loaded.
    public var summary: PaymentSummary? { native.summary() }

    /// What stands in a field of the screen; empty for one that is not there.
    public func text(in field: SheetFieldId) -> String {
        native.text(field: field)
    }

    /// The customer or the platform does something. What the screen does not offer is refused
    /// (``SheetAnswer/accepted``), and nothing changes.
    @discardableResult
    public func act(_ action: SheetAction) -> SheetAnswer {
        native.act(action: action)
    }

    /// A field has a new text: typed, pasted or filled in.
    ///
    /// - Parameters:
    ///   - text: The whole text of the field after the edit.
    ///   - field: Which one.
    ///   - caret: Where the caret is in it, in UTF-16 code units; without it, at the end.
    /// - Returns: With the field as it is now. Its text is ``text(in:)``, and a view sets its own only where that differs.
    @discardableResult
    public func type(_ text: String, in field: SheetFieldId, caret: Int? = nil) -> SheetAnswer {
        native.typeText(field: field, text: text, caret: Int32(clamping: caret ?? text.utf16.count))
    }

    /// Apple's sheet has ended with a payment.
    @discardableResult
    public func payWithApplePay(_ payment: ApplePayPayment) -> SheetAnswer {
        native.payWithApplePay(
            tokenJson: payment.tokenJson,
            billingContact: payment.billingContact,
            shippingContact: payment.shippingContact
        )
    }

    /// Google's sheet has ended with a payment: the JSON of its `PaymentData`, as it is. See
    /// ``CheckoutSession/payWithGooglePay(paymentDataJson:)``.
    @discardableResult
    public func payWithGooglePay(paymentDataJson: String) -> SheetAnswer {
        native.payWithGooglePay(paymentDataJson: paymentDataJson)
    }

    /// The challenge of ``SheetContent/challenged(screen:)`` has ended.
    @discardableResult
    public func challengeEnded(_ outcome: ChallengeOutcome) -> SheetAnswer {
        native.challengeEnded(outcome: outcome)
    }

    /// The customer's texts are others from now on: the app's language has changed.
    public func setTexts(_ texts: CheckoutTexts) {
        native.setTexts(texts: texts.native)
    }

    /// Waits for the result. There is one, when the sheet is over, and it can be asked for again.
    ///
    /// - Throws: `CancellationError` when the task that waits is cancelled. The sheet goes on.
    public func result() async throws -> SheetResult {
        let watch = native.watch()
        let result = await withTaskCancellationHandler {
            await watch.result()
        } onCancel: {
            // Not right here: a handler runs under the task's lock, which the core may be waiting for.
            Task { watch.stop() }
        }
        guard let result else { throw CancellationError() }
        return result
    }
}

extension SheetSession: AsyncSequence {
    public typealias Element = SheetScreen

    public func makeAsyncIterator() -> Iterator {
        Iterator(watch: native.watch())
    }

    /// One observer's place in the screens.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let watch: NativeSheetWatch
        private var revision: Int64 = 0
        private var ended = false

        init(watch: NativeSheetWatch) {
            self.watch = watch
        }

        /// The next screen; `nil` after the last one, and when the task is cancelled.
        public mutating func next() async -> SheetScreen? {
            guard !ended else { return nil }
            let (watch, last) = (watch, revision)
            let screen = await withTaskCancellationHandler {
                await watch.nextScreen(afterRevision: last)
            } onCancel: {
                Task { watch.stop() }
            }
            guard let screen else {
                ended = true
                return nil
            }
            revision = screen.revision
            ended = screen.frame.isClosed
            return screen
        }
    }
}

extension SheetSession: CustomStringConvertible {
    public var description: String { "SheetSession(\(id))" }
}
