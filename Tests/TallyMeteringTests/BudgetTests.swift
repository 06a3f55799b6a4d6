import TallyMetering
import TallyTokenizer
import Testing

@Suite struct BudgetTests {
    private let noon = BudgetSamples.noon

    @Test func reachingTheLimitIsAllowedAndATokenMoreIsNot() throws {
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)])
        let first = try #require(book.reserve(BudgetSamples.call(60), at: self.noon).reservation)
        #expect(book.reserve(BudgetSamples.call(41), at: self.noon).refusal != nil)
        let second = try #require(book.reserve(BudgetSamples.call(40), at: self.noon).reservation)
        #expect(book.reserve(BudgetSamples.call(0), at: self.noon).reservation != nil)
        #expect(book.reserve(BudgetSamples.call(1), at: self.noon).refusal != nil)
        first.settle(tokens: 10, cost: nil)
        second.release()
        #expect(book.counted(at: self.noon) == (10, 0))
        #expect(book.reserve(BudgetSamples.call(91), at: self.noon).refusal != nil)
        #expect(book.reserve(BudgetSamples.call(90), at: self.noon).reservation != nil)
    }

    @Test func aRefusalSaysTheNumbers() throws {
        let budget = Budget("search", .money(.dollars(1)), per: .day, of: ["team": .equals("search")])
        let book = try BudgetBook([budget])
        let call = BudgetSamples.call(5, tags: ["team": "search"], cost: Money("0.75"))
        let reservation = try #require(book.reserve(call, at: self.noon).reservation)
        let refusal = try #require(book.reserve(call, at: self.noon).refusal)
        #expect(
            refusal.description
                == "budget search: $0 spent + $0.75 reserved + $0.75 asked is more than its limit of $1"
        )
        #expect(refusal.retryAt == self.noon.plus(seconds: 12 * 3_600))
        let large = BudgetSamples.call(5, tags: ["team": "search"], cost: Money("1.01"))
        #expect(book.reserve(large, at: self.noon).refusal?.retryAt == nil)
        reservation.release()
    }

    @Test func ofSeveralBudgetsAllReserveOrNone() throws {
        let book = try BudgetBook([
            Budget("wide", .tokens(1_000), per: .day),
            Budget("narrow", .tokens(10), per: .hour),
        ])
        #expect(book.reserve(BudgetSamples.call(11), at: self.noon).refusal?.reasons.count == 1)
        #expect(book.counted(at: self.noon) == (0, 0))
        let reservation = try #require(book.reserve(BudgetSamples.call(10), at: self.noon).reservation)
        #expect(book.counted(at: self.noon) == (0, 10))
        reservation.release()
    }

    @Test func thresholdsWarnThrottleAndStopAtTheirShare() throws {
        let events = Locked<[BudgetEvent]>([])
        let sink = Sink(events)
        let budget = Budget(
            "all",
            .tokens(1_000),
            per: .day,
            thresholds: [
                BudgetThreshold(percent: 90, .throttle(.seconds(2))), BudgetThreshold(percent: 50, .warn),
                BudgetThreshold(percent: 100, .stop),
            ]
        )
        let book = try BudgetBook([budget], onEvent: { sink.take($0) })
        let half = try #require(book.reserve(BudgetSamples.call(500), at: self.noon).reservation)
        #expect(half.findings.isEmpty)
        let more = try #require(book.reserve(BudgetSamples.call(1), at: self.noon).reservation)
        #expect(more.findings.map(\.percent) == [50])
        #expect(more.delay == .zero)
        // 900 in all reach the second threshold, and pass only the first.
        let reaching = try #require(book.reserve(BudgetSamples.call(399), at: self.noon).reservation)
        #expect(reaching.findings.map(\.percent) == [50])
        reaching.release()
        let slow = try #require(book.reserve(BudgetSamples.call(400), at: self.noon).reservation)
        #expect(slow.delay == .seconds(2))
        #expect(book.reserve(BudgetSamples.call(100), at: self.noon).refusal?.reasons.count == 1)
        // Each threshold is told of once in a window.
        #expect(sink.events.count == 2)
        for reservation in [half, more, slow] { reservation.settle(tokens: 0, cost: nil) }
    }

    @Test func aThresholdOfARollingWindowIsToldOfOnceASlot() throws {
        let sink = Sink(Locked([]))
        let budget = Budget(
            "hour",
            .tokens(100),
            per: .rolling(.seconds(3_600)),
            thresholds: [BudgetThreshold(percent: 50, .warn)]
        )
        let book = try BudgetBook([budget], onEvent: { sink.take($0) })
        try #require(book.reserve(BudgetSamples.call(60), at: self.noon).reservation).settle(tokens: 60, cost: nil)
        #expect(sink.events.count == 1)
        for second in Int64(60)..<120 {
            book.reserve(BudgetSamples.call(1), at: self.noon.plus(seconds: second)).reservation?.release()
        }
        #expect(sink.events.count == 2)
    }

    @Test func aBudgetWithoutAStopNeverRefuses() throws {
        let budget = Budget("soft", .tokens(1), per: .day, thresholds: [BudgetThreshold(percent: 100, .warn)])
        let book = try BudgetBook([budget])
        let reservation = try #require(book.reserve(BudgetSamples.call(.max), at: self.noon).reservation)
        #expect(reservation.findings.count == 1)
        let second = try #require(book.reserve(BudgetSamples.call(.max), at: self.noon).reservation)
        reservation.release()
        second.release()
        #expect(book.counted(at: self.noon) == (0, 0))
    }

    @Test func whatIsUsedBeyondTheReservationCountsInFullAndIsTold() throws {
        let sink = Sink(Locked([]))
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)], onEvent: { sink.take($0) })
        let reservation = try #require(book.reserve(BudgetSamples.call(50), at: self.noon).reservation)
        let settlement = reservation.settle(tokens: 120, cost: nil)
        #expect(settlement.status == .closed)
        #expect(settlement.overshoots.first?.actual == .tokens(120))
        #expect(settlement.overshoots.first?.isAboveLimit == true)
        #expect(book.counted(at: self.noon) == (120, 0))
        #expect(sink.events.contains(.overshoot(settlement.overshoots[0])))
    }

    @Test func settlingTwiceAndReleasingAfterwardsChangeNothing() throws {
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)])
        let reservation = try #require(book.reserve(BudgetSamples.call(50), at: self.noon).reservation)
        #expect(reservation.settle(tokens: 20, cost: nil).status == .closed)
        #expect(reservation.settle(tokens: 20, cost: nil).status == .ignored)
        #expect(reservation.release().status == .ignored)
        #expect(book.counted(at: self.noon) == (20, 0))
    }

    @Test func whatWasGivenBackAndIsUsedAfterAllCounts() throws {
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)])
        let reservation = try #require(book.reserve(BudgetSamples.call(50), at: self.noon).reservation)
        #expect(reservation.release().status == .closed)
        #expect(reservation.release().status == .ignored)
        #expect(reservation.settle(tokens: 20, cost: nil).status == .late)
        #expect(book.counted(at: self.noon) == (20, 0))
    }

    @Test func aReservationThatNobodyHoldsIsGivenBack() throws {
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)])
        _ = book.reserve(BudgetSamples.call(100), at: self.noon)
        #expect(book.counted(at: self.noon) == (0, 0))
        #expect(book.openReservations == 0)
    }

    @Test func aReservationExpires() throws {
        let sink = Sink(Locked([]))
        let budget = Budget("all", .tokens(100), per: .day)
        let book = try BudgetBook([budget], timeToLive: .seconds(60), onEvent: { sink.take($0) })
        let reservation = try #require(book.reserve(BudgetSamples.call(100), at: self.noon).reservation)
        #expect(book.reserve(BudgetSamples.call(1), at: self.noon.plus(seconds: 59)).refusal != nil)
        let next = try #require(book.reserve(BudgetSamples.call(1), at: self.noon.plus(seconds: 60)).reservation)
        #expect(sink.events == [.expired(count: 1)])
        #expect(reservation.settle(tokens: 30, cost: nil).status == .late)
        next.release()
        #expect(book.counted(at: self.noon.plus(seconds: 60)) == (30, 0))
    }

    @Test func aCallCountsInTheWindowOfItsReservation() throws {
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)], timeToLive: .seconds(172_800))
        let reservation = try #require(book.reserve(BudgetSamples.call(100), at: self.noon).reservation)
        let tomorrow = self.noon.plus(seconds: 86_400)
        let next = try #require(book.reserve(BudgetSamples.call(100), at: tomorrow).reservation)
        #expect(reservation.settle(tokens: 90, cost: nil).status == .closed)
        #expect(book.counted(at: tomorrow) == (0, 100))
        next.settle(tokens: 7, cost: nil)
        // Time that goes back a little stays in the window.
        #expect(book.counted(at: self.noon) == (7, 0))
    }

    @Test func aClockThatWasFarAheadDoesNotHoldTheWindowForEver() throws {
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)])
        let open = try #require(book.reserve(BudgetSamples.call(10), at: self.noon.plus(seconds: 1 << 30)).reservation)
        book.reserve(BudgetSamples.call(20), at: self.noon).reservation?.settle(tokens: 20, cost: nil)
        open.release()
        #expect(book.counted(at: self.noon) == (20, 0))
        #expect(book.counted(at: self.noon.plus(seconds: 86_400)) == (0, 0))
    }

    @Test func otherLimitsKeepWhatIsSpentAndOtherBudgetsDoNot() throws {
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day), Budget("gone", .tokens(100), per: .day)])
        let open = try #require(book.reserve(BudgetSamples.call(60), at: self.noon).reservation)
        try book.replace([Budget("all", .tokens(50), per: .day)], unpriced: .flag, unknownOutput: .deny)
        #expect(book.counted(at: self.noon) == (0, 60))
        open.settle(tokens: 30, cost: nil)
        #expect(book.counted(at: self.noon) == (30, 0))
        try book.replace([Budget("all", .tokens(50), per: .hour)], unpriced: .flag, unknownOutput: .deny)
        #expect(book.counted(at: self.noon) == (0, 0))
    }

    @Test func whatMakesNoSenseIsRefusedInWords() {
        #expect(throws: BudgetError.self) { try BudgetBook([Budget("a", .tokens(-1), per: .day)]) }
        #expect(throws: BudgetError.self) {
            try BudgetBook([Budget("a", .tokens(1), per: .day), Budget("a", .tokens(1), per: .day)])
        }
        #expect(throws: BudgetError.self) { try BudgetBook([Budget("a", .tokens(1), per: .rolling(.zero))]) }
    }

    @Test func aScopeGivesBackWhateverHappens() async throws {
        struct Failure: Error {}
        let book = try BudgetBook([Budget("all", .tokens(100), per: .day)])
        let sum = try await book.withReservation(for: BudgetSamples.call(100), at: self.noon) { reservation in
            reservation.settle(tokens: 40, cost: nil)
            return 40
        }
        #expect(sum == 40)
        await #expect(throws: Failure.self) {
            try await book.withReservation(for: BudgetSamples.call(60), at: self.noon) { _ in throw Failure() }
        }
        let cancelled = Task {
            try await book.withReservation(for: BudgetSamples.call(60), at: BudgetSamples.noon) { _ in
                try await Task.sleep(for: .seconds(3_600))
            }
        }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(book.counted(at: self.noon) == (40, 0))
        await #expect(throws: BudgetError.self) {
            try await book.withReservation(for: BudgetSamples.call(61), at: self.noon) { _ in }
        }
    }
}

/// Where events go.
final class Sink: Sendable {
    private let kept: Locked<[BudgetEvent]>

    init(_ kept: consuming Locked<[BudgetEvent]>) {
        self.kept = kept
    }

    var events: [BudgetEvent] { self.kept.withLock(\.self) }

    func take(_ event: BudgetEvent) {
        self.kept.withLock { $0.append(event) }
    }
}
