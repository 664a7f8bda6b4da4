#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI
import UIKit

extension View {
    /// Shows the checkout sheet over this view while `isPresented` is true.
    ///
    /// The binding becomes false when the sheet has gone, by whatever way, and then `onResult` is called, once. An app that
    /// sets it to false by itself closes the sheet as the customer would: while a payment is out, the sheet stays and asks.
    ///
    /// - Parameters:
    ///   - isPresented: Whether there is a sheet.
    ///   - params: What it is opened with; read when it is.
    ///   - onResult: With an error where the sheet could not be shown.
    public func checkoutSheet(
        isPresented: Binding<Bool>,
        params: @autoclosure @escaping @MainActor () -> SheetParams,
        onResult: @escaping @MainActor (CheckoutSheetViewController.Outcome) -> Void
    ) -> some View {
        background { SheetPlace(isPresented: isPresented, params: params, onResult: onResult) }
    }
}

/// The place of a sheet among SwiftUI's views, where links arrive.
private struct SheetPlace: View {
    let isPresented: Binding<Bool>
    let params: @MainActor () -> SheetParams
    let onResult: @MainActor (CheckoutSheetViewController.Outcome) -> Void
    @StateObject private var place = Place()

    @MainActor final class Place: ObservableObject {
        weak var controller: SheetAnchorController?
    }

    var body: some View {
        SheetAnchor(isPresented: isPresented, params: params, onResult: onResult, place: place)
            .accessibilityHidden(true)
            .onOpenURL { place.controller?.sheet?.opened($0) }
    }
}

/// Where the sheet is presented from: the place of the view itself, so that it is the right window and the right screen.
private struct SheetAnchor: UIViewControllerRepresentable {
    let isPresented: Binding<Bool>
    let params: @MainActor () -> SheetParams
    let onResult: @MainActor (CheckoutSheetViewController.Outcome) -> Void
    let place: SheetPlace.Place

    func makeUIViewController(context: Context) -> SheetAnchorController {
        let controller = SheetAnchorController(nibName: nil, bundle: nil)
        place.controller = controller
        return controller
    }

    func updateUIViewController(_ controller: SheetAnchorController, context: Context) {
        controller.anchor = self
        // Not while views are being made: what follows may change the binding.
        Task { controller.follow() }
    }
}

/// Carries the binding to the sheet, one sheet at a time.
@MainActor
private final class SheetAnchorController: UIViewController {
    var anchor: SheetAnchor?
    private(set) var sheet: CheckoutSheetViewController?
    /// Before that a sheet waits: an app may ask for one while its own view is on its way to the screen.
    private var hasAppeared = false

    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        hasAppeared = true
        follow()
    }

    func follow() {
        guard let anchor, hasAppeared else { return }
        switch (sheet, anchor.isPresented.wrappedValue) {
        case (nil, true): show(anchor)
        case (let sheet?, false): sheet.withdraw()
        case (nil, false), (.some, true): break
        }
    }

    private func show(_ anchor: SheetAnchor) {
        let sheet = CheckoutSheetViewController(anchor.params()) { [weak self] outcome in
            self?.sheet = nil
            anchor.onResult(outcome)
            // The app may have asked for the next one there, which its binding, true again at once, would not tell.
            Task { self?.follow() }
        }
        sheet.onBind = { isPresented in anchor.isPresented.wrappedValue = isPresented }
        self.sheet = sheet
        sheet.present(over: self)
    }
}
#endif
