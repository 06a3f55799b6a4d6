import TallyTesting
import Testing

@Suite struct InMemoryExporterTests {
    private let exporter = InMemoryExporter(capacity: 3)

    @Test func aRecordThatComesAgainIsKeptOnce() async throws {
        let records = ConformanceRecords.calls(2)
        try await self.exporter.export(records)
        try await self.exporter.export(records)
        #expect(self.exporter.records == records)
        #expect(self.exporter.batchSizes == [2, 2])
    }

    @Test func aBatchThatDoesNotFitIsRefusedAsAWhole() async throws {
        let error = await #expect(throws: ExportError.self) {
            try await self.exporter.export(ConformanceRecords.calls(4))
        }
        #expect(error?.code == .tooLarge)
        #expect(self.exporter.records.isEmpty)
    }

    @Test func aFailureKeepsNothing() async throws {
        self.exporter.fail { _ in ExportError(.unavailable, "away") }
        await #expect(throws: ExportError.self) { try await self.exporter.export(ConformanceRecords.calls(1)) }
        #expect(self.exporter.records.isEmpty)
        self.exporter.fail { _ in nil }
        try await self.exporter.export(ConformanceRecords.calls(1))
        #expect(self.exporter.usageRecords.count == 1)
    }

    @Test func nothingIsTakenAfterShutdown() async {
        await self.exporter.shutdown()
        #expect(self.exporter.isShutDown)
        let error = await #expect(throws: ExportError.self) {
            try await self.exporter.export(ConformanceRecords.calls(1))
        }
        #expect(error?.isRetryable == false)
    }

    @Test func waitingEndsWithTheRecordsOrTheTask() async throws {
        let records = ConformanceRecords.calls(3)
        async let waited = self.exporter.waitForRecords(3)
        try await self.exporter.export(Array(records.prefix(1)))
        try await self.exporter.export(records)
        #expect(await waited == records)
        let forever = Task { [exporter] in await exporter.waitForRecords(4) }
        forever.cancel()
        #expect(await forever.value.count == 3)
    }
}
