import TallyTestSupport
import Testing

@testable import TallyMetering

/// Random events in random order, checked against a list of what was given: nothing is lost, nothing comes twice, and only
/// what has to be dropped is.
@Suite struct BatchStatePropertyTests {
    private struct Model {
        var state: BatchState
        var random: SeededGenerator
        var now = Duration.zero
        var given = 0
        var delivered: [Int] = []
        var dropped: [DropReason: [Int]] = [:]
        var inFlight: [Int]?
        /// How often each record was sent since it last was in another batch.
        var tries: [[Int]: Int] = [:]

        static func isPoison(_ number: Int) -> Bool { number % 23 == 5 }

        mutating func drop(_ drop: BatchState.Drop) {
            let numbers = SampleRecords.numbers(Array(drop.piece.records))
            self.dropped[drop.reason, default: []] += numbers
            #expect(drop.piece.amount == RecordAmount(of: drop.piece.records))
        }

        mutating func add() {
            let count = Int.random(in: 1...self.state.limits.batchSize, using: &self.random)
            let records = SampleRecords.calls(self.given..<self.given + count)
            self.given += count
            let piece = BatchPiece(records: records[...], amount: RecordAmount(of: records), arrival: self.now)
            for drop in self.state.add(piece) { self.drop(drop) }
        }

        /// Does what the state says; returns whether it is finished.
        mutating func step() -> Bool {
            switch self.state.next(at: self.now) {
            case .export(let records):
                #expect(self.inFlight == nil, "two batches at a time")
                let numbers = SampleRecords.numbers(records)
                #expect(!numbers.isEmpty && numbers.count <= self.state.limits.batchSize)
                #expect(numbers == numbers.sorted(), "out of order")
                self.tries[numbers, default: 0] += 1
                #expect(self.tries[numbers] ?? 0 <= self.state.limits.retry.maximumAttempts)
                self.inFlight = numbers
            case .flush: self.state.flushed()
            case .wait(let time?): #expect(time > self.now, "a wait for a time that is over")
            case .wait: break
            case .finished: return true
            }
            return false
        }

        mutating func answer(isWell: Bool) {
            guard let numbers = self.inFlight else { return }
            self.inFlight = nil
            var result: Result<Void, ExportError> = .success(())
            if numbers.contains(where: Self.isPoison) {
                result = .failure(ExportError(.rejected, "poison"))
            } else if !isWell {
                switch Int.random(in: 0..<4, using: &self.random) {
                case 0: result = .failure(ExportError(.unavailable, "away"))
                case 1: result = .failure(ExportError(.throttled, "later", retryAfter: .seconds(2)))
                case 2 where numbers.count > 1: result = .failure(ExportError(.tooLarge, "less"))
                default: break
                }
            }
            let settlement = self.state.exported(result, at: self.now, using: &self.random)
            if let delivered = settlement.delivered {
                self.delivered += SampleRecords.numbers(Array(delivered.records))
            }
            if let drop = settlement.drop { self.drop(drop) }
        }

        func check() {
            let left = self.delivered.count + self.dropped.values.reduce(0) { $0 + $1.count }
            #expect(self.state.queued.records == self.given - left)
            // The backlog, the batch in flight and what it was split into.
            let limits = self.state.limits
            #expect(self.state.queued.records <= limits.backlogCapacity + limits.batchSize)
        }
    }

    @Test(arguments: 0..<200) func eachRecordLeavesOnce(_ run: UInt64) {
        let seed = TestEnvironment.seed &+ run
        var random = SeededGenerator(seed: seed)
        let limits = BatchLimits(
            batchSize: Int.random(in: 1...16, using: &random),
            delay: .seconds(5),
            backlogCapacity: Int.random(in: 16...100, using: &random),
            overflow: Bool.random(using: &random) ? .newest : .oldest,
            retry: RetryPolicy(maximumAttempts: Int.random(in: 1...5, using: &random), maximumDuration: .seconds(60))
        )
        var model = Model(state: BatchState(limits: limits), random: random)
        for _ in 0..<400 {
            switch Int.random(in: 0..<8, using: &model.random) {
            case 0, 1: model.add()
            case 2: model.now += .milliseconds(Int.random(in: 0...3_000, using: &model.random))
            case 3: model.answer(isWell: false)
            case 4: _ = model.state.requestFlush()
            default:
                let isFinished = model.step()
                #expect(!isFinished, "finished before it was closed, seed \(seed)")
            }
            model.check()
        }
        let isExpired = Bool.random(using: &model.random)
        model.state.close()
        if isExpired { for drop in model.state.expire() { model.drop(drop) } }
        // What is closed ends, once the receiver is well.
        var steps = 0
        while !model.step(), steps < 10_000 {
            model.answer(isWell: true)
            model.now += .milliseconds(500)
            steps += 1
        }
        #expect(steps < 10_000, "it does not end, seed \(seed)")
        model.check()
        Self.checkEnd(model, isExpired: isExpired, seed)
    }

    private static func checkEnd(_ model: Model, isExpired: Bool, _ seed: UInt64) {
        #expect(model.state.isEmpty, "seed \(seed)")
        let dropped = model.dropped.values.flatMap { $0 }
        #expect((model.delivered + dropped).sorted() == Array(0..<model.given), "seed \(seed)")
        #expect(model.dropped[.rejected, default: []].allSatisfy(Model.isPoison), "seed \(seed)")
        #expect(!model.delivered.contains(where: Model.isPoison), "seed \(seed)")
        #expect(isExpired || model.dropped[.shutdown] == nil, "seed \(seed)")
    }
}
