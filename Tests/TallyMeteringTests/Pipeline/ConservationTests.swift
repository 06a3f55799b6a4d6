import Logging
import TallyTestSupport
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyMetering

/// What was given is delivered, queued or dropped, in records, tokens and money, at every moment: checked against the
/// test's own sums, while the pipeline is flooded, delayed, refused and ended at random.
@Suite struct ConservationTests {
    @Test(arguments: 0..<40) func nothingIsEverMissing(_ run: UInt64) async {
        let seed = TestEnvironment.seed &+ run
        var random = SeededGenerator(seed: seed)
        let time = ManualClock()
        let exporters = Self.exporters(time, seed: seed)
        let ids = RecordIDMaker()
        let pipeline = UsagePipeline(
            exporters,
            Self.configuration(&random),
            time.clock,
            { SampleRecords.price(&$0) },
            seed: seed,
            makeID: { ids.makeID(at: $0) }
        )
        let given = await Self.drive(pipeline, time, &random, seed)
        Self.checkEnd(pipeline, exporters, given, seed)
    }

    private static func configuration(_ random: inout SeededGenerator) -> UsagePipeline.Configuration {
        var configuration = UsagePipeline.Configuration()
        configuration.queueCapacity = Int.random(in: 1...300, using: &random)
        configuration.overflow = Bool.random(using: &random) ? .newest : .oldest
        configuration.batchSize = Int.random(in: 1...64, using: &random)
        configuration.backlogCapacity = Int.random(in: 64...400, using: &random)
        configuration.retry.maximumAttempts = Int.random(in: 1...4, using: &random)
        configuration.shutdownDeadline = .seconds(20)
        configuration.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        return configuration
    }

    /// One that is well, one that is slow, one that fails in every way there is.
    private static func exporters(_ time: ManualClock, seed: UInt64) -> [InMemoryExporter] {
        let well = InMemoryExporter(name: "well")
        let slow = InMemoryExporter(name: "slow")
        slow.fail { _ in
            do { try await time.sleep(for: .seconds(2)) } catch { return ExportError(.timeout, "cancelled") }
            return nil
        }
        let failing = InMemoryExporter(name: "failing")
        let dice = Locked(SeededGenerator(seed: seed &* 31))
        failing.fail { batch in
            // One record in 17 is never taken; otherwise every second batch fails, in one way or another.
            if SampleRecords.numbers(batch).contains(where: { $0 % 17 == 0 }) {
                return ExportError(.rejected, "poison")
            }
            return dice.withLock { dice -> ExportError? in
                switch Int.random(in: 0..<8, using: &dice) {
                case 0: ExportError(.unavailable, "away")
                case 1: ExportError(.throttled, "later", retryAfter: .seconds(3))
                case 2: ExportError(.tooLarge, "less")
                case 3: ExportError(.timeout, "slow")
                default: nil
                }
            }
        }
        return [well, slow, failing]
    }

    /// Runs the pipeline and does things to it at random; returns the numbers of what was given.
    private static func drive(
        _ pipeline: UsagePipeline,
        _ time: ManualClock,
        _ random: inout SeededGenerator,
        _ seed: UInt64
    ) async -> Range<Int> {
        var count = 0
        let isKilled = Bool.random(using: &random)
        let steps = Int.random(in: 10...60, using: &random)
        let startsAt = Int.random(in: 0...9, using: &random)
        await withTaskGroup(of: Void.self) { group in
            for step in 0..<steps {
                if step == startsAt { group.addTask { await pipeline.run() } }
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<4:
                    let next = count + Int.random(in: 1...40, using: &random)
                    for number in count..<next { pipeline.record(SampleRecords.call(number)) }
                    count = next
                case 4:
                    // A flood from several tasks at once.
                    let start = count
                    await withTaskGroup(of: Void.self) { flood in
                        for part in 0..<4 {
                            flood.addTask {
                                for number in 0..<100 {
                                    pipeline.record(SampleRecords.call(start + part * 100 + number))
                                }
                            }
                        }
                    }
                    count += 400
                case 5..<8:
                    time.advance(by: .milliseconds(Int.random(in: 1...8_000, using: &random)))
                case 8:
                    for _ in 0..<Int.random(in: 1...50, using: &random) { await Task.yield() }
                default:
                    // It waits for a time that does not come, and has asked for a flush all the same.
                    let flush = Task { await pipeline.flush(deadline: .seconds(3)) }
                    await Task.yield()
                    flush.cancel()
                    _ = await flush.value
                }
                Self.check(pipeline.accounts, given: 0..<count, "seed \(seed) step \(step)")
            }
            // The time goes on until all is over.
            let passing = Task {
                while !Task.isCancelled {
                    time.advance(by: .milliseconds(200))
                    await Task.yield()
                }
            }
            if isKilled {
                // The pipeline goes on for as long as its own deadline says.
                group.cancelAll()
            } else {
                let accounts = await pipeline.shutdown(deadline: .seconds(20))
                Self.check(accounts, given: 0..<count, "seed \(seed) at the end")
            }
            await group.waitForAll()
            passing.cancel()
        }
        return 0..<count
    }

    private static func check(_ accounts: PipelineAccounts, given: Range<Int>, _ place: String) {
        #expect(accounts.isBalanced, "\(place)")
        let amount = SampleRecords.amount(given)
        #expect(accounts.recorded.records == amount.records, "\(place)")
        #expect(accounts.recorded.tokens == amount.tokens, "\(place)")
        // What has no price yet is all that may be missing in money.
        let isPriced = accounts.recorded.unpricedRecords == 0
        #expect(isPriced ? accounts.recorded.cost == amount.cost : accounts.recorded.cost < amount.cost, "\(place)")
    }

    /// Compares the accounts with what the exporters really have.
    private static func checkEnd(
        _ pipeline: UsagePipeline,
        _ exporters: [InMemoryExporter],
        _ given: Range<Int>,
        _ seed: UInt64
    ) {
        let accounts = pipeline.accounts
        let all = SampleRecords.amount(given)
        #expect(accounts.recorded == all, "seed \(seed)")
        for (exporter, account) in zip(exporters, accounts.exporters) {
            let taken = SampleRecords.numbers(exporter.records)
            #expect(Set(taken).count == taken.count, "seed \(seed)")
            #expect(account.delivered == SampleRecords.amount(taken), "\(exporter.name) seed \(seed)")
            #expect(account.queued == .nothing, "\(exporter.name) seed \(seed)")
            let lost = SampleRecords.amount(Set(given).subtracting(taken))
            #expect(account.droppedTotal == lost, "\(exporter.name) seed \(seed)")
            // The exporter was told about each loss at most once.
            for reason in DropReason.allCases {
                let told = exporter.dropRecords.filter { $0.reason == reason }.reduce(into: RecordAmount()) {
                    $0.add($1.amount)
                }
                let dropped = account.dropped[reason] ?? .nothing
                #expect(
                    told.records <= dropped.records && told.tokens <= dropped.tokens,
                    "\(exporter.name) seed \(seed)"
                )
                #expect(told.cost <= dropped.cost, "\(exporter.name) seed \(seed)")
                if exporter.name == "well", reason == .queueFull { #expect(told == dropped, "seed \(seed)") }
            }
        }
    }
}
