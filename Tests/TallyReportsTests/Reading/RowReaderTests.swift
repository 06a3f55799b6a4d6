import TallyMetering
import TallyPricing
import TallyTestSupport
import TallyTesting
import Testing

@testable import TallyReports

@Suite struct RowReaderTests {
    private static let needs = RowNeeds(
        [.team, .tag("experiment"), .tag("cost.center"), .model, .requestedModel, .format, .error, .callSite, .user],
        fields: [.identities, .attempts, .estimate, .behaviour, .prefixBlocks]
    )

    /// What the fast way says of a line; nil if it leaves it to the slow one.
    private func fast(_ line: [UInt8], _ reader: inout RowReader) -> String? {
        let padded = line + [UInt8](repeating: UInt8(ascii: "7"), count: 64)
        let rows: [String]? = padded.withUnsafeBytes { bytes in
            guard var cursor = LineCursor(bytes) else { return nil }
            guard case .call = reader.read(&cursor) else { return nil }
            var rows = Rows()
            reader.add(to: &rows)
            return rows.texts
        }
        return rows?.first
    }

    private struct Rows: LedgerFold {
        var texts: [String] = []
        mutating func add(_ row: borrowing UsageRow) { self.texts.append("\(copy row)") }
        mutating func merge(_ later: Rows) { self.texts += later.texts }
    }

    private func slow(_ line: [UInt8], _ symbols: SymbolTable) -> String? {
        guard let record = try? RecordJSON.read(line.span), case .usage(let usage) = record else { return nil }
        return "\(UsageRow(usage, needs: Self.needs, symbols: symbols))"
    }

    @Test func theFastWaySaysWhatTheSlowOneDoes() {
        let seed = UInt64.random(in: 0...1_000_000)
        var lines = LedgerLines(seed: seed)
        let symbols = SymbolTable()
        var reader = RowReader(Self.needs, filter: [], symbols: symbols)
        var taken = 0
        for _ in 0..<3_000 {
            let line = LedgerLines.line(.usage(lines.call()))
            let fast = self.fast(line, &reader)
            if let fast {
                taken += 1
                #expect(fast == self.slow(line, symbols), "seed \(seed): \(String(decoding: line, as: UTF8.self))")
            }
            for _ in 0..<4 {
                let mutated = lines.mutated(line)
                guard let fast = self.fast(mutated, &reader) else { continue }
                #expect(
                    fast == self.slow(mutated, symbols),
                    "seed \(seed): \(String(decoding: mutated, as: UTF8.self))"
                )
            }
        }
        // The others have escapes, ambiguous usage or further samplings.
        #expect(taken > 1_200, "seed \(seed): \(taken)")
    }

    @Test func usualRecordsAreReadInTheFastWay() {
        var lines = LedgerLines(seed: 7)
        var reader = RowReader(Self.needs, filter: [], symbols: SymbolTable())
        for _ in 0..<500 {
            var record = lines.call()
            (record.check, record.furtherSamplings, record.samplingCosts) = (.agrees, [], [])
            record.tags["experiment"] = "x"
            record.sessionID = "s"
            let line = LedgerLines.line(.usage(record))
            #expect(self.fast(line, &reader) != nil, "\(String(decoding: line, as: UTF8.self))")
        }
    }

    @Test(arguments: [
        ("\"input_tokens\":100", "\"input_tokens\":101"), ("\"cost_usd\":0.5", "\"cost_usd\":0.6"),
        ("\"schema\":1", "\"schema\":2"), ("\"attempt\":1", "\"attempt\":0"), ("\"attempt\":1", "\"attempt\":01"),
        ("\"model\":\"m\"", "\"model\":\"m\",\"model\":\"n\""), ("\"model\":\"m\",", ""), ("0.5", "0.5000000000001"),
        ("0.5", "5e-1"), ("\"stream\":false", "\"stream\":null"), ("T00:00:00", "T24:00:00"), ("\"m\"", "\"\\u006d\""),
    ])
    func whatIsUnusualIsLeftToTheSlowWay(_ old: String, _ new: String) {
        var record = UsageRecord(
            id: RecordID(high: 0x019A_0000_0000_7000, low: 1 << 63),
            time: Timestamp(millisecondsSince1970: 1_798_761_600_000),
            model: "m",
            usage: TokenUsage(inputUncached: 100, outputText: 5)
        )
        record.providerCost = Money(picodollars: 500_000_000_000)
        let line = String(decoding: LedgerLines.line(.usage(record)), as: UTF8.self)
        var reader = RowReader(Self.needs, filter: [], symbols: SymbolTable())
        #expect(self.fast(Array(line.utf8), &reader) != nil)
        #expect(line.contains(old))
        #expect(self.fast(Array(line.replacing(old, with: new).utf8), &reader) == nil)
    }

    @Test func conditionsHoldAsForWholeRecords() {
        let seed = UInt64.random(in: 0...1_000_000)
        var lines = LedgerLines(seed: seed)
        let symbols = SymbolTable()
        for condition in [
            RowCondition(.team, "s*"), RowCondition(.team, ""), RowCondition(.model, "gpt-4o*", isNegated: true),
            RowCondition(.tag("experiment"), "x"), RowCondition(.interaction, "turn 1*"),
            RowCondition(.tag("costCenter"), ""),
        ] {
            var reader = RowReader(Self.needs, filter: [condition], symbols: symbols)
            for _ in 0..<200 {
                let record = lines.call()
                let line = LedgerLines.line(.usage(record)) + [UInt8](repeating: 0, count: 64)
                let holds: Bool? = line.withUnsafeBytes { bytes in
                    guard var cursor = LineCursor(bytes) else { return nil }
                    switch reader.read(&cursor) {
                    case .call: return true
                    case .filtered: return false
                    case .unknown: return nil
                    }
                }
                if let holds { #expect(holds == condition.holds(for: record), "seed \(seed)") }
            }
        }
    }
}
