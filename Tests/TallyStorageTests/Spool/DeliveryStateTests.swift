import TallyMetering
import TallyTestSupport
import Testing

@testable import TallyStorage

@Suite struct DeliveryStateTests {
    private var random = SeededGenerator(seed: 1)

    private mutating func failed(_ state: inout DeliveryState, _ code: ExportError.Code, retryAfter: Duration? = nil) {
        _ = state.exported(
            .failure(ExportError(code, "no", retryAfter: retryAfter)),
            count: 5,
            at: .zero,
            using: &self.random
        )
    }

    @Test func waitsForABatchOrItsTime() {
        var state = DeliveryState(batching: SpoolBatching(records: 10, delay: .seconds(5)))
        #expect(state.next(at: .zero, backlog: .init()) == .wait(until: nil))
        state.added(at: .seconds(1))
        #expect(state.next(at: .seconds(2), backlog: .init(records: 3)) == .wait(until: .seconds(6)))
        #expect(state.next(at: .seconds(2), backlog: .init(records: 10)) == .deliver(atMost: 10))
        state.skipped()
        state.added(at: .seconds(3))
        #expect(state.next(at: .seconds(8), backlog: .init(records: 3)) == .deliver(atMost: 10))
        state.skipped()
        #expect(state.next(at: .seconds(8), backlog: .init(records: 3, isOld: true)) == .deliver(atMost: 10))
    }

    @Test mutating func honoursWhatTheReceiverAsksForAlsoBeyondTheMaximum() {
        var state = DeliveryState(batching: SpoolBatching())
        #expect(state.next(at: .zero, backlog: .init(records: 5)) == .deliver(atMost: 512))
        self.failed(&state, .throttled, retryAfter: .seconds(7_200))
        #expect(state.next(at: .seconds(7_199), backlog: .init(records: 9)) == .wait(until: .seconds(7_200)))
        // The same batch again, whatever has come.
        #expect(state.next(at: .seconds(7_200), backlog: .init(records: 9)) == .deliver(atMost: 5))
    }

    @Test mutating func waitsTheLongestForAnOperator() {
        var state = DeliveryState(batching: SpoolBatching())
        _ = state.next(at: .zero, backlog: .init(records: 5))
        self.failed(&state, .misconfigured)
        #expect(state.next(at: .zero, backlog: .init(records: 5)) == .wait(until: .seconds(30)))
    }

    @Test mutating func closingTriesOnceMoreUnlessTheReceiverSaidWhen() {
        var state = DeliveryState(batching: SpoolBatching())
        _ = state.next(at: .zero, backlog: .init(records: 5))
        self.failed(&state, .unavailable)
        state.close()
        #expect(state.next(at: .zero, backlog: .init(records: 5)) == .deliver(atMost: 5))
        self.failed(&state, .unavailable)
        #expect(state.next(at: .zero, backlog: .init(records: 5)) == .finished)

        var asked = DeliveryState(batching: SpoolBatching())
        _ = asked.next(at: .zero, backlog: .init(records: 5))
        self.failed(&asked, .throttled, retryAfter: .seconds(1))
        asked.close()
        #expect(asked.next(at: .zero, backlog: .init(records: 5)) == .finished)
    }

    /// A receiver that refuses some records for good, takes so many at most, and fails at random, gets all others once and
    /// in their order; the same batch comes again after a failure; no try is earlier than it may be.
    @Test(arguments: 0..<200) func everyRecordLeavesOnce(_ round: Int) {
        let seed = TestEnvironment.seed &+ UInt64(round)
        var random = SeededGenerator(seed: seed)
        let size = Int.random(in: 1...40, using: &random)
        let delay = Duration.milliseconds(Int.random(in: 0...3_000, using: &random))
        let limit = Int.random(in: 1...50, using: &random)
        var state = DeliveryState(batching: SpoolBatching(records: size, delay: delay))
        let total = Int.random(in: 1...300, using: &random)
        let poison = Set((0..<total).filter { _ in Int.random(in: 0..<20, using: &random) == 0 })
        var (now, added, next) = (Duration.zero, 0, 0)
        var (delivered, refused): ([Int], [Int]) = ([], [])
        var again: Range<Int>?
        var notBefore = Duration.zero
        var steps = 0
        loop: while true {
            steps += 1
            #expect(steps < 100_000, "seed \(seed)")
            if steps >= 100_000 { return }
            if added < total, Int.random(in: 0..<3, using: &random) == 0 {
                added += Int.random(in: 1...min(30, total - added), using: &random)
                state.added(at: now)
                if added == total { state.close() }
            }
            switch state.next(at: now, backlog: .init(records: added - next)) {
            case .finished:
                // What is left when it ends is left because something failed.
                if next == total { break loop }
                #expect(again != nil, "seed \(seed)")
                return
            case .report: Issue.record("there is nothing to report, seed \(seed)")
            case .wait(let time):
                if let time { #expect(time > now, "seed \(seed)") }
                now = time ?? now + .milliseconds(100)
            case .deliver(let most):
                #expect(now >= notBefore, "seed \(seed)")
                #expect(most <= size, "seed \(seed)")
                let batch = next..<min(next + most, added)
                if let again { #expect(batch == again, "seed \(seed)") }
                again = nil
                now += .milliseconds(Int.random(in: 0...50, using: &random))
                var result: Result<Void, ExportError> = .success(())
                if Int.random(in: 0..<4, using: &random) == 0 {
                    let isAsked = Bool.random(using: &random)
                    let wait = Duration.seconds(Int.random(in: 1...100, using: &random))
                    let code: ExportError.Code = [.unavailable, .timeout, .throttled, .misconfigured]
                        .randomElement(using: &random)!
                    result = .failure(ExportError(code, "not now", retryAfter: isAsked ? wait : nil))
                    notBefore = now + (isAsked ? wait : .zero)
                    again = batch
                } else if batch.count > limit {
                    result = .failure(ExportError(.tooLarge, "too many"))
                } else if !poison.isDisjoint(with: batch) {
                    result = .failure(ExportError(.rejected, "poison"))
                }
                switch state.exported(result, count: batch.count, at: now, using: &random) {
                case .delivered:
                    delivered += batch
                    next = batch.upperBound
                case .refused:
                    #expect(batch.count == 1, "seed \(seed)")
                    refused += batch
                    next = batch.upperBound
                case .kept: break
                }
            }
        }
        #expect(refused == poison.sorted(), "seed \(seed)")
        #expect(delivered == (0..<total).filter { !poison.contains($0) }, "seed \(seed)")
    }
}
