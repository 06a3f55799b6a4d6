import Synchronization
import TallyMetering
import TallyTestSupport
import Testing

/// The limit holds whoever comes at the same time.
@Suite struct BudgetConcurrencyTests {
    private final class Peak: Sendable {
        let highest = Atomic<Int>(0)
        let granted = Atomic<Int>(0)
        let settled = Atomic<Int>(0)
        let inFlight = Atomic<Int>(0)
    }

    /// 1,000,000 reservations in an optimized build; fewer where each takes much longer.
    private static let reservations: Int = {
        var count = 1_000_000
        assert({ count = 100_000 }() == ())
        return count
    }()

    @Test func sixtyFourTasksNeverExceedABudgetByAToken() async throws {
        let seed = TestEnvironment.seed
        print("\(Self.reservations) reservations, TALLY_SEED=\(seed)")
        // Less than what is used if all are granted, about 25 tokens each.
        let limit = 20 * Self.reservations
        let book = try BudgetBook([Budget("all", .tokens(limit), per: .day)])
        let peak = Peak()
        let clock = ContinuousClock()
        let start = clock.now
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<64 {
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(task))
                    for number in 0..<Self.reservations / 64 {
                        let asked = Int.random(in: 0...200, using: &random)
                        let call = BudgetSamples.call(asked)
                        guard let reservation = book.reserve(call, at: BudgetSamples.noon).reservation else { continue }
                        peak.granted.add(1, ordering: .relaxed)
                        // Counted apart from the book, and never more than it allows.
                        let inFlight = peak.inFlight.add(asked, ordering: .sequentiallyConsistent).newValue
                        peak.highest.max(inFlight, ordering: .relaxed)
                        if number % 64 == 0 { await Task.yield() }
                        switch Int.random(in: 0..<4, using: &random) {
                        case 0:
                            peak.inFlight.subtract(asked, ordering: .sequentiallyConsistent)
                            reservation.release()
                        case 1:
                            peak.inFlight.subtract(asked, ordering: .sequentiallyConsistent)
                        default:
                            let used = Int.random(in: 0...asked, using: &random)
                            peak.inFlight.subtract(asked - used, ordering: .sequentiallyConsistent)
                            peak.settled.add(used, ordering: .relaxed)
                            reservation.settle(tokens: used, cost: nil)
                        }
                    }
                }
            }
        }
        let passed = clock.now - start
        let granted = peak.granted.load(ordering: .relaxed)
        print("\(granted) granted of \(Self.reservations), \(passed) in all, \(passed / Self.reservations) each")
        let settled = peak.settled.load(ordering: .relaxed)
        #expect(peak.highest.load(ordering: .relaxed) <= limit, "seed \(seed)")
        #expect(book.counted(at: BudgetSamples.noon) == (Int128(settled), 0), "seed \(seed)")
        #expect(settled <= limit)
        #expect(granted < Self.reservations / 64 * 64, "the limit was never reached: the test shows nothing")
        #expect(book.openReservations == 0)
    }

    @Test func budgetsThatOverlapDoNotWaitForEachOther() async throws {
        let teams = ["a", "b", "c", "d"]
        let budgets = teams.flatMap { team in
            [
                Budget("\(team) hour", .tokens(5_000), per: .hour, of: ["team": .equals(team)]),
                Budget("not \(team)", .tokens(20_000), per: .day, of: ["team": .anyOf(Set(teams).subtracting([team]))]),
            ]
        }
        let book = try BudgetBook(budgets + [Budget("all", .tokens(30_000), per: .month, perValueOf: "customer")])
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(task))
                    for _ in 0..<500 {
                        let customer = "c\(Int.random(in: 0..<3, using: &random))"
                        let tags: UsageTags = ["team": teams[task % 4], "customer": customer]
                        let decision = book.reserve(BudgetSamples.call(10, tags: tags), at: BudgetSamples.noon)
                        if Bool.random(using: &random) { decision.reservation?.settle(tokens: 10, cost: nil) }
                    }
                }
            }
        }
        for status in book.status(at: BudgetSamples.noon) {
            #expect(status.reserved == .tokens(0), "seed \(seed)")
            guard case .tokens(let spent) = status.spent, case .tokens(let limit) = status.limit else { continue }
            #expect(spent <= limit, "seed \(seed)")
        }
    }

    /// Calls that end in every way there is, against a count kept beside.
    @Test func everyEndOfACallGivesItsReservationBack() async throws {
        struct Failure: Error {}
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        let book = try BudgetBook([
            Budget("all", .tokens(100_000), per: .day), Budget("teams", .tokens(50_000), per: .day, perValueOf: "team"),
        ])
        let used = await withTaskGroup(of: Int.self) { group in
            for number in 0..<2_000 {
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(number))
                    let call = BudgetSamples.call(
                        Int.random(in: 0..<100, using: &random),
                        tags: ["team": "t\(number % 5)"]
                    )
                    let used = Int.random(in: 0..<150, using: &random)
                    let way = Int.random(in: 0..<6, using: &random)
                    let task = Task {
                        try await book.withReservation(for: call, at: BudgetSamples.noon) { reservation -> Int in
                            await Task.yield()
                            switch way {
                            case 0: throw Failure()
                            case 1:
                                reservation.settle(tokens: used, cost: nil)
                                throw Failure()
                            case 2: return 0
                            case 3:
                                try await Task.sleep(for: .seconds(3_600))
                                return 0
                            case 4:
                                reservation.settle(tokens: used, cost: nil)
                                reservation.settle(tokens: used, cost: nil)
                                reservation.release()
                                return used
                            default:
                                reservation.settle(tokens: used, cost: nil)
                                return used
                            }
                        }
                    }
                    if way == 3 { task.cancel() }
                    do {
                        return try await task.value
                    } catch {
                        return way == 1 && error is Failure ? used : 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(book.counted(at: BudgetSamples.noon) == (Int128(used), 0), "seed \(seed)")
        #expect(book.status(at: BudgetSamples.noon).allSatisfy { $0.reserved == .tokens(0) }, "seed \(seed)")
        #expect(book.openReservations == 0)
    }
}
