/// The way of one sheet onto the screen and off it, as a pure machine: whatever happens in whatever order, it is asked for
/// once and answered once, and the app's binding says at the end that it has gone.
struct SheetPresentation: Equatable {
    enum Phase: Hashable, CaseIterable {
        /// Not asked for yet.
        case new
        /// On the screen.
        case shown
        /// It is over, and on its way off the screen.
        case hiding
        /// Off the screen, and not over: a swipe was quicker than the payment, or the app has taken its own screen away.
        case away
        /// Answered.
        case answered
    }

    enum Event: Hashable {
        /// The app asks for the sheet; what is in the way?
        case asked(SheetPresentationError?)
        /// The app has put it on the screen by itself.
        case appeared
        /// The app's binding says no.
        case withdrawn
        /// There is a newer screen. `holds`: a payment is out; `canShow`: the sheet could be put on the screen again.
        case screen(holds: Bool, canShow: Bool)
        /// The sheet has its result.
        case ended
        /// It has gone from the screen, by whatever hand.
        case gone(canShow: Bool)
    }

    enum Effect: Hashable {
        case begin
        case show
        case hide
        /// Tells the sheet that the customer closes it: the model closes it, or asks.
        case close
        /// Tells the sheet that the app gives it up: nobody can be asked any more, and a payment that is out runs on.
        case leave
        case bind(Bool)
        case deliver
        case refuse(SheetPresentationError)
    }

    private(set) var phase = Phase.new

    mutating func handle(_ event: Event) -> [Effect] {
        switch (phase, event) {
        case (.new, .asked(nil)):
            return go(.shown, [.begin, .show])
        case (.new, .asked(let obstacle?)):
            return go(.answered, [.bind(false), .refuse(obstacle)])
        case (.new, .appeared):
            return go(.shown, [.begin])

        case (.shown, .withdrawn):
            return [.bind(true), .close]
        case (.shown, .ended):
            return go(.hiding, [.hide])
        case (.shown, .gone(let canShow)):
            return go(.away, [canShow ? .close : .leave])

        case (.hiding, .gone), (.away, .ended):
            return go(.answered, [.bind(false), .deliver])

        case (.away, .screen(holds: true, canShow: true)), (.away, .asked(nil)):
            return go(.shown, [.show])
        case (.away, .appeared):
            return go(.shown, [])
        case (.away, .screen(holds: false, _)):
            return [.close]

        case (.new, _), (.shown, _), (.hiding, _), (.away, _), (.answered, _):
            return []
        }
    }

    private mutating func go(_ phase: Phase, _ effects: [Effect]) -> [Effect] {
        self.phase = phase
        return effects
    }
}

/// Why a sheet could not be shown. Nothing was begun.
public enum SheetPresentationError: Error, Hashable, Sendable {
    /// What was to show it is not on the screen.
    case notOnScreen
    /// What was to show it shows something else already.
    case busy
}

extension SheetPresentationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notOnScreen: "the sheet was not shown: the view that was to show it is not on the screen"
        case .busy: "the sheet was not shown: another sheet or alert is on the screen, and has to go first"
        }
    }
}
