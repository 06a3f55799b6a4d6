import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyMetering

@Suite struct ExporterTests {
    // MARK: - Multiplex

    @Test func whenOneFailsTheOthersAreGivenTheBatchAllTheSame() async throws {
        let (first, second) = (InMemoryExporter(name: "first"), InMemoryExporter(name: "second"))
        first.fail { _ in ExportError(.throttled, "later", retryAfter: .seconds(7)) }
        let both = MultiplexExporter([first, second])
        let error = await #expect(throws: ExportError.self) { try await both.export(SampleRecords.calls(0..<2)) }
        #expect(error?.code == .throttled)
        #expect(error?.retryAfter == .seconds(7))
        #expect(error?.message == "first: later")
        #expect(second.records.count == 2)
    }

    @Test func aFailureToTryAgainGoesBeforeAnother() async throws {
        let (first, second) = (InMemoryExporter(name: "first"), InMemoryExporter(name: "second"))
        first.fail { _ in ExportError(.rejected, "never") }
        second.fail { _ in ExportError(.unavailable, "away") }
        let both = MultiplexExporter([first, second])
        let error = await #expect(throws: ExportError.self) { try await both.export(SampleRecords.calls(0..<2)) }
        #expect(error?.code == .unavailable)
    }

    @Test func allAreFlushedAndShutDown() async throws {
        let (first, second) = (InMemoryExporter(name: "first"), InMemoryExporter(name: "second"))
        let both = MultiplexExporter([first, second])
        try await both.flush()
        await both.shutdown()
        #expect(first.flushes == 1 && second.flushes == 1)
        #expect(first.isShutDown && second.isShutDown)
    }

    // MARK: - Console

    private func lines(_ records: [MeteringRecord]) async throws -> [String] {
        let text = Locked("")
        let console = ConsoleExporter(
            name: "console",
            line: { ConsoleLine.text(of: $0) },
            write: { part in
                text.withLock { $0 += part }
                return true
            }
        )
        try await console.export(records)
        return text.withLock { $0 }.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test func aLineSaysWhatACallUsedAndCost() async throws {
        guard case .usage(var usage) = SampleRecords.call(250) else { return }
        usage.time = Timestamp(millisecondsSince1970: 1_798_796_467_250)
        usage.provider = "openai"
        usage.duration = .milliseconds(1_849)
        usage.attempt = 2
        let unpriced = usage
        SampleRecords.price(&usage)
        let lines = try await self.lines([.usage(usage), .usage(unpriced)])
        #expect(
            lines == [
                "09:41:07.250  openai/sample  in 250  out 7  $0.00057  1.8 s  attempt 2  team=team 1",
                "09:41:07.250  openai/sample  in 250  out 7  unpriced  1.8 s  attempt 2  team=team 1",
            ]
        )
    }

    @Test func everyRecordIsOneLine() async throws {
        let records = ConformanceRecords.allKinds()
        #expect(try await self.lines(records).count == records.count)
    }

    @Test func aClosedConsoleIsSaid() async {
        let console = ConsoleExporter(name: "console", line: { _ in "" }, write: { _ in false })
        let error = await #expect(throws: ExportError.self) { try await console.export(SampleRecords.calls(0..<1)) }
        #expect(error?.isRetryable == true)
    }
}
