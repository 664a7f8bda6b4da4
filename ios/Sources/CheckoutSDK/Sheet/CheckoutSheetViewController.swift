#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI
import UIKit

/// The checkout sheet for UIKit: it puts itself on the screen, takes itself away, and then tells its result, once.
@MainActor
public final class CheckoutSheetViewController: UIViewController {
    /// What comes of a sheet.
    public typealias Outcome = Result<SheetResult, SheetPresentationError>

    private let params: SheetParams
    private let onResult: @MainActor (Outcome) -> Void
    /// The app's binding, in SwiftUI.
    var onBind: ((Bool) -> Void)?

    private var presentation = SheetPresentation()
    private(set) var model: SheetModel?
    private var result: SheetResult?
    private weak var host: UIViewController?

    /// - Parameters:
    ///   - params: What the sheet is opened with.
    ///   - onResult: Called once, when the sheet has gone from the screen or could not be shown.
    public init(_ params: SheetParams, onResult: @escaping @MainActor (Outcome) -> Void) {
        self.params = params
        self.onResult = onResult
        super.init(nibName: nil, bundle: nil)
        modalPresentationStyle = .formSheet  // a sheet on phones; centred, and no wider than it should be, elsewhere
    }

    @available(*, unavailable)
    required init?(coder: NSCoder) { nil }

    /// Shows the sheet. A host that is not on the screen, or that shows something else already, is told to `onResult`.
    public func present(over host: UIViewController) {
        self.host = host
        handle(.asked(obstacle(to: host)))
    }

    /// A link has brought the customer back to the app: pass on what the app's scene was opened with.
    public func opened(_ url: URL) {
        model?.opened(url)
    }

    /// The app wants it gone. While a payment is out it stays, and asks the customer.
    func withdraw() {
        handle(.withdrawn)
    }

    public override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        presentationController?.delegate = self
        handle(.appeared)
    }

    public override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        guard isBeingDismissed || isMovingFromParent else { return }
        // Not while UIKit is still taking it away: it may have to be shown again, or the app shows something else then.
        Task { handle(.gone(canShow: canShow)) }
    }

    private func handle(_ event: SheetPresentation.Event) {
        for effect in presentation.handle(event) { perform(effect) }
    }

    private func perform(_ effect: SheetPresentation.Effect) {
        switch effect {
        case .begin: begin()
        case .show: host?.present(self, animated: true)
        case .hide: hide()
        case .close: model?.act(.close)
        case .leave: model?.session.native.leave()
        case .bind(let isPresented): onBind?(isPresented)
        case .deliver: if let result { onResult(.success(result)) }
        case .refuse(let error): onResult(.failure(error))
        }
    }

    /// Nothing is begun for a sheet that cannot be shown. From here it lives until it has its result.
    private func begin() {
        let model = SheetModel(params)
        self.model = model
        model.onScreen = { [weak self] in self?.follow() }
        show(UIHostingController(rootView: CheckoutSheet(model)))
        follow()
        Task {
            result = await model.run()
            handle(.ended)
        }
    }

    private func follow() {
        guard let frame = model?.screen.frame else { return }
        isModalInPresentation = frame.holds
        view.accessibilityLanguage = frame.language
        if !frame.isClosed { handle(.screen(holds: frame.holds, canShow: canShow)) }
    }

    /// Takes away this sheet, with what stands over it, and nothing below.
    private func hide() {
        guard let below = presentingViewController else { return handle(.gone(canShow: false)) }
        below.dismiss(animated: true)
    }

    private var canShow: Bool { host.map { obstacle(to: $0) == nil } ?? false }

    private func obstacle(to host: UIViewController) -> SheetPresentationError? {
        guard host.viewIfLoaded?.window != nil else { return .notOnScreen }
        return host.presentedViewController == nil ? nil : .busy
    }

    private func show(_ child: UIViewController) {
        addChild(child)
        view.addSubview(child.view)
        child.view.translatesAutoresizingMaskIntoConstraints = false
        NSLayoutConstraint.activate([
            child.view.topAnchor.constraint(equalTo: view.topAnchor),
            child.view.bottomAnchor.constraint(equalTo: view.bottomAnchor),
            child.view.leadingAnchor.constraint(equalTo: view.leadingAnchor),
            child.view.trailingAnchor.constraint(equalTo: view.trailingAnchor),
        ])
        child.didMove(toParent: self)
    }
}

extension CheckoutSheetViewController: UIAdaptivePresentationControllerDelegate {
    /// A swipe while it is held: the model asks.
    public func presentationControllerDidAttemptToDismiss(_ presentationController: UIPresentationController) {
        model?.act(.close)
    }
}
#endif
