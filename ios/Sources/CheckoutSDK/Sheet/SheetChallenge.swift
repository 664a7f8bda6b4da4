#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import Foundation
import SwiftUI
import UIKit

/// The challenge of a sheet: the page, from its first load to its end. It is not a view's, so that no rotation and no
/// keyboard posts the form again.
@MainActor
final class SheetChallenge: ObservableObject {
    @Published private(set) var isLoading = true

    let presenter: WebChallengePresenter
    private let challenge: Challenge
    private let session: SheetSession
    private var isOpen = true

    init(_ screen: SheetChallengeScreen, _ session: SheetSession) {
        challenge = screen.challenge
        self.session = session
        presenter = WebChallengePresenter(texts: screen.texts)
        presenter.bePart { [weak self] in self?.isLoading = false }
        Task {
            let outcome = await presenter.present(screen.challenge)
            if isOpen { session.challengeEnded(outcome) }
        }
    }

    func opened(_ url: URL) {
        guard let outcome = WebChallenge(challenge)?.outcome(at: url) else { return }
        session.challengeEnded(outcome)
    }

    /// The sheet has gone on, and what the page comes to is not heard any more.
    func close() {
        isOpen = false
        presenter.cancel()
    }
}

/// The page where the sheet shows it.
struct SheetChallengePage: UIViewControllerRepresentable {
    let challenge: SheetChallenge

    func makeUIViewController(context: Context) -> UIViewController {
        challenge.presenter.viewController
    }

    func updateUIViewController(_ controller: UIViewController, context: Context) {}
}
#endif
