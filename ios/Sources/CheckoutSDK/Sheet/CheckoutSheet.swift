#if canImport(SwiftUI) && canImport(UIKit)
import CheckoutSDKCore
import SwiftUI
import UIKit

/// The checkout's screens, for an app that puts them into a view of its own. Most use ``SwiftUI/View/checkoutSheet(isPresented:params:onResult:)``,
/// which also puts them on the screen and takes them away.
///
/// It draws what the core says, and says back what the customer did. The app takes it away when it has its result; taken
/// away before, the sheet lives on, and a view that is made for the same intent shows it again.
public struct CheckoutSheet: View {
    @StateObject private var model: SheetModel
    private let onResult: (@MainActor (SheetResult) -> Void)?

    /// - Parameters:
    ///   - params: Read once.
    ///   - onResult: Called once.
    public init(_ params: @autoclosure @escaping () -> SheetParams, onResult: @escaping @MainActor (SheetResult) -> Void) {
        _model = StateObject(wrappedValue: SheetModel(params()))
        self.onResult = onResult
    }

    /// A sheet that somebody else runs.
    init(_ model: SheetModel) {
        _model = StateObject(wrappedValue: model)
        onResult = nil
    }

    public var body: some View {
        SheetScreenView(model: model, screen: model.screen)
            .interactiveDismissDisabled(model.screen.frame.holds)
            .environment(\.locale, Locale(identifier: model.screen.frame.language))
            .onOpenURL { model.opened($0) }
            .task { if let onResult, let result = await model.run() { onResult(result) } }
    }
}

/// One screen: its frame, and in it the content.
struct SheetScreenView: View {
    @ObservedObject var model: SheetModel
    let screen: SheetScreen

    var body: some View {
        VStack(spacing: 0) {
            SheetHeader(model: model, frame: screen.frame)
            if let challenge = model.challenge, case .challenged(let shown) = screen.content {
                SheetChallengeView(challenge: challenge, text: shown.text, model: model)
            } else {
                scrolled
            }
        }
        .font(model.style.font(.body))
        .foregroundColor(model.style.surface.foreground)
        .background(model.style.surface.background)
        .alert(screen.frame.question?.title ?? "", isPresented: isAsked, presenting: screen.frame.question) { question in
            answer(question.confirm)
            answer(question.dismiss)
        } message: { question in
            Text(question.message)
        }
    }

    private var scrolled: some View {
        ScrollViewReader { scroll in
            ScrollView {
                VStack(alignment: .leading, spacing: 16) {
                    if let notice = screen.frame.notice { SheetNoticeView(notice: notice, style: model.style) }
                    SheetContentView(model: model, content: screen.content)
                }
                .padding(16)
                .frame(maxWidth: 560)
                .frame(maxWidth: .infinity)
            }
            .onChange(of: model.focus) { focus in if let focus { scroll.scrollTo(focus.field, anchor: nil) } }
        }
    }

    /// Only the model takes a question away: a system alert is no more than its picture, and each of its buttons answers.
    private var isAsked: Binding<Bool> {
        Binding(onMain: { screen.frame.question != nil }, set: { _ in })
    }

    private func answer(_ button: SheetButton) -> some View {
        Button(button.label, role: button.role == .destructive ? .destructive : .cancel) { model.act(button.action) }
            .disabled(!button.enabled)
    }
}

/// What every screen has above its content. It stays where it is while the content scrolls, so that a way out is in sight.
struct SheetHeader: View {
    let model: SheetModel
    let frame: SheetFrame

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            HStack {
                if let back = frame.back { SheetBarButton(model: model, button: back, symbol: "chevron.backward") }
                Spacer(minLength: 8)
                if let close = frame.close { SheetBarButton(model: model, button: close, symbol: "xmark") }
            }
            Text(frame.title).font(model.style.font(.title2)).accessibilityAddTraits(.isHeader)
            if let mark = frame.testMark { Text(mark).font(model.style.font(.footnote)) }
        }
        .padding(16)
    }
}

/// The bank's page, below what is said until it is there.
struct SheetChallengeView: View {
    @ObservedObject var challenge: SheetChallenge
    let text: String
    let model: SheetModel

    var body: some View {
        VStack(spacing: 0) {
            if let notice = model.screen.frame.notice { SheetNoticeView(notice: notice, style: model.style) }
            if challenge.isLoading { Text(text).padding(16) }
            SheetChallengePage(challenge: challenge)
        }
    }
}
#endif
