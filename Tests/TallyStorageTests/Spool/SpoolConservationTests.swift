import TallyMetering
import TallyTestSupport
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyStorage

/// Random lives of a spool: what exporters have got, what is dropped, put away and waiting, summed by the test itself.
@Suite struct SpoolConservationTests {
    /// Fails, refuses and takes at random, and knows what it took.
    private final class FickleExporter: UsageExporter {
        struct State: Sendable {
            var random: SeededGenerator
            var isAway = false
            var taken: [MeteringRecord] = []
            var told = RecordAmount.nothing
        }

        let name: String
        let state: Locked<State>

        init(name: String, seed: UInt64) {
            self.name = name
            self.state = Locked(State(random: SeededGenerator(seed: seed)))
        }

        func export(_ batch: [MeteringRecord]) async throws(ExportError) {
            try self.state.withLock { (state) throws(ExportError) in
                if state.isAway { throw ExportError(.unavailable, "away") }
                switch Int.random(in: 0..<12, using: &state.random) {
                case 0: throw ExportError(.timeout, "too slow")
                case 1 where batch.count > 1: throw ExportError(.tooLarge, "too many")
                default: break
                }
                for case .usage in batch where batch.contains(where: Self.isPoison) {
                    throw ExportError(.rejected, "poison")
                }
                for record in batch {
                    if case .drop(let drop) = record { state.told.add(drop.amount) } else { state.taken.append(record) }
                }
            }
        }

        static func isPoison(_ record: MeteringRecord) -> Bool { SpoolRecords.number(record) % 97 == 13 }
        func flush() async throws(ExportError) {}
        func shutdown() async {}
    }

    @Test(arguments: 0..<12) func theAccountsAreWhatTheTestCounts(_ round: Int) async throws {
        let seed = TestEnvironment.seed &+ UInt64(round)
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let context = Comment(rawValue: "seed \(seed)")
        let configuration = SpoolingExporter.Configuration.quiet { configuration in
            configuration.maximumBytes = Int.random(in: 10_000...200_000, using: &random)
            configuration.segmentBytes = Int.random(in: 500...20_000, using: &random)
            configuration.overflow = OverflowPolicy.allCases.randomElement(using: &random)!
            configuration.batching.records = Int.random(in: 1...60, using: &random)
            configuration.batching.bytes = Int.random(in: 500...40_000, using: &random)
            configuration.batching.retry.initialDelay = .milliseconds(1)
            configuration.quarantineBytes = Int.random(in: 0...3_000, using: &random)
            configuration.dropReportInterval = .zero
        }
        let exporters = ["one", "two", "three"].enumerated()
            .map { FickleExporter(name: $1, seed: seed &+ UInt64($0)) }
        var waiting = exporters.map { _ in RecordAmount.nothing }
        var dropped = waiting
        var (given, quarantined, number) = (RecordAmount.nothing, waiting, 0)
        let lives = 4
        for life in 0..<lives {
            let spool = SpoolingExporter(folder: folder.path, exporters: exporters, configuration: configuration)
            try spool.open()
            #expect(spool.accounts.exporters.map(\.takenOver) == waiting, context)
            var (added, before) = (RecordAmount.nothing, exporters.map { $0.state.withLock { $0.taken.count } })
            for exporter in exporters {
                let isAway = life < lives - 1 && Int.random(in: 0..<3, using: &random) == 0
                exporter.state.withLock { $0.isAway = isAway }
            }
            let task = Task { await spool.run() }
            for _ in 0..<Int.random(in: 0...20, using: &random) where life < lives - 1 {
                let batch = SpoolRecords.make(Int.random(in: 1...40, using: &random), from: number)
                number += batch.count
                try await spool.export(batch)
                added.add(RecordAmount(of: batch))
                #expect(spool.accounts.isBalanced, context)
                if Bool.random(using: &random) { await Task.yield() }
            }
            given.add(added)
            if life == lives - 1 {
                // What a shutdown interrupts is told at the next start, which there is none of.
                let known = dropped
                await until {
                    spool.accounts.exporters.indices.allSatisfy { index in
                        let accounts = spool.accounts.exporters[index]
                        let told = exporters[index].state.withLock(\.told)
                        return accounts.waiting.records == 0 && told == known[index].adding(accounts.droppedTotal)
                    }
                }
            }
            // Some end well, others just end.
            if life == lives - 1 || Bool.random(using: &random) { await spool.shutdown() } else { task.cancel() }
            await task.value
            for (index, exporter) in exporters.enumerated() {
                let accounts = spool.accounts.exporters[index]
                let taken = exporter.state.withLock { RecordAmount(of: $0.taken[before[index]...]) }
                #expect(accounts.isBalanced && accounts.added == added, context)
                #expect(accounts.delivered == taken, context)
                before[index] = 0
                waiting[index] = waiting[index].adding(added).removing(taken)
                    .removing(accounts.droppedTotal).removing(accounts.quarantined)
                #expect(accounts.waiting == waiting[index], context)
                dropped[index].add(accounts.droppedTotal)
                quarantined[index].add(accounts.quarantined)
            }
        }
        for (index, exporter) in exporters.enumerated() {
            let (taken, told) = exporter.state.withLock { ($0.taken, $0.told) }
            #expect(waiting[index] == .nothing, context)
            #expect(Set(taken.map(\.id)).count == taken.count, context)
            #expect(!taken.contains(where: FickleExporter.isPoison), context)
            #expect(
                RecordAmount(of: taken).adding(dropped[index]).adding(quarantined[index]) == given,
                context
            )
            #expect(told == dropped[index], context)
        }
    }
}
