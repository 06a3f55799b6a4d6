import TallyPricing
import TallyProviders
import TallyTestSupport
import Testing

@Suite struct WireFormatTests {
    @Test(arguments: UsageFixture.all)
    func readsWhatTheResponseSays(_ fixture: UsageFixture) {
        let report = UsageFixture.report([fixture.body[...]], format: fixture.format)
        #expect(report.usage == fixture.usage)
        #expect(report.check == fixture.check)
        #expect(report.source == fixture.source)
        #expect(report.isStream == fixture.isStream)
        #expect(report.isComplete == fixture.isComplete)
        #expect(Set(report.details).isSuperset(of: fixture.details), "\(report.details)")
        #expect(report.check.ambiguity != nil || report.raw.isEmpty)
    }

    @Test(arguments: UsageFixture.all)
    func findsOutTheFormat(_ fixture: UsageFixture) {
        let report = UsageFixture.report([fixture.body[...]])
        if fixture.isDetected { #expect(report.format == fixture.format) }
        #expect(report.usage == fixture.usage)
        #expect(report.check == fixture.check)
    }

    @Test(arguments: UsageFixture.all)
    func cutsDoNotMatter(_ fixture: UsageFixture) {
        let body = fixture.body
        let whole = UsageFixture.report([body[...]])
        #expect(UsageFixture.report(body.indices.map { body[$0...$0] }) == whole)
        for cut in body.indices {
            #expect(UsageFixture.report([body[..<cut], body[cut...]]) == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: UsageFixture.all)
    func keepsNoText(_ fixture: UsageFixture) {
        for end in stride(from: 0, through: fixture.body.count, by: 101) + [fixture.body.count] {
            let report = String(reflecting: UsageFixture.report([fixture.body[..<end]]))
            #expect(!report.contains("Zebra") && !report.contains("4711"), "ends at \(end)")
        }
    }

    @Test(arguments: UsageFixture.all.filter { $0.isComplete && $0.source == .provider })
    func aBrokenResponseSaysSo(_ fixture: UsageFixture) {
        // Lines of a batch can end after any of them.
        guard fixture.usage.requests == nil else { return }
        // At the last bracket at the latest something is missing, whatever the form.
        let body = fixture.body
        for end in stride(from: 0, to: body.lastIndex(of: UInt8(ascii: "}")) ?? 0, by: 3) {
            let report = UsageFixture.report([body[..<end]], format: fixture.format)
            guard report.isComplete else {
                #expect(report.check == .ambiguous(.incomplete) || report.check.ambiguity != nil, "ends at \(end)")
                continue
            }
            // A stream can only break unnoticed behind its last number.
            #expect(fixture.isStream && report.usage == fixture.usage, "ends at \(end)")
        }
    }

    @Test func headersOfBedrockCount() {
        var reader = ResponseReader(format: .bedrockInvoke)
        reader.noteHeader("X-Amzn-Bedrock-Input-Token-Count", "12")
        reader.noteHeader("x-amzn-bedrock-output-token-count", "34")
        reader.noteHeader("authorization", "Bearer 4711")
        reader.append(Array(#"{"outputs":[{"text":"Zebra","stop_reason":"stop"}]}"#.utf8))
        let report = reader.finish()
        #expect(report.usage == TokenUsage(inputUncached: 12, outputText: 34))
        #expect(report.isComplete)
        #expect(!String(reflecting: report).contains("4711"))
    }

    @Test func aByteOrderMarkIsPassedOver() {
        for fixture in UsageFixture.all where fixture.body.first != 0 {
            let body = [0xEF, 0xBB, 0xBF] + fixture.body
            #expect(UsageFixture.report([body[...]]).usage == fixture.usage, "\(fixture.name)")
        }
    }

    @Test func linesOfEventsMayEndAnyhow() {
        for fixture in UsageFixture.all where fixture.body.starts(with: Array("data:".utf8)) {
            for end in [[0x0D, 0x0A], [0x0D]] as [[UInt8]] {
                let body = Array(fixture.body.map { $0 == 0x0A ? end : [$0] }.joined())
                #expect(UsageFixture.report([body[...]]).usage == fixture.usage, "\(fixture.name)")
                #expect(UsageFixture.report(body.indices.map { body[$0...$0] }).usage == fixture.usage)
            }
        }
    }
}

private func + (left: StrideThrough<Int>, right: [Int]) -> [Int] {
    Array(left) + right
}
