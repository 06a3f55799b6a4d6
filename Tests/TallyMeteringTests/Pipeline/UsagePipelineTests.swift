import Logging
import TallyTestSupport
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyMetering

@Suite struct UsagePipelineTests {
    private let time = ManualClock()
    private let memory = InMemoryExporter()

    private func pipeline(
        _ exporters: [any UsageExporter],
        _ change: (inout UsagePipeline.Configuration) -> Void = { _ in }
    ) -> UsagePipeline {
        var configuration = UsagePipeline.Configuration()
        configuration.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        change(&configuration)
        return UsagePipeline(
            exporters: exporters,
            configuration: configuration,
            clock: self.time.clock,
            pricing: { SampleRecords.price(&$0) }
        )
    }

    @discardableResult
    private func running<Answer: Sendable>(
        _ pipeline: UsagePipeline,
        _ body: () async -> Answer
    ) async -> Answer {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            let answer = await body()
            group.cancelAll()
            await group.waitForAll()
            return answer
        }
    }

    @Test func recordsAreDeliveredPriced() async {
        let pipeline = self.pipeline([self.memory]) { $0.batchSize = 10 }
        await self.running(pipeline) {
            for number in 0..<10 { pipeline.record(SampleRecords.call(number)) }
            #expect(await pipeline.flush(deadline: .seconds(60)))
            #expect(Set(SampleRecords.numbers(self.memory.records)) == Set(0..<10))
            #expect(RecordAmount(of: self.memory.records) == SampleRecords.amount(0..<10))
            #expect(pipeline.accounts.exporters[0].delivered == SampleRecords.amount(0..<10))
            #expect(self.memory.flushes == 1)
        }
    }

    @Test func aBatchGoesWhenItsTimeHasCome() async {
        let pipeline = self.pipeline([self.memory])
        await self.running(pipeline) {
            pipeline.record(SampleRecords.call(1))
            // One timer for the batch.
            await self.time.waitForSleepers(1)
            self.time.advance(by: .milliseconds(4_999))
            #expect(self.memory.records.isEmpty)
            self.time.advance(by: .milliseconds(1))
            await self.memory.waitForRecords(1)
            #expect(SampleRecords.numbers(self.memory.records) == [1])
        }
    }

    @Test func aFullBatchGoesAtOnce() async {
        let pipeline = self.pipeline([self.memory]) { $0.batchSize = 1 }
        await self.running(pipeline) {
            pipeline.record(SampleRecords.call(1))
            await self.memory.waitForRecords(1)
            #expect(self.time.elapsed == .zero)
        }
    }

    @Test func whatIsRecordedBeforeIsKeptAndAfterwardsDropped() async {
        let pipeline = self.pipeline([self.memory])
        for number in 0..<5 { pipeline.record(SampleRecords.call(number)) }
        #expect(pipeline.accounts.queued.records == 5)
        #expect(pipeline.accounts.queued.unpricedRecords == 5)
        let accounts = await self.running(pipeline) { await pipeline.shutdown(deadline: .seconds(10)) }
        #expect(accounts.exporters[0].delivered == SampleRecords.amount(0..<5))
        #expect(self.memory.isShutDown)
        pipeline.record(SampleRecords.call(5))
        #expect(pipeline.accounts.exporters[0].dropped == [.afterShutdown: SampleRecords.amount(5)])
        #expect(pipeline.accounts.isBalanced)
    }

    @Test func cancellingRunDeliversWhatIsLeft() async {
        let pipeline = self.pipeline([self.memory])
        await self.running(pipeline) {
            for number in 0..<700 { pipeline.record(SampleRecords.call(number)) }
        }
        #expect(pipeline.accounts.exporters[0].delivered == SampleRecords.amount(0..<700))
        #expect(self.memory.isShutDown)
    }

    @Test func shuttingDownFromACancelledTaskDeliversAllTheSame() async {
        let pipeline = self.pipeline([self.memory])
        for number in 0..<5 { pipeline.record(SampleRecords.call(number)) }
        let accounts = await self.running(pipeline) {
            let end = Task {
                while !Task.isCancelled { await Task.yield() }
                return await pipeline.shutdown(deadline: .seconds(10))
            }
            end.cancel()
            return await end.value
        }
        #expect(accounts.exporters[0].delivered == SampleRecords.amount(0..<5))
    }

    @Test func whatWasNeverRunIsDropped() async {
        let pipeline = self.pipeline([self.memory])
        pipeline.record(SampleRecords.call(3))
        let accounts = await pipeline.shutdown(deadline: .zero)
        #expect(accounts.exporters[0].dropped == [.shutdown: SampleRecords.amount(3)])
        #expect(self.memory.isShutDown)
        await pipeline.run()
        #expect(await !pipeline.flush(deadline: .seconds(1)))
    }

    @Test(arguments: OverflowPolicy.allCases) func aFullQueueDropsByPolicy(_ policy: OverflowPolicy) async {
        let pipeline = self.pipeline([self.memory]) {
            $0.queueCapacity = 20
            $0.overflow = policy
        }
        for number in 0..<30 { pipeline.record(SampleRecords.call(number)) }
        let accounts = pipeline.accounts
        #expect(accounts.isBalanced)
        #expect(accounts.queued.records == 20)
        #expect(accounts.exporters[0].dropped[.queueFull]?.records == 10)
        // Dropped records are priced, so that the loss is known in money.
        #expect(accounts.exporters[0].dropped[.queueFull]?.unpricedRecords == 0)

        await self.running(pipeline) { await pipeline.shutdown(deadline: .seconds(10)) }
        let kept = Set(SampleRecords.numbers(self.memory.records))
        #expect(kept.count == 20)
        let lost = SampleRecords.amount(Set(0..<30).subtracting(kept))
        #expect(pipeline.accounts.exporters[0].dropped == [.queueFull: lost])
        #expect(self.memory.dropRecords.map(\.amount) == [lost])
        #expect(self.memory.dropRecords.map(\.reason) == [.queueFull])
        #expect(self.memory.dropRecords.map(\.exporter) == [nil])
        if policy == .newest { #expect(kept == Set(0..<20)) }
    }

    @Test func aPriceIsThatOfTheTimeOfUse() async {
        let pipeline = self.pipeline([self.memory])
        pipeline.record(SampleRecords.call(1))
        let dearer = SampleRecords.book(input: "2000", output: "10000")
        pipeline.update { $0.cost = dearer.cost(of: $0.usage, model: $0.model) }
        pipeline.record(SampleRecords.call(2))
        await self.running(pipeline) { await pipeline.shutdown(deadline: .seconds(10)) }
        let costs = self.memory.usageRecords.sorted { $0.time < $1.time }.map(\.cost?.total)
        #expect(costs == [SampleRecords.amount(1).cost, Money(picodollars: 2 * 2_000_000_000 + 70_000_000_000)])
    }

    @Test func aCostThatIsKnownIsKept() async {
        let pipeline = self.pipeline([self.memory])
        guard case .usage(var usage) = SampleRecords.call(1) else { return }
        let cost = SampleRecords.book(input: "1", output: "1").cost(of: usage.usage, model: "sample")
        usage.cost = cost
        pipeline.record(.usage(usage))
        await self.running(pipeline) { await pipeline.shutdown(deadline: .seconds(10)) }
        #expect(self.memory.usageRecords.map(\.cost) == [cost])
    }

    @Test func anExporterThatHangsHoldsNoOther() async {
        let stuck = InMemoryExporter(name: "stuck")
        stuck.fail { [time] _ in
            try? await time.sleep(for: .seconds(1_000_000))
            return ExportError(.timeout, "it took too long")
        }
        let pipeline = self.pipeline([stuck, self.memory]) { $0.batchSize = 1 }
        let accounts = await self.running(pipeline) {
            for number in 0..<50 { pipeline.record(SampleRecords.call(number)) }
            await self.memory.waitForRecords(50)
            #expect(pipeline.accounts["stuck"]?.queued.records == 50)
            async let end = pipeline.shutdown(deadline: .seconds(5))
            // The deadline of the pipeline and of the caller, and the exporter.
            await self.time.waitForSleepers(3)
            self.time.advance(by: .seconds(5))
            return await end
        }
        #expect(accounts.isBalanced)
        #expect(accounts["memory"]?.delivered == SampleRecords.amount(0..<50))
        // The call that hung was cancelled, so that its records are dropped too, soon or by now.
        #expect(pipeline.accounts["stuck"]?.dropped == [.shutdown: SampleRecords.amount(0..<50)])
        #expect(stuck.isShutDown)
    }

    @Test func anExporterIsToldWhatItDidNotGet() async {
        let picky = InMemoryExporter(name: "picky")
        picky.fail { batch in
            SampleRecords.numbers(batch).contains { $0 % 10 == 3 } ? ExportError(.rejected, "no threes") : nil
        }
        let pipeline = self.pipeline([picky, self.memory]) { $0.batchSize = 16 }
        let accounts = await self.running(pipeline) {
            for number in 0..<100 { pipeline.record(SampleRecords.call(number)) }
            return await pipeline.shutdown(deadline: .seconds(10))
        }
        let threes = SampleRecords.amount(stride(from: 3, to: 100, by: 10))
        #expect(accounts["picky"]?.dropped == [.rejected: threes])
        #expect(picky.usageRecords.count == 90)
        #expect(picky.dropRecords.reduce(into: RecordAmount()) { $0.add($1.amount) } == threes)
        #expect(picky.dropRecords.allSatisfy { $0.exporter == "picky" && $0.reason == .rejected })
        #expect(self.memory.dropRecords.isEmpty)
    }

    @Test func aReportThatIsLostIsStatedAgain() async {
        let deaf = InMemoryExporter(name: "deaf")
        let refused = Locked(0)
        deaf.fail { batch in
            if batch.contains(where: { if case .drop = $0 { true } else { false } }) {
                let isFirst = refused.withLock { count in
                    count += 1
                    return count == 1
                }
                return isFirst ? ExportError(.rejected, "not now") : nil
            }
            return SampleRecords.numbers(batch).contains(0) ? ExportError(.rejected, "no zero") : nil
        }
        let pipeline = self.pipeline([deaf]) { $0.batchSize = 1 }
        await self.running(pipeline) {
            pipeline.record(SampleRecords.call(0))
            pipeline.record(SampleRecords.call(1))
            await deaf.waitForRecords(1)
            _ = await pipeline.flush(deadline: .seconds(10))
            _ = await pipeline.shutdown(deadline: .seconds(10))
        }
        #expect(deaf.dropRecords.map(\.amount) == [SampleRecords.amount(0)])
        #expect(pipeline.accounts.exporters[0].dropped == [.rejected: SampleRecords.amount(0)])
    }

    @Test func twoExportersOfOneNameAreACallersMistake() async {
        await #expect(processExitsWith: .failure) {
            _ = UsagePipeline(
                exporters: [NoOpExporter(), NoOpExporter()],
                clock: ManualClock().clock,
                pricing: { _ in }
            )
        }
    }
}
