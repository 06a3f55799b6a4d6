import Foundation
import TallyMetering
import TallyTestSupport
import TallyTesting
import Testing

@testable import TallyStorage

/// What happens when a file of a spool is cut off or changed anywhere.
@Suite struct SpoolDamageTests {
    private static let names = ["done", "dead"]

    /// One byte of so many as `TALLY_DAMAGE_STEP` says, other ones each time; all with 1, which takes minutes.
    private static func places(_ count: Int, _ random: inout SeededGenerator) -> StrideTo<Int> {
        let step = TestEnvironment.damageStep
        return stride(from: Int.random(in: 0..<step, using: &random), to: count, by: step)
    }

    /// A spool of three segments of two frames of two records each: one exporter has the first five, one has nothing.
    private func makeSpool(in folder: TemporaryFolder) async throws -> [MeteringRecord] {
        let records = SpoolRecords.make(12)
        let (done, dead) = (InMemoryExporter(name: "done"), InMemoryExporter(name: "dead"))
        done.fail { batch in
            batch.contains { SpoolRecords.number($0) > 4 } ? ExportError(.unavailable, "enough") : nil
        }
        dead.fail { _ in ExportError(.unavailable, "away") }
        let configuration = SpoolingExporter.Configuration.quiet { configuration in
            configuration.segmentBytes = 2_500
            configuration.batching.records = 1
        }
        let spool = SpoolingExporter(folder: folder.path, exporters: [done, dead], configuration: configuration)
        try await running(spool) {
            for start in stride(from: 0, to: 12, by: 2) { try await spool.export(Array(records[start..<start + 2])) }
            await done.waitForRecords(5)
            await until { spool.accounts["done"]?.delivered.records == 5 }
        }
        #expect(folder.files.filter { $0.hasSuffix(".segment") }.count == 3)
        return records
    }

    /// What the exporters get of a spool with these files, and the accounts at the end.
    private func recover(_ files: [String: [UInt8]]) async throws -> ([[MeteringRecord]], SpoolAccounts) {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/slot-1", withIntermediateDirectories: false)
        for (name, bytes) in files { try folder.write(bytes, to: name) }
        let exporters = Self.names.map { InMemoryExporter(name: $0) }
        let spool = SpoolingExporter(folder: folder.path, exporters: exporters, configuration: .quiet())
        try spool.open()
        await running(spool) { await until { spool.accounts.exporters.allSatisfy { $0.waiting.records == 0 } } }
        // It goes on behind what was damaged.
        #expect(spool.accounts.exporters.allSatisfy { $0.waiting == .nothing })
        for exporter in exporters {
            let told = exporter.dropRecords.reduce(into: RecordAmount.nothing) { $0.add($1.amount) }
            #expect(told == spool.accounts[exporter.name]?.droppedTotal)
        }
        return (exporters.map(\.payload), spool.accounts)
    }

    private enum Damage: CaseIterable {
        case cut
        case flipped
        case zeroed
    }

    private func damaged(_ bytes: [UInt8], _ damage: Damage, at index: Int, _ random: inout SeededGenerator) -> [UInt8]
    {
        var bytes = bytes
        switch damage {
        case .cut: bytes.removeSubrange(index...)
        case .flipped: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case .zeroed:
            for position in index..<min(index + 40, bytes.count) { bytes[position] = 0 }
        }
        return bytes
    }

    @Test func damageAnywhereInASegmentCostsTheFramesItIsInAndNoOther() async throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let origin = try TemporaryFolder()
        let records = try await self.makeSpool(in: origin)
        let names = origin.files.filter { $0.hasSuffix(".segment") || $0.hasSuffix("cursors") }
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, origin.bytes($0)) })
        let segments = names.filter { $0.hasSuffix(".segment") }
        for (number, name) in segments.enumerated() {
            let bytes = try #require(files[name])
            // Where the second frame of the segment begins.
            let middle = try #require(SpoolFrame(bytes[...])).length + SpoolFrame.count
            for index in Self.places(bytes.count, &random) {
                let damage = Damage.allCases[index % 3]
                var changed = files
                changed[name] = self.damaged(bytes, damage, at: index, &random)
                let (delivered, accounts) = try await self.recover(changed)
                let context = Comment(rawValue: "seed \(seed), \(damage) at \(index) of \(name)")
                // The frames that are whole: those that end before the damage or begin behind it.
                var lost = Set<Int>()
                let last = damage == .zeroed ? min(index + 39, bytes.count - 1) : index
                if index < middle { lost.formUnion([4 * number, 4 * number + 1]) }
                if last >= middle || damage == .cut { lost.formUnion([4 * number + 2, 4 * number + 3]) }
                // Zeros where there were zeros are no damage.
                if changed[name] == bytes { lost = [] }
                let intact = records.filter { !lost.contains(SpoolRecords.number($0)) }
                #expect(delivered[1] == intact, context)
                #expect(delivered[0] == intact.filter { SpoolRecords.number($0) > 4 }, context)
                #expect(accounts.isBalanced, context)
                // What is missing between intact frames is known to the last pico-dollar; the end may just be gone.
                if number < 2 {
                    let missing = records.filter { lost.contains(SpoolRecords.number($0)) }
                    #expect(accounts["dead"]?.droppedTotal == RecordAmount(of: missing), context)
                    #expect(accounts["dead"]?.takenOver == RecordAmount(of: records), context)
                }
            }
        }
    }

    @Test func damageAnywhereInTheCursorsCostsNothingButRepetition() async throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let origin = try TemporaryFolder()
        let records = try await self.makeSpool(in: origin)
        let names = origin.files.filter { $0.hasSuffix(".segment") || $0.hasSuffix("cursors") }
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, origin.bytes($0)) })
        let name = try #require(names.first { $0.hasSuffix("cursors") })
        let bytes = try #require(files[name])
        for index in Self.places(bytes.count, &random) {
            let damage = Damage.allCases[index % 3]
            var changed = files
            changed[name] = self.damaged(bytes, damage, at: index, &random)
            let (delivered, accounts) = try await self.recover(changed)
            let context = Comment(rawValue: "seed \(seed), \(damage) at \(index) of the cursors")
            #expect(delivered[1] == records, context)
            // From an earlier place on, and nothing left out.
            #expect(delivered[0] == records.suffix(delivered[0].count), context)
            #expect(delivered[0].count >= 7, context)
            #expect(accounts.isBalanced && accounts.exporters.allSatisfy { $0.droppedTotal == .nothing }, context)
        }
    }

    @Test func aSegmentThatIsGoneIsKnownByWhatIsAroundIt() async throws {
        let origin = try TemporaryFolder()
        let records = try await self.makeSpool(in: origin)
        var files: [String: [UInt8]] = [:]
        for name in origin.files where name.hasSuffix(".segment") || name.hasSuffix("cursors") {
            files[name] = origin.bytes(name)
        }
        files["slot-1/0000000000000002.segment"] = nil
        let (delivered, accounts) = try await self.recover(files)
        #expect(delivered[1] == Array(records[..<4] + records[8...]))
        #expect(accounts["dead"]?.dropped == [.damaged: RecordAmount(of: records[4..<8])])
        #expect(accounts["done"]?.dropped == [.damaged: RecordAmount(of: records[5..<8])])
    }
}
