#if canImport(WebKit) && canImport(UIKit)
import CheckoutSDKCore
import Foundation
import UIKit

/// What is around the challenge's pages: the host's name, a way to close, and what there is to say.
@MainActor
final class WebChallengeScreen: UIViewController {
    let texts: ChallengeTexts
    /// The close button.
    var onClose: (() -> Void)?
    /// The screen was taken away.
    var onLeave: (() -> Void)?
    /// There is a page.
    var onShown: (() -> Void)?
    /// Another screen around this one closes the page; here only its windows are closed.
    var isPart = false

    private let pages = UIView(frame: .zero)
    private let name = UILabel(frame: .zero)
    private let notice = UILabel(frame: .zero)
    private lazy var close = UIButton(type: .system, primaryAction: UIAction(title: "\u{2715}") { [weak self] _ in self?.onClose?() })
    private let activity = UIActivityIndicatorView(style: .medium)
    /// The question that is open, and its answer if nobody gives one.
    private var question: (alert: UIAlertController, unanswered: () -> Void)?

    init(texts: ChallengeTexts) {
        self.texts = texts
        super.init(nibName: nil, bundle: nil)
        modalPresentationStyle = .fullScreen
        isModalInPresentation = true  // in whatever style: a swipe would skip the question
    }

    @available(*, unavailable)
    required init?(coder: NSCoder) { nil }

    override func viewDidLoad() {
        super.viewDidLoad()
        view.backgroundColor = .systemBackground
        for label in [name, notice] {
            label.font = UIFont.preferredFont(forTextStyle: .body)
            label.adjustsFontForContentSizeCategory = true
        }
        name.lineBreakMode = .byTruncatingHead  // the end of a host's name says whose it is
        notice.numberOfLines = 0
        notice.isHidden = true
        close.accessibilityLabel = texts.close
        close.isHidden = isPart
        lay()
    }

    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        if isBeingDismissed { onLeave?() }
    }

    /// Over the pages that are there already.
    func put(_ page: UIView) {
        loadViewIfNeeded()
        page.translatesAutoresizingMaskIntoConstraints = false
        pages.addSubview(page)
        NSLayoutConstraint.activate([
            page.topAnchor.constraint(equalTo: pages.topAnchor),
            page.bottomAnchor.constraint(equalTo: pages.bottomAnchor),
            page.leadingAnchor.constraint(equalTo: pages.leadingAnchor),
            page.trailingAnchor.constraint(equalTo: pages.trailingAnchor),
        ])
    }

    func show(hostName: String?, isLoading: Bool, isWindow: Bool) {
        name.text = hostName
        close.isHidden = isPart && !isWindow
        if isLoading { return activity.startAnimating() }
        activity.stopAnimating()
        onShown?()
    }

    func say(_ message: String) {
        notice.text = message
        notice.isHidden = false
        UIAccessibility.post(notification: .announcement, argument: message)
    }

    private func lay() {
        let touchable: CGFloat = 44
        let bar = UIStackView(arrangedSubviews: [close, name, activity])
        bar.spacing = 8
        let all = UIStackView(arrangedSubviews: [bar, pages, notice])
        all.axis = .vertical
        all.translatesAutoresizingMaskIntoConstraints = false
        view.addSubview(all)
        let safe = view.safeAreaLayoutGuide
        NSLayoutConstraint.activate([
            close.widthAnchor.constraint(greaterThanOrEqualToConstant: touchable),
            close.heightAnchor.constraint(greaterThanOrEqualToConstant: touchable),
            all.topAnchor.constraint(equalTo: safe.topAnchor),
            all.bottomAnchor.constraint(equalTo: safe.bottomAnchor),
            all.leadingAnchor.constraint(equalTo: safe.leadingAnchor),
            all.trailingAnchor.constraint(equalTo: safe.trailingAnchor),
        ])
    }
}

// MARK: - Questions, each of which is answered exactly once

extension WebChallengeScreen {
    func askToLeave(_ leave: @escaping () -> Void) {
        let alert = UIAlertController(title: nil, message: texts.leaveQuestion, preferredStyle: .alert)
        ask(alert, yes: texts.leave, no: texts.goOn) { if $0 { leave() } }
    }

    func alert(_ hostName: String?, _ message: String, _ answer: @escaping () -> Void) {
        ask(UIAlertController(title: hostName, message: message, preferredStyle: .alert), yes: texts.ok, no: nil) { _ in answer() }
    }

    func confirm(_ hostName: String?, _ message: String, _ answer: @escaping (Bool) -> Void) {
        let alert = UIAlertController(title: hostName, message: message, preferredStyle: .alert)
        ask(alert, yes: texts.ok, no: texts.cancel, answer)
    }

    func prompt(_ hostName: String?, _ message: String, _ proposed: String?, _ answer: @escaping (String?) -> Void) {
        let alert = UIAlertController(title: hostName, message: message, preferredStyle: .alert)
        alert.addTextField { field in field.text = proposed }
        ask(alert, yes: texts.ok, no: texts.cancel) { isYes in answer(isYes ? alert.textFields?.first?.text ?? "" : nil) }
    }

    func closeQuestion() {
        guard let (alert, unanswered) = question else { return }
        question = nil
        alert.dismiss(animated: false, completion: nil)
        unanswered()
    }

    /// One at a time; and who is not on the screen cannot ask.
    private func ask(_ alert: UIAlertController, yes: String, no: String?, _ answer: @escaping (Bool) -> Void) {
        guard question == nil, viewIfLoaded?.window != nil, presentedViewController == nil else { return answer(false) }
        let answered = { [weak self] (isYes: Bool) in
            self?.question = nil
            answer(isYes)
        }
        alert.addAction(UIAlertAction(title: yes, style: .default) { _ in answered(true) })
        if let no {
            alert.addAction(UIAlertAction(title: no, style: .cancel) { _ in answered(false) })
        }
        question = (alert, { answer(false) })
        present(alert, animated: true, completion: nil)
    }
}
#endif
