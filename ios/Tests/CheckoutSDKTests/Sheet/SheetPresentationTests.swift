import Testing

@testable import CheckoutSDK

/// Every order of events that a screen and an app can bring about, walked to the end.
@Suite struct SheetPresentationTests {
    private typealias Event = SheetPresentation.Event
    private typealias Effect = SheetPresentation.Effect

    /// The machine, and what has come of it so far.
    private struct World: Hashable {
        var machine = SheetPresentation()
        var hasBegun = false
        var hasEnded = false
        var answers = 0
        /// What the app's binding says.
        var isBound = true

        /// What can happen next. A sheet ends once, after it has begun, and then has no newer screen.
        var events: [Event] {
            var events: [Event] = [.asked(nil), .asked(.busy), .asked(.notOnScreen), .appeared, .withdrawn]
            events += [.gone(canShow: true), .gone(canShow: false)]
            if hasBegun && !hasEnded {
                events.append(.ended)
                for holds in [true, false] {
                    for canShow in [true, false] { events.append(.screen(holds: holds, canShow: canShow)) }
                }
            }
            return events
        }

        static func == (one: World, other: World) -> Bool { one.key == other.key }
        func hash(into hasher: inout Hasher) { hasher.combine(key) }
        private var key: [Int] {
            let phase = SheetPresentation.Phase.allCases.firstIndex(of: machine.phase) ?? -1
            return [phase, hasBegun ? 1 : 0, hasEnded ? 1 : 0, answers, isBound ? 1 : 0]
        }
    }

    @Test func whateverHappensThereIsOneAnswerAndTheBindingIsFreed() {
        var seen: Set<World> = [World()]
        var open = [World()]
        var steps = 0
        while let world = open.popLast() {
            for event in world.events {
                steps += 1
                let next = step(world, event)
                if seen.insert(next).inserted { open.append(next) }
            }
        }
        #expect(Set(seen.map(\.machine.phase)) == Set(SheetPresentation.Phase.allCases))
        #expect(steps > 60)
        for world in seen { expectAWayOut(from: world) }
    }

    private func step(_ world: World, _ event: Event) -> World {
        var next = world
        if case .withdrawn = event { next.isBound = false }
        let effects = next.machine.handle(event)
        if world.answers > 0 { #expect(effects.isEmpty, "\(event) after the answer: \(effects)") }
        for effect in effects {
            switch effect {
            case .begin:
                #expect(!next.hasBegun, "begun twice, by \(event)")
                next.hasBegun = true
            case .show: #expect(next.hasBegun && !world.hasEnded, "shown by \(event)")
            case .hide: #expect(event == .ended)
            case .close: #expect(next.hasBegun && !world.hasEnded, "closed by \(event)")
            case .leave: #expect(event == .gone(canShow: false), "given up by \(event)")
            case .bind(let isBound):
                #expect(isBound == (next.answers == 0 && effects.contains(.close)))
                next.isBound = isBound
            case .deliver:
                #expect((world.hasEnded || event == .ended) && !next.isBound, "delivered by \(event)")
                next.answers += 1
            case .refuse:
                #expect(!next.hasBegun && !next.isBound, "refused by \(event)")
                next.answers += 1
            }
        }
        if event == .ended { next.hasEnded = true }
        #expect(next.answers <= 1)
        return next
    }

    /// A sheet that was begun comes to its answer once it has its result and is off the screen.
    private func expectAWayOut(from world: World) {
        guard world.hasBegun else { return }
        var world = world
        if !world.hasEnded { world = step(world, .ended) }
        world = step(world, .gone(canShow: false))
        #expect(world.answers == 1 && !world.isBound, "no way out of \(world.machine.phase)")
    }

    @Test func whatWasInTheWayIsTold() {
        for obstacle in [SheetPresentationError.busy, .notOnScreen] {
            var machine = SheetPresentation()
            #expect(machine.handle(.asked(obstacle)) == [.bind(false), .refuse(obstacle)])
            #expect("\(obstacle)".contains("was not shown"))
        }
    }

    @Test func aSwipeThatWasQuickerThanThePaymentBringsTheSheetBack() {
        var machine = SheetPresentation()
        _ = machine.handle(.asked(nil))
        #expect(machine.handle(.gone(canShow: true)) == [.close])
        #expect(machine.handle(.screen(holds: true, canShow: false)) == [])
        #expect(machine.handle(.screen(holds: true, canShow: true)) == [.show])
        #expect(machine.phase == .shown)
    }
}
