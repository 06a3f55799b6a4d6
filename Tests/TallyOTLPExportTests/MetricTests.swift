import TallyMetering
import TallyPricing
import TallyTestSupport
import TallyTesting
import Testing

@testable import TallyOTLPExport

@Suite struct MetricTests {
    static func metrics(_ records: [MeteringRecord], _ content: OTLPContent) throws -> [String: [[String: Any]]] {
        var sets = MetricAttributeSets(limit: content.cardinalityLimit)
        var writer = OTLPWriter()
        let batch = MetricBatch(records, content, &sets)
        writer.metrics(batch, MetricWindow(start: 5, end: 9), content, SpanTests.resource)
        let metrics = JSONTree.objects(try JSONTree.read(writer.bytes), "resourceMetrics", "scopeMetrics", "metrics")
        var points: [String: [[String: Any]]] = [:]
        for metric in metrics {
            let name = try #require(metric["name"] as? String)
            let data = try #require((metric["histogram"] ?? metric["sum"]) as? [String: Any])
            #expect(data["aggregationTemporality"] as? Int == 1)
            #expect(points[name] == nil)
            points[name] = data["dataPoints"] as? [[String: Any]]
        }
        return points
    }

    /// The sum of all points of an instrument that have these attributes.
    static func sum(_ points: [[String: Any]]?, _ wanted: [String: String] = [:]) throws -> Double {
        try (points ?? []).reduce(0) { sum, point in
            let attributes = try JSONTree.attributes(point)
            guard wanted.allSatisfy({ attributes[$0.key] as? String == $0.value }) else { return sum }
            return sum + ((point["sum"] as? Double) ?? (point["asInt"] as? String).flatMap(Double.init) ?? .nan)
        }
    }

    private static func records(_ count: Int) -> [MeteringRecord] {
        print("seed \(TestEnvironment.seed)")
        var random = SeededGenerator(seed: TestEnvironment.seed)
        return RandomRecords.calls(count, using: &random)
    }

    @Test(arguments: [2, 40, 2_000])
    func sumsUpToTheTokensOfTheRecords(_ limit: Int) throws {
        let records = Self.records(1_000)
        let content = OTLPContent(metricTags: ["team", "feature"], includesCountedUsage: true, cardinalityLimit: limit)
        let points = try #require(try Self.metrics(records, content)["gen_ai.client.token.usage"])
        var (input, output) = (0, 0)
        for case .usage(let record) in records where record.source != .unknown {
            input += record.inputTokens ?? 0
            output += record.outputTokens ?? 0
        }
        #expect(try Self.sum(points) == Double(input + output))
        #expect(points.count <= limit)
        let isOverflow = try points.contains { try JSONTree.attributes($0)["otel.metric.overflow"] as? Bool == true }
        #expect(isOverflow == (limit < 2_000))
        if !isOverflow {
            #expect(try Self.sum(points, ["gen_ai.token.type": "input"]) == Double(input))
            #expect(try Self.sum(points, ["gen_ai.token.type": "output"]) == Double(output))
        }
    }

    @Test func countsEachTokenOnceInTheDraftsCounters() throws {
        let records = Self.records(1_000)
        let content = OTLPContent(conventions: .latest, includesCountedUsage: true, cardinalityLimit: 100_000)
        let metrics = try Self.metrics(records, content)
        var (input, output, read) = (0, 0, 0)
        for case .usage(let record) in records where record.source != .unknown {
            input += record.inputTokens ?? 0
            output += record.outputTokens ?? 0
            read += TokenTotals(record).cacheRead ?? 0
        }
        let prefix = "gen_ai.client.inference"
        #expect(try Self.sum(metrics["\(prefix).usage.input_tokens"]) == Double(input))
        #expect(try Self.sum(metrics["\(prefix).usage.output_tokens"]) == Double(output))
        #expect(try Self.sum(metrics["\(prefix).usage.cache_read.input_tokens"]) == Double(read))
        #expect(try Self.sum(metrics["\(prefix).operation.input_tokens"]) == Double(input))
        #expect(metrics["gen_ai.client.token.usage"] == nil)
        #expect(metrics["gen_ai.client.operation.duration"] == nil)
    }

    @Test func reportsNoUsageThatNobodyKnows() throws {
        var record = SpanTests.call(TokenUsage(inputUncached: 5))
        record.source = .unknown
        record.duration = .seconds(1)
        var metrics = try Self.metrics([.usage(record)], OTLPContent(includesCountedUsage: true))
        #expect(Set(metrics.keys) == ["gen_ai.client.operation.duration"])
        record.source = .counted
        metrics = try Self.metrics([.usage(record)], OTLPContent())
        #expect(Set(metrics.keys) == ["gen_ai.client.operation.duration"])
        metrics = try Self.metrics([.usage(record)], OTLPContent(includesCountedUsage: true))
        let point = try #require(metrics["gen_ai.client.token.usage"]?.first)
        #expect(try JSONTree.attributes(point)["tally.usage.source"] as? String == "counted")
    }

