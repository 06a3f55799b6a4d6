import Foundation
import Logging
import TallyMetering
import TallyTestSupport
import TallyTokenizer
import Testing

/// What recording takes. The figures are printed for people and mean something in a release build only:
///
/// ```
/// TALLY_RECORDS=10000000 swift test -c release -Xswiftc -enable-testing --filter OverheadTests
/// ```
///
/// No time fails a test here; growing memory does.
@Suite(.serialized) struct OverheadTests {
    /// How many records go through: `TALLY_RECORDS`, else 100,000.
    private static let count = ProcessInfo.processInfo.environment["TALLY_RECORDS"].flatMap { Int($0) } ?? 100_000
    private static let tasks = 8

    private static let clock = MeterClock(
        now: { Timestamp(millisecondsSince1970: 0) },
        elapsed: { ContinuousClock.now - Self.start },
        sleep: { try await Task.sleep(for: $0) }
    )
    private static let start = ContinuousClock.now

    private static func pipeline(queueCapacity: Int = 16_384) -> UsagePipeline {
        var configuration = UsagePipeline.Configuration()
        configuration.queueCapacity = queueCapacity
        configuration.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let pricer = FlatPrice()
        return UsagePipeline(
            exporters: [NoOpExporter()],
            configuration: configuration,
            clock: Self.clock,
            pricing: { pricer.price(&$0) }
        )
    }

    /// A price that was looked up before, as a meter's is for a model that it knows.
    private struct FlatPrice: Sendable {
        let cost = SampleRecords.book.cost(of: TokenUsage(inputUncached: 1, outputText: 7), model: "sample")

        func price(_ record: inout UsageRecord) { record.cost = self.cost }
    }

    /// A record as a service makes it: three tags, a model, a provider, five counters.
    private static func sample(_ number: Int) -> MeteringRecord {
        var usage = UsageRecord(
            id: RecordID(high: UInt64(number) << 16, low: UInt64(truncatingIfNeeded: number &* 0x9E37_79B9)),
            time: Timestamp(millisecondsSince1970: 0),
            model: "claude-opus-5-20260115",
            usage: TokenUsage(
                inputUncached: 1_200,
                cacheRead: 30_000,
                cacheWrite5m: 0,
                outputText: 400,
                reasoning: 2_000
            ),
            provider: "anthropic",
            tags: UsageTags(team: "search", feature: "answers", useCase: "summary")
        )
        usage.responseID = "msg_01XFDUDYJgAACzvnptvVoYEL"
        usage.duration = .milliseconds(1_800)
        return .usage(usage)
    }

    @Test func recordingIsQuick() async {
        let each = max(1, Self.count / 10 / Self.tasks)
        for isSteady in [true, false] {
            let pipeline = Self.pipeline()
            var times = await withTaskGroup(of: [UInt32].self) { group in
                for task in 0..<Self.tasks {
                    group.addTask { await Self.time(each, pipeline, seed: task, isSteady: isSteady) }
                }
                let running = Task { await pipeline.run() }
                var times: [UInt32] = []
                for await part in group { times += part }
                await pipeline.shutdown(deadline: .seconds(3_600))
                await running.value
                return times
            }
            times.sort()
            let clock = Self.clockTime()
            let dropped = pipeline.accounts.exporters[0].droppedTotal.records
            print(
                "record, \(Self.tasks) tasks, \(isSteady ? "with other work between" : "flooded without a pause"):",
                "median \(times[times.count / 2]) ns, p99 \(times[times.count * 99 / 100]) ns,",
                "p99.9 \(times[times.count * 999 / 1_000]) ns, including \(clock) ns of reading the clock;",
                "\(dropped) of \(times.count) dropped"
            )
            #expect(pipeline.accounts.isBalanced)
        }
    }

    /// The nanoseconds that each of `count` calls took; the records were made before.
    private static func time(_ count: Int, _ pipeline: UsagePipeline, seed: Int, isSteady: Bool) async -> [UInt32] {
        var times: [UInt32] = []
        times.reserveCapacity(count)
        var work = UInt64(seed)
        for number in 0..<count {
            let record = Self.sample(seed * count + number)
            // About 20 µs of a caller's own work.
            if isSteady {
                for _ in 0..<10_000 { work = work &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
            }
            let start = ContinuousClock.now
            pipeline.record(record)
            times.append(UInt32(clamping: Int((ContinuousClock.now - start) / .nanoseconds(1))))
            if number % 64 == 63 { await Task.yield() }
        }
        // The work counts as used.
        return work == 1 ? times.reversed() : times
    }

    private static func clockTime() -> Int {
        let start = ContinuousClock.now
        for _ in 0..<1_000 { _ = ContinuousClock.now }
        return Int((ContinuousClock.now - start) / .nanoseconds(1_000))
    }

    @Test func throughput() async {
        let pipeline = Self.pipeline(queueCapacity: 1 << 16)
        let records = (0..<4_096).map { Self.sample($0) }
        let start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            for number in 0..<Self.count {
                pipeline.record(records[number & 4_095])
                // A flood that drops nothing: it waits for room now and then.
                while number % 8_192 == 8_191, pipeline.accounts.queued.records > 1 << 15 { await Task.yield() }
            }
            await pipeline.shutdown(deadline: .seconds(3_600))
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let accounts = pipeline.accounts.exporters[0]
        print(
            "pipeline into NoOpExporter: \(accounts.delivered.records) of \(Self.count) records in \(seconds) s,",
            "\(Int(Double(accounts.delivered.records) / seconds)) a second, \(accounts.droppedTotal.records) dropped"
        )
        #expect(accounts.isBalanced)
        #expect(accounts.recorded.records == Self.count)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/statm"), "there is no /proc/self/statm"))
    func memoryDoesNotGrow() async {
        let pipeline = Self.pipeline()
        let records = (0..<4_096).map { Self.sample($0) }
        var resident: [Int] = []
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            for number in 0..<Self.count {
                pipeline.record(records[number & 4_095])
                if number % 1_000 == 999 { await Task.yield() }
                // After a fifth all buffers have been used.
                if number % (Self.count / 5) == Self.count / 5 - 1 { resident.append(Self.residentBytes()) }
            }
            await pipeline.shutdown(deadline: .seconds(3_600))
        }
        print("resident memory after each fifth of \(Self.count) records: \(resident.map { $0 >> 20 }) MB")
        #expect(resident.count == 5)
        #expect((resident.last ?? 0) - (resident.first ?? 0) < 32 << 20)
    }

    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4_096
    }
}
