import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct AllocationReportTests {
    private static let policy = UsagePolicy(
        rules: PolicyRules(
            approvedModels: [NamePattern("gpt-*")],
            tags: ["team": TagRule(knownValues: ["search", "support"]), "cost_center": TagRule()]
        ),
        exceptions: [
            PolicyException(
                "pilot",
                from: [NamePattern("models")],
                for: UsageSelector(models: [NamePattern("claude-pilot")]),
                owner: "search",
                reason: "a trial",
                expires: RecordMaker.time(hours: 1_000)
            )
        ]
    )

    private static func document(
        _ records: [MeteringRecord],
        _ change: (inout AllocationReport) -> Void = { _ in }
    ) throws -> ReportDocument {
        var report = AllocationReport(policy: Self.policy)
        change(&report)
        return try AnswerLedger(records).scan { scan in
            var scan = scan
            scan.now = RecordMaker.time(hours: 100)
            return try report.document(of: scan)
        }
    }

    @Test func eachGapIsCountedByItself() throws {
        var make = RecordMaker()
        let whole: UsageTags = ["team": "search", "feature": "a", "use_case": "b", "cost_center": "7"]
        func with(_ key: String, _ value: String?) -> UsageTags {
            var tags = whole
            tags[key] = value
            return tags
        }
        let calls = [
            make.call(model: "gpt-4o", tags: whole),
            make.call(model: "gpt-4o", tags: with("team", nil)),
            make.call(model: "gpt-4o", tags: with("team", "serach")),
            make.call(model: "gpt-4o", tags: with("cost_center", nil), cost: .dollars(3)),
            make.call(model: "llama", tags: whole, cost: .dollars(5)),
            make.call(model: "claude-pilot", tags: whole, cost: .dollars(7)),
            make.call(model: "gpt-4o", tags: with("environment", "test"), cost: nil),
            make.call(model: "gpt-4o", tags: with("environment", "production")) {
                $0.check = .ambiguous(.totalDisagrees)
            },
            make.call(model: "gpt-4o", tags: whole) { $0.source = .counted },
        ]
        let document = try Self.document(calls.map { .usage($0) })
        #expect(document.isWellFormed)
        func gap(_ name: String) -> [ReportValue?] {
            ["calls", "cost_usd"].map { document.cell("gaps", name, $0) }
        }
        #expect(gap("untagged.team") == [.count(1), .money(.dollars(1))])
        #expect(gap("untagged.cost_center") == [.count(1), .money(.dollars(3))])
        #expect(gap("untagged.feature") == [.count(0), .money(.zero)])
        #expect(gap("unknown.team") == [.count(1), .money(.dollars(1))])
        #expect(gap("unapproved_model") == [.count(1), .money(.dollars(5))])
        #expect(gap("outside_production") == [.count(1), .money(.zero)])
        #expect(gap("unpriced") == [.count(1), .money(.zero)])
        #expect(gap("ambiguous") == [.count(1), .money(.dollars(1))])
        #expect(gap("counted") == [.count(1), .money(.dollars(1))])
        // Nothing lists the values of a cost centre.
        #expect(document.cell("gaps", "unknown.cost_center", "calls") == nil)
        #expect(document.figure("allocated_calls") == .count(5))
        #expect(document.figure("allocated_cost_usd") == .money(.dollars(10)))
        #expect(document.cell("strays", "model", "value") == .text("llama"))
        #expect(document.cell("strays", "team", "value") == .text("serach"))
    }

    @Test func withoutAPolicyOnlyTagsAreLookedAt() throws {
        var make = RecordMaker()
        let document = try Self.document([.usage(make.call(model: "llama", tags: ["team": "serach"]))]) {
            $0.policy = nil
        }
        #expect(document.cell("gaps", "unapproved_model", "calls") == nil)
        #expect(document.cell("gaps", "untagged.feature", "calls") == .count(1))
        #expect(document.notes.contains { $0.code == "no_policy" })
        #expect(!document.tables.contains { $0.key == "strays" })
    }

    @Test func tagsWithoutRoomAreTold() throws {
        var make = RecordMaker()
        let keys = (0..<9).map { "tag\($0)" }
        let document = try Self.document([.usage(make.call())]) { report in
            report.policy = UsagePolicy(
                rules: PolicyRules(tags: Dictionary(uniqueKeysWithValues: keys.map { ($0, TagRule()) }))
            )
        }
        #expect(document.notes.contains { $0.code == "tags_left_out" && $0.text.hasPrefix("6 tags") })
        #expect(document.isWellFormed)
    }

    @Test func nothingIsAReportToo() throws {
        let document = try Self.document([])
        #expect(document.figure("calls") == .count(0))
        #expect(document.figure("allocated_cost_share") == .absent)
        #expect(document.isWellFormed)
    }
}