    @Test func statesTheBoundsOfTheConventions() throws {
        var values: [MeteringRecord] = []
        for tokens in [0, 1, 2, 4, 5, 67_108_864, 67_108_865] {
            values.append(.usage(SpanTests.call(TokenUsage(inputUncached: tokens))))
        }
        let point = try #require(try Self.metrics(values, OTLPContent())["gen_ai.client.token.usage"]?.first)
        let bounds = try #require(point["explicitBounds"] as? [Double])
        let counts = try #require(point["bucketCounts"] as? [String]).compactMap(Int.init)
        #expect(bounds == (0...13).map { Double(1 << (2 * $0)) })
        #expect(counts.count == bounds.count + 1)
        #expect(counts == [2, 2, 1] + [Int](repeating: 0, count: 10) + [1, 1])
        #expect(point["count"] as? String == "7")
        #expect(point["min"] as? Double == 0)
        #expect(point["max"] as? Double == 67_108_865)
        #expect(point["startTimeUnixNano"] as? String == "5")
        #expect(point["timeUnixNano"] as? String == "9")
    }

    @Test func hasTheTagsThatAreAllowedOnly() throws {
        var record = SpanTests.call(TokenUsage(inputUncached: 5))
        record.tags = ["team": "search", "use_case": "answers", "user": "u1"]
        let content = OTLPContent(metricTags: ["useCase"])
        let point = try #require(try Self.metrics([.usage(record)], content)["gen_ai.client.token.usage"]?.first)
        let attributes = try JSONTree.attributes(point)
        #expect(attributes.keys.filter { $0.hasPrefix("tally.") } == ["tally.tag.use_case"])
    }

    @Test func countsASamplingByItsOwnModel() throws {
        var record = SpanTests.call(TokenUsage(inputUncached: 5))
        record.furtherSamplings = [Sampling(kind: "compaction", model: "small", usage: TokenUsage(inputUncached: 7))]
        let points = try Self.metrics([.usage(record)], OTLPContent())["gen_ai.client.token.usage"]
        #expect(try Self.sum(points, ["gen_ai.response.model": "small"]) == 7)
        #expect(try Self.sum(points, ["gen_ai.response.model": "claude-opus-5"]) == 5)
    }

    @Test func measuresTheFirstChunkOfStreamsOnly() throws {
        var record = SpanTests.call(.none)
        record.timeToFirstToken = .milliseconds(30)
        #expect(try Self.metrics([.usage(record)], OTLPContent()).isEmpty)
        record.isStream = true
        let metrics = try Self.metrics([.usage(record)], OTLPContent())
        #expect(try Self.sum(metrics["gen_ai.client.operation.time_to_first_chunk"]) == 0.03)
    }

    @Test func countsAFailureOfTheDraftWithNothing() throws {
        var record = SpanTests.call(TokenUsage())
        record.source = .unknown
        record.errorKind = "timeout"
        let metrics = try Self.metrics([.usage(record)], OTLPContent(conventions: .latest))
        let point = try #require(metrics["gen_ai.client.inference.usage.input_tokens"]?.first)
        #expect(point["asInt"] as? String == "0")
        #expect(try JSONTree.attributes(point)["gen_ai.token.modality"] as? String == "unknown")
    }

    @Test func putsWindowsBehindEachOther() {
        let start = Timestamp(millisecondsSince1970: 1_000)
        var windows = MetricWindows(start: start)
        let calls = ConformanceRecords.calls(3)
        let first = windows.window(of: [calls[0]], now: start + .seconds(1))
        let again = windows.window(of: [calls[0]], now: start + .seconds(2))
        let second = windows.window(of: [calls[1]], now: start + .seconds(2))
        // The clock was set back.
        let third = windows.window(of: [calls[2]], now: start - .seconds(3_600))
        #expect(first == MetricWindow(start: 1_000_000_000, end: 2_000_000_000))
        #expect(again == first)
        #expect(second == MetricWindow(start: first.end, end: 3_000_000_000))
        #expect(third.start == second.end)
        #expect(third.end > third.start)
        windows.close([calls[0]])
        #expect(windows.window(of: [calls[0]], now: start + .seconds(9)).start == third.end)
    }
}
