import TallyMetering
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyStorage

@Suite struct SpoolingExporterTests {
    private let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
    }

    @Test(arguments: [SpoolDurability.eachBatch, .interval(.seconds(1)), .never])
    func keepsThePromisesOfExporters(_ durability: SpoolDurability) async throws {
        let folders = Locked<[TemporaryFolder]>([])
        let violations = await ExporterConformance.check(
            makeExporter: { () throws -> SpoolWithMemory in
                let folder = try TemporaryFolder()
                folders.withLock { $0.append(folder) }
                return SpoolWithMemory(folder: folder.path, durability: durability)
            },
            readBack: { await $0.readBack() }
        )
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func deliversToEachExporterEverythingOnceInItsOrder() async throws {
        let (first, second) = (InMemoryExporter(name: "first"), InMemoryExporter(name: "second"))
        let spool = SpoolingExporter(folder: self.folder.path, exporters: [first, second], configuration: .quiet())
        let records = SpoolRecords.make(1_000)
        try await running(spool) {
            for start in stride(from: 0, to: 1_000, by: 100) {
                try await spool.export(Array(records[start..<start + 100]))
            }
            await first.waitForRecords(1_000)
            await second.waitForRecords(1_000)
        }
        #expect(first.records == records)
        #expect(second.records == records)
        let accounts = spool.accounts
        #expect(accounts.isBalanced)
        for exporter in accounts.exporters {
            #expect(exporter.delivered == RecordAmount(of: records))
            #expect(exporter.waiting == .nothing)
        }
        #expect(first.isShutDown && second.isShutDown)
    }

    @Test func aDeadExporterHoldsNoOtherAndGetsEverythingAfterARestart() async throws {
        let records = SpoolRecords.make(600)
        do {
            let (dead, alive) = (InMemoryExporter(name: "dead"), InMemoryExporter(name: "alive"))
            dead.fail { _ in ExportError(.unavailable, "away") }
            let spool = SpoolingExporter(folder: self.folder.path, exporters: [dead, alive], configuration: .quiet())
            try await running(spool) {
                try await spool.export(Array(records[..<300]))
                await alive.waitForRecords(300)
                try await spool.export(Array(records[300...]))
                await alive.waitForRecords(600)
            }
            #expect(dead.records.isEmpty)
            #expect(spool.accounts["dead"]?.waiting == RecordAmount(of: records))
            #expect(spool.accounts.isBalanced)
        }
        let (back, alive) = (InMemoryExporter(name: "dead"), InMemoryExporter(name: "alive"))
        let spool = SpoolingExporter(folder: self.folder.path, exporters: [back, alive], configuration: .quiet())
        try spool.open()
        #expect(spool.accounts["dead"]?.takenOver == RecordAmount(of: records))
        #expect(spool.accounts["alive"]?.takenOver == .nothing)
        await running(spool) { await back.waitForRecords(600) }
        #expect(back.records == records)
        #expect(alive.records.isEmpty)
        #expect(spool.accounts.isBalanced)
    }

    @Test func aRecordThatIsRefusedGoesToQuarantineAndTheOthersArrive() async throws {
        let exporter = InMemoryExporter(name: "picky")
        exporter.fail { batch in
            batch.contains { SpoolRecords.number($0) % 100 == 7 } ? ExportError(.rejected, "no sevens") : nil
        }
        let spool = SpoolingExporter(folder: self.folder.path, exporters: [exporter], configuration: .quiet())
        let records = SpoolRecords.make(500)
        try await running(spool) {
            try await spool.export(records)
            await exporter.waitForRecords(495)
            await until { spool.accounts.exporters[0].waiting == .nothing }
        }
        let refused = records.filter { SpoolRecords.number($0) % 100 == 7 }
        #expect(exporter.records == records.filter { SpoolRecords.number($0) % 100 != 7 })
        let accounts = spool.accounts.exporters[0]
        #expect(accounts.quarantined == RecordAmount(of: refused))
        #expect(accounts.isBalanced)
        let lines = self.folder.bytes("quarantine-picky-1.jsonl").split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 5)
        for (line, record) in zip(lines, refused) {
            var text: [UInt8] = []
            RecordJSON.append(record, to: &text)
            let end = String(decoding: text, as: UTF8.self)
            #expect(String(decoding: line, as: UTF8.self).hasSuffix("\"reason\":\"rejected\",\"record\":\(end)}"))
        }
    }

    @Test func whatIsRefusedBeyondTheQuarantineIsDroppedAndTold() async throws {
        let exporter = InMemoryExporter(name: "picky")
        exporter.fail { batch in
            for case .usage in batch { return ExportError(.rejected, "nothing but drops") }
            return nil
        }
        let configuration = SpoolingExporter.Configuration.quiet { $0.quarantineBytes = 1_000 }
        let spool = SpoolingExporter(folder: self.folder.path, exporters: [exporter], configuration: configuration)
        let records = SpoolRecords.make(20)
        try await running(spool) { try await spool.export(records) }
        let accounts = spool.accounts.exporters[0]
        #expect(accounts.quarantined.records > 0)
        #expect(accounts.quarantined.adding(accounts.droppedTotal) == RecordAmount(of: records))
        #expect(Set(accounts.dropped.keys) == [.rejected])
        let told = exporter.dropRecords.reduce(into: RecordAmount.nothing) { $0.add($1.amount) }
        #expect(told == accounts.droppedTotal)
        #expect(self.folder.bytes("quarantine-picky-1.jsonl").count <= 1_000)
    }

    @Test(arguments: OverflowPolicy.allCases)
    func whatHasNoRoomIsDroppedAndTold(_ overflow: OverflowPolicy) async throws {
        let exporter = InMemoryExporter(name: "dead")
        let configuration = SpoolingExporter.Configuration.quiet { configuration in
            configuration.maximumBytes = 100_000
            configuration.overflow = overflow
        }
        let records = SpoolRecords.make(2_000)
        let spool = SpoolingExporter(folder: self.folder.path, exporters: [exporter], configuration: configuration)
        for start in stride(from: 0, to: 2_000, by: 20) {
            try await spool.export(Array(records[start..<start + 20]))
            #expect(spool.accounts.bytes <= 100_000)
            #expect(spool.accounts.isBalanced)
        }
        let before = spool.accounts.exporters[0]
        #expect(before.added == RecordAmount(of: records))
        #expect(before.waiting.records > 100)
        await spool.shutdown()
        // What was dropped is known to the next process, and told there.
        let back = InMemoryExporter(name: "dead")
        let next = SpoolingExporter(folder: self.folder.path, exporters: [back], configuration: configuration)
        await running(next) { await back.waitForRecords(before.waiting.records + 1) }
        let kept = overflow == .oldest ? records.suffix(before.waiting.records) : records.prefix(before.waiting.records)
        #expect(back.payload == Array(kept))
        #expect(back.dropRecords.map(\.reason) == [.spoolFull])
        #expect(back.dropRecords.first?.amount == before.dropped[.spoolFull])
        #expect(back.dropRecords.first?.exporter == "dead")
        #expect(RecordAmount(of: kept).adding(before.droppedTotal) == RecordAmount(of: records))
    }

    /// The segment from which an exporter has a batch stays, and those behind it go.
    @Test(arguments: [true, false]) func aBatchOnItsWayIsNotDropped(_ isTakenAtLast: Bool) async throws {
        let gate = Locked(false)
        let (slow, quick) = (InMemoryExporter(name: "slow"), InMemoryExporter(name: "quick"))
        slow.fail { _ in
            while !gate.withLock(\.self) { await Task.yield() }
            let isFirst = slow.batchSizes.count == 1
            return isFirst && !isTakenAtLast ? ExportError(.timeout, "too slow") : nil
        }
        let configuration = SpoolingExporter.Configuration.quiet { configuration in
            configuration.maximumBytes = 100_000
            configuration.batching.records = 10
            configuration.batching.retry.initialDelay = .milliseconds(1)
        }
        let spool = SpoolingExporter(
            folder: self.folder.path,
            exporters: [slow, quick],
            configuration: configuration
        )
        let records = SpoolRecords.make(1_000)
        try await running(spool) {
            try await spool.export(Array(records[..<10]))
            await until { slow.batchSizes.count == 1 }
            for start in stride(from: 10, to: 1_000, by: 10) {
                try await spool.export(Array(records[start..<start + 10]))
                await quick.waitForRecords(start + 10)
                #expect(spool.accounts.isBalanced && spool.accounts.bytes <= 100_000)
            }
            gate.withLock { $0 = true }
            await until { spool.accounts.exporters.allSatisfy { $0.waiting.records == 0 } }
        }
        #expect(quick.records == records)
        let delivered = slow.payload
        let dropped = try #require(spool.accounts["slow"]?.dropped[.spoolFull])
        #expect(delivered.prefix(10) == records.prefix(10))
        #expect(dropped.records > 500)
        #expect(RecordAmount(of: delivered).adding(dropped) == RecordAmount(of: records))
        #expect(slow.dropRecords.reduce(into: RecordAmount.nothing) { $0.add($1.amount) } == dropped)
        #expect(delivered == delivered.sorted { SpoolRecords.number($0) < SpoolRecords.number($1) })
        #expect(spool.accounts.isBalanced)
    }

    @Test func aBatchAfterShutdownAndAFolderThatCanNotBeAreErrors() async throws {
        let memory = InMemoryExporter()
        let spool = SpoolingExporter(folder: self.folder.path, exporters: [memory], configuration: .quiet())
        await spool.shutdown()
        await #expect { try await spool.export(SpoolRecords.make(1)) } throws: { error in
            (error as? ExportError)?.code == .misconfigured
        }
        try self.folder.write([1], to: "file")
        let impossible = SpoolingExporter(
            folder: self.folder.path + "/file/spool",
            exporters: [memory],
            configuration: .quiet()
        )
        await #expect { try await impossible.export(SpoolRecords.make(1)) } throws: { error in
            (error as? ExportError)?.code == .unavailable
        }
        #expect(impossible.accounts.exporters[0].added == .nothing)
    }

    @Test func whatIsTooOldIsDroppedAlsoWhileTheExporterIsAway() async throws {
        let time = ManualClock()
        let exporter = InMemoryExporter(name: "away")
        exporter.fail { _ in ExportError(.throttled, "later", retryAfter: .seconds(100_000)) }
        let configuration = SpoolingExporter.Configuration.quiet { $0.maximumAge = .seconds(3_600) }
        let spool = SpoolingExporter(
            folder: self.folder.path,
            exporters: [exporter],
            configuration: configuration,
            clock: time.clock
        )
        let records = SpoolRecords.make(30)
        let task = Task { await spool.run() }
        try await spool.export(Array(records[..<10]))
        time.advance(by: .seconds(1_800))
        try await spool.export(Array(records[10..<20]))
        await until { !exporter.batchSizes.isEmpty }
        while spool.accounts.exporters[0].dropped.isEmpty {
            time.advance(by: .seconds(30))
            await Task.yield()
        }
        #expect(spool.accounts.exporters[0].dropped == [.expired: RecordAmount(of: records[..<10])])
        #expect(spool.accounts.isBalanced)
        exporter.fail { _ in nil }
        while exporter.records.isEmpty {
            time.advance(by: .seconds(100_000))
            await Task.yield()
        }
        await spool.shutdown()
        await task.value
        let accounts = spool.accounts.exporters[0]
        #expect(accounts.isBalanced)
        let told = exporter.dropRecords.reduce(into: RecordAmount.nothing) { $0.add($1.amount) }
        #expect(told == accounts.dropped[.expired])
    }

    @Test func whatAnotherProcessHasLeftIsTakenOver() async throws {
        let dead = InMemoryExporter(name: "a")
        dead.fail { _ in ExportError(.unavailable, "away") }
        let one = SpoolingExporter(folder: self.folder.path, exporters: [dead], configuration: .quiet())
        let two = SpoolingExporter(folder: self.folder.path, exporters: [dead], configuration: .quiet())
        let records = SpoolRecords.make(40)
        try await one.export(Array(records[..<10]))
        try await two.export(Array(records[10..<20]))
        #expect(self.folder.files.contains("slot-1/0000000000000001.segment"))
        #expect(self.folder.files.contains("slot-2/0000000000000001.segment"))
        // Nobody takes what somebody holds.
        let memory = InMemoryExporter(name: "a")
        let three = SpoolingExporter(
            folder: self.folder.path,
            exporters: [memory],
            configuration: .quiet { $0.adoptionInterval = .milliseconds(20) }
        )
        try await three.export(Array(records[20..<30]))
        #expect(three.accounts.exporters[0].takenOver == .nothing)
        await two.shutdown()
        await running(three) { await memory.waitForRecords(20) }
        #expect(Set(memory.records) == Set(records[10..<30]))
        #expect(three.accounts.exporters[0].takenOver == RecordAmount(of: records[10..<20]))
        #expect(three.accounts.isBalanced)
        #expect(!self.folder.files.contains("slot-2"))
        await one.shutdown()
    }

    @Test func aRenamedExporterGetsWhatIsStillThere() async throws {
        let dead = InMemoryExporter(name: "old")
        let records = SpoolRecords.make(40)
        let one = SpoolingExporter(folder: self.folder.path, exporters: [dead], configuration: .quiet())
        try await one.export(records)
        await one.shutdown()
        let memory = InMemoryExporter(name: "new")
        let two = SpoolingExporter(folder: self.folder.path, exporters: [memory], configuration: .quiet())
        await running(two) { await memory.waitForRecords(40) }
        #expect(memory.records == records)
        #expect(two.accounts.isBalanced)
    }
}

/// A spool in front of a memory that takes everything, for the promises of exporters.
final class SpoolWithMemory: UsageExporter {
    private let memory = InMemoryExporter()
    private let spool: SpoolingExporter

    init(folder: String, durability: SpoolDurability) {
        self.spool = SpoolingExporter(
            folder: folder,
            exporters: [self.memory],
            configuration: .quiet { $0.durability = durability }
        )
    }

    var name: String { self.spool.name }
    func export(_ batch: [MeteringRecord]) async throws(ExportError) { try await self.spool.export(batch) }
    func flush() async throws(ExportError) { try await self.spool.flush() }
    func shutdown() async { await self.spool.shutdown() }

    /// What a process has that starts behind it.
    func readBack() async -> [MeteringRecord] {
        await self.spool.shutdown()
        let memory = InMemoryExporter()
        let next = SpoolingExporter(folder: self.spool.folder.path, exporters: [memory], configuration: .quiet())
        let task = Task { await next.run() }
        try? next.open()
        await until { next.accounts.exporters[0].waiting.records == 0 }
        await next.shutdown()
        await task.value
        return memory.records
    }
}
