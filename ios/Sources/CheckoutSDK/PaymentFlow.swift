import CheckoutSDKCore

extension CheckoutSession {
    /// Carries this checkout to its result, with the app's UI: for a session that was found again. See
    /// ``Checkout/startPaymentFlow(paymentIntentId:customerSecret:mustCompleteBy:ui:)``.
    public func run(ui: any CheckoutUI) async -> PaymentResult {
        if Task.isCancelled { cancel() }
        return await withTaskCancellationHandler {
            await PaymentFlow(session: self, ui: ui).lead()
        } onCancel: {
            // Not right here: a handler runs under the task's lock, which the core may be waiting for.
            Task { cancel() }
        }
    }
}

/// Leads a session of any kind to its result by asking the app's UI what each state asks for.
private struct PaymentFlow: Sendable {
    let session: CheckoutSession
    let ui: any CheckoutUI
    let news: News

    init(session: CheckoutSession, ui: any CheckoutUI) {
        self.session = session
        self.ui = ui
        news = News(for: ui)
    }

    func lead() async -> PaymentResult {
        defer { news.end() }
        var snapshot = await next(after: 0)
        var notice = snapshot.notice
        while true {
            news.tell(.state(snapshot.state))
            if case .finished(let result) = snapshot.state { return result }
            let asking = Task { [asked = snapshot.state, notice] in await ask(about: asked, notice) }
            let before = snapshot
            repeat { snapshot = await next(after: snapshot.revision) } while snapshot.state == before.state
            asking.cancel()  // settled by other means, if it is not done
            notice = newNotice(of: snapshot, after: before)
        }
    }

    /// Straight from the core: also in a cancelled task the result is waited for.
    private func next(after revision: Int64) async -> CheckoutSnapshot {
        await session.native.nextState(afterRevision: revision)
    }

    /// The notice, unless it was told already: the list of saved cards can change while it stands.
    private func newNotice(of snapshot: CheckoutSnapshot, after before: CheckoutSnapshot) -> Notice? {
        let isTold = snapshot.notice == before.notice && total(of: snapshot) == total(of: before)
        return isTold ? nil : snapshot.notice
    }

    private func total(of snapshot: CheckoutSnapshot) -> Money? {
        if case .choosingMethod(let summary) = snapshot.state { summary.total } else { nil }
    }

    private func ask(about state: CheckoutState, _ notice: Notice?) async {
        do {
            switch state {
            case .choosingMethod(let summary):
                try await choose(from: summary, notice.map(ActionError.init))
            case .startingThreeDs(let token):
                let started = try await answer { try await ui.startThreeDs(token: token) }
                try session.threeDsReady(started: started)
            case .challenged(let challenge):
                try session.completeChallenge(await outcome(of: challenge))
            case .loading, .paying, .finished:
                break
            }
        } catch ActionError.wrongState {
            // The checkout is elsewhere by now, and is asked about there.
        } catch where Task.isCancelled {
            // The same.
        } catch {
            news.tell(.failure(error))
            session.cancel()
        }
    }

    private func choose(from summary: PaymentSummary, _ notice: ActionError?) async throws {
        var refused = notice
        while true {
            let choice = try await answer { [refused] in try await ui.chooseMethod(summary: summary, refused: refused) }
            do {
                return try await act(on: choice)
            } catch ActionError.wrongState {
                throw ActionError.wrongState
            } catch let refusal as ActionError {
                refused = refusal
            }
        }
    }

    private func act(on choice: PaymentChoice) async throws {
        switch choice {
        case .savedCard(let id, let cvv): try session.payWithSavedCard(id: id, cvv: cvv)
        case .newCard(let card): try session.payWithCard(card)
        case .applePay(let payment): try session.payWithApplePay(payment)
        case .googlePay(let paymentDataJson): try session.payWithGooglePay(paymentDataJson: paymentDataJson)
        case .deleteSavedCard(let id): try await session.deleteSavedCard(id: id)
        case .leave: session.cancel()
        }
    }

    private func outcome(of challenge: Challenge) async throws -> ChallengeOutcome {
        do {
            return try await answer { try await ui.presentChallenge(challenge) }
        } catch where !Task.isCancelled {
            news.tell(.failure(error))
            // The text goes to the gateway, so nothing of the error is in it.
            return .notShown(number: challengeFailed, description: "the app could not show the challenge")
        }
    }

    /// What the UI answers, unless the question was settled meanwhile.
    private func answer<T>(_ question: () async throws -> T) async throws -> T {
        let answer = try await question()
        try Task.checkCancellation()
        return answer
    }
}

/// The error number of a challenge that failed in the app itself.
private let challengeFailed: Int32 = 1

/// What the UI is told but not asked. In order, and without making the payment wait.
private struct News: Sendable {
    enum Item: Sendable {
        case state(CheckoutState)
        case failure(any Error)
    }

    private let items: AsyncStream<Item>.Continuation

    init(for ui: any CheckoutUI) {
        let (stream, items) = AsyncStream.makeStream(of: Item.self)
        self.items = items
        Task {
            for await item in stream {
                switch item {
                case .state(let state): await ui.stateChanged(to: state)
                case .failure(let error): await ui.callFailed(error)
                }
            }
        }
    }

    func tell(_ item: Item) {
        items.yield(item)
    }

    func end() {
        items.finish()
    }
}
