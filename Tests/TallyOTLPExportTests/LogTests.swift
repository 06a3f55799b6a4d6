import TallyMetering
import TallyTestSupport
import TallyTesting
import Testing

@testable import TallyOTLPExport

@Suite struct LogTests {
    static func events(_ records: [MeteringRecord], _ content: OTLPContent = OTLPContent()) throws -> [[String: Any]] {
        var writer = OTLPWriter()
        writer.logs(records, content, SpanTests.resource)
        return JSONTree.objects(try JSONTree.read(writer.bytes), "resourceLogs", "scopeLogs", "logRecords")
    }

    /// The record that an event carries.
    static func record(_ event: [String: Any]) throws -> MeteringRecord {
        let line = try #require((event["body"] as? [String: Any])?["stringValue"] as? String)
        return try RecordJSON.read(Array(line.utf8).span)
    }

    @Test func carriesEveryRecordWhole() throws {
        let records = ConformanceRecords.allKinds()
        let events = try Self.events(records)
        #expect(try events.map(Self.record) == records)
        #expect(
            Set(events.compactMap { $0["eventName"] as? String }) == ["tally.usage", "tally.outcome", "tally.drop"]
        )
    }

    @Test func tiesACallToItsSpan() throws {
        let record = SpanTests.call(.none)
        let event = try #require(try Self.events([.usage(record)]).first)
        let span = try #require(try SpanTests.spans([.usage(record)]).first)
        #expect(event["traceId"] as? String == span["traceId"] as? String)
        #expect(event["spanId"] as? String == span["spanId"] as? String)
        #expect(event["timeUnixNano"] as? String == span["startTimeUnixNano"] as? String)
    }

    @Test func leavesTheRecordOutIfAskedTo() throws {
        let content = OTLPContent(includesRecords: false)
        let events = try Self.events(ConformanceRecords.allKinds(), content)
        #expect(events.allSatisfy { $0["body"] == nil })
        #expect(try events.allSatisfy { try JSONTree.attributes($0)["tally.record.id"] != nil })
    }

    @Test(arguments: SemanticConventions.allCases)
    func saysNothingThatReceiversRefuse(_ conventions: SemanticConventions) throws {
        print("seed \(TestEnvironment.seed)")
        var random = SeededGenerator(seed: TestEnvironment.seed)
        let records = RandomRecords.calls(100, using: &random) + ConformanceRecords.allKinds()
        let content = OTLPContent(
            conventions: conventions,
            metricTags: ["team"],
            includesCost: true,
            includesCountedUsage: Bool.random(using: &random)
        )
        var sets = MetricAttributeSets(limit: 50)
        for write in [
            { (writer: inout OTLPWriter) in _ = writer.traces(records, content, SpanTests.resource) },
            { writer in writer.logs(records, content, SpanTests.resource) },
            { writer in
                let batch = MetricBatch(records, content, &sets)
                writer.metrics(batch, MetricWindow(start: 1, end: 2), content, SpanTests.resource)
            },
        ] {
            var writer = OTLPWriter()
            write(&writer)
            #expect(JSONTree.faults(try JSONTree.read(writer.bytes)).isEmpty)
        }
    }
}
