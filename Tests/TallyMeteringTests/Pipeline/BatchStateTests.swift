import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct BatchStateTests {
    private var state = BatchState(limits: BatchLimits(batchSize: 4, delay: .seconds(5), backlogCapacity: 10))
    private var random = SeededGenerator(seed: 1)

    private func piece(_ numbers: Range<Int>, at arrival: Duration = .zero) -> BatchPiece {
        let records = SampleRecords.calls(numbers)
        return BatchPiece(records: records[...], amount: RecordAmount(of: records), arrival: arrival)
    }

    private func text(_ action: BatchState.Action) -> String {
        switch action {
        case .export(let records): "export \(SampleRecords.numbers(records))"
        case .flush: "flush"
        case .wait(nil): "wait"
        case .wait(let time?): "wait until \(time / .milliseconds(1))"
        case .finished: "finished"
        }
    }

    private mutating func next(_ seconds: Int = 0) -> String {
        self.text(self.state.next(at: .seconds(seconds)))
    }

    private mutating func fail(_ code: ExportError.Code, at seconds: Int = 0, retryAfter: Duration? = nil) -> String {
        let error = ExportError(code, "no", retryAfter: retryAfter)
        let drop = self.state.exported(.failure(error), at: .seconds(seconds), using: &self.random).drop
        return drop.map { "\($0.reason.rawValue) \(SampleRecords.numbers(Array($0.piece.records)))" } ?? "kept"
    }

    private mutating func succeed() -> [Int] {
        let piece = self.state.exported(.success(()), at: .zero, using: &self.random).delivered
        return SampleRecords.numbers(Array(piece?.records ?? []))
    }

    @Test mutating func aBatchGoesWhenItIsFull() {
        #expect(self.next() == "wait")
        #expect(self.state.add(self.piece(0..<3)).isEmpty)
        #expect(self.next() == "wait until 5000.0")
        #expect(self.state.add(self.piece(3..<4)).isEmpty)
        #expect(self.next() == "export [0, 1, 2, 3]")
        #expect(self.next() == "wait")
        #expect(self.succeed() == [0, 1, 2, 3])
        #expect(self.state.isEmpty)
    }

    @Test mutating func aBatchGoesWhenItsFirstRecordHasWaited() {
        _ = self.state.add(self.piece(0..<1, at: .seconds(1)))
        _ = self.state.add(self.piece(1..<2, at: .seconds(4)))
        #expect(self.next(5) == "wait until 6000.0")
        #expect(self.next(6) == "export [0, 1]")
    }

    @Test mutating func oneBatchIsExportedAtATime() {
        _ = self.state.add(self.piece(0..<4))
        _ = self.state.add(self.piece(4..<8))
        #expect(self.next() == "export [0, 1, 2, 3]")
        #expect(self.next(100) == "wait")
        #expect(self.succeed() == [0, 1, 2, 3])
        #expect(self.next() == "export [4, 5, 6, 7]")
    }

    @Test mutating func aFailedBatchComesAgainBeforeAllOthers() {
        _ = self.state.add(self.piece(0..<4))
        #expect(self.next() == "export [0, 1, 2, 3]")
        _ = self.state.add(self.piece(4..<8))
        #expect(self.fail(.unavailable) == "kept")
        guard case .wait(let time?) = self.state.next(at: .zero) else {
            Issue.record("a batch that failed is tried again without a wait")
            return
        }
        #expect(time <= self.state.limits.retry.initialDelay)
        #expect(self.text(self.state.next(at: time)) == "export [0, 1, 2, 3]")
    }

    @Test mutating func aReceiverIsNotAskedBeforeItSaysSo() {
        _ = self.state.add(self.piece(0..<4))
        _ = self.next()
        #expect(self.fail(.throttled, at: 10, retryAfter: .seconds(60)) == "kept")
        #expect(self.next(10) == "wait until 70000.0")
        #expect(self.next(70) == "export [0, 1, 2, 3]")
    }

    @Test mutating func aReceiverThatAsksForTooMuchIsAskedOnceMore() {
        _ = self.state.add(self.piece(0..<4))
        _ = self.next()
        #expect(self.fail(.throttled, at: 10, retryAfter: .seconds(86_400)) == "kept")
        #expect(self.next(10) == "wait until 300000.0")
        #expect(self.next(300) == "export [0, 1, 2, 3]")
        #expect(self.fail(.throttled, at: 300) == "retries_exhausted [0, 1, 2, 3]")
    }

    @Test mutating func aBatchIsGivenUpAfterItsLastTry() {
        _ = self.state.add(self.piece(0..<4))
        for attempt in 1...10 {
            var now = Duration.zero
            if case .wait(let time?) = self.state.next(at: .zero) {
                now = time
                #expect(self.text(self.state.next(at: time)) == "export [0, 1, 2, 3]")
            }
            #expect(now < .seconds(60))
            #expect(self.fail(.timeout) == (attempt < 10 ? "kept" : "retries_exhausted [0, 1, 2, 3]"))
        }
        #expect(self.state.isEmpty)
    }

    @Test mutating func onlyThePoisonIsRefused() {
        _ = self.state.add(self.piece(0..<4))
        #expect(self.next() == "export [0, 1, 2, 3]")
        #expect(self.fail(.rejected) == "kept")
        #expect(self.next() == "export [0, 1]")
        #expect(self.succeed() == [0, 1])
        #expect(self.next() == "export [2, 3]")
        #expect(self.fail(.rejected) == "kept")
        #expect(self.next() == "export [2]")
        #expect(self.fail(.rejected) == "rejected [2]")
        #expect(self.next() == "export [3]")
        #expect(self.succeed() == [3])
        #expect(self.state.isEmpty)
    }

    @Test mutating func whatIsTooLargeIsSplit() {
        _ = self.state.add(self.piece(0..<3))
        _ = self.next(5)
        #expect(self.fail(.tooLarge) == "kept")
        #expect(self.next() == "export [0]")
        #expect(self.fail(.tooLarge) == "rejected [0]")
        #expect(self.next() == "export [1, 2]")
    }

    @Test mutating func nothingIsSplitForAnExporterThatIsSetUpWrongly() {
        _ = self.state.add(self.piece(0..<4))
        _ = self.next()
        #expect(self.fail(.misconfigured) == "rejected [0, 1, 2, 3]")
    }

    @Test(arguments: OverflowPolicy.allCases) func aFullBacklogDropsByPolicy(_ policy: OverflowPolicy) {
        let limits = BatchLimits(batchSize: 4, delay: .seconds(5), backlogCapacity: 6, overflow: policy)
        var state = BatchState(limits: limits)
        #expect(state.add(self.piece(0..<4)).isEmpty)
        guard case .export = state.next(at: .zero) else {
            Issue.record("a full batch waits")
            return
        }
        // The batch in flight is not part of the backlog.
        #expect(state.add(self.piece(4..<8)).isEmpty)
        let drops = state.add(self.piece(8..<12))
        #expect(drops.map(\.reason) == [.queueFull])
        let dropped = drops.flatMap { SampleRecords.numbers(Array($0.piece.records)) }
        #expect(dropped == (policy == .newest ? [10, 11] : [4, 5, 6, 7]))
        #expect(
            drops.first?.piece.amount
                == RecordAmount(of: SampleRecords.calls(dropped[0]..<dropped[dropped.count - 1] + 1))
        )
        #expect(state.queued.records == 12 - dropped.count)
    }

    @Test mutating func aFlushWaitsForWhatWasThereBefore() {
        _ = self.state.add(self.piece(0..<1))
        #expect(self.state.requestFlush() == 1)
        _ = self.state.add(self.piece(1..<2))
        #expect(self.next() == "export [0, 1]")
        _ = self.state.add(self.piece(2..<3))
        #expect(self.state.flushedThrough == 0)
        #expect(self.succeed() == [0, 1])
        #expect(self.next() == "flush")
        self.state.flushed()
        #expect(self.state.flushedThrough == 1)
        #expect(self.next() == "wait until 5000.0")
    }

    @Test mutating func whatIsClosedDeliversAndFlushesAndEnds() {
        _ = self.state.add(self.piece(0..<1))
        self.state.close()
        #expect(self.next() == "export [0]")
        #expect(self.succeed() == [0])
        #expect(self.next() == "flush")
        self.state.flushed()
        #expect(self.next() == "finished")
    }

    @Test mutating func whatIsExpiredDropsAllButTheBatchInFlight() {
        _ = self.state.add(self.piece(0..<4))
        _ = self.next()
        _ = self.state.add(self.piece(4..<6))
        let drops = self.state.expire()
        #expect(drops.map(\.reason) == [.shutdown])
        #expect(drops.flatMap { SampleRecords.numbers(Array($0.piece.records)) } == [4, 5])
        #expect(self.state.queued.records == 4)
        #expect(self.next() == "wait")
        #expect(self.fail(.unavailable) == "shutdown [0, 1, 2, 3]")
        #expect(self.next() == "finished")
        #expect(self.state.add(self.piece(6..<7)).map(\.reason) == [.shutdown])
    }

    @Test mutating func reportsTravelAlone() {
        let report = DropRecord(
            id: RecordID(high: 1, low: 1),
            time: Timestamp(millisecondsSince1970: 0),
            reason: .queueFull,
            amount: RecordAmount(records: 3)
        )
        _ = self.state.add(self.piece(0..<1))
        _ = self.state.add(BatchPiece(reports: [report], at: .zero))
        _ = self.state.add(self.piece(1..<2))
        #expect(self.state.queued.records == 2)
        self.state.close()
        #expect(self.next() == "export [0]")
        _ = self.succeed()
        #expect(self.next() == "export []")
        _ = self.succeed()
        #expect(self.next() == "export [1]")
    }
}
