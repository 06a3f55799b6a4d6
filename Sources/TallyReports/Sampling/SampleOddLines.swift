internal import TallyMetering
internal import TallyPricing

/// The lines of oddities, each made of a record that has just been written.
struct SampleOddLines {
    private let pricer = RecordPricer()
    private var count = 0
    private var markups = 0

    /// Tag values that are awkward in HTML, in spreadsheets, in tables and on terminals.
    static let awkward = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "=HYPERLINK(\"http://example.com\")",
        "a,b\"c\nd",
        "| pipe | `code` |", "\u{202E}gnirts\u{202C}", "\u{1B}[31mred", "&lt;b&gt;", "-2+3", "日本語 🧾", "a\tb",
        "'; DROP TABLE ledger; --",
    ]

    /// A record that is made of `call` and is valid; nil for an oddity that is no record.
    mutating func record(_ oddity: SampleOddity, of call: UsageRecord) -> UsageRecord? {
        self.count += 1
        var time = call.time
        // 2099-01-01T00:00:00Z
        if oddity == .future { time = Timestamp(millisecondsSince1970: 4_070_908_800_000 + Int64(self.count)) }
        let id = RecordID(
            high: UInt64(time.millisecondsSince1970) << 16 | 0x7FFF,
            low: 0b10 << 62 | UInt64(self.count) << 32
        )
        var record = UsageRecord(
            id: id,
            time: time,
            model: call.model,
            usage: call.usage,
            provider: call.provider,
            tags: call.tags
        )
        record.requestedModel = call.requestedModel
        record.format = call.format
        record.source = call.source
        record.duration = call.duration
        switch oddity {
        case .future: break
        case .outlier: record.usage = TokenUsage(inputUncached: 1_000_000_000, outputText: 1_000)
        case .markup:
            record.tags.team = Self.awkward[self.markups % Self.awkward.count]
            record.tags.feature = Self.awkward[(self.markups + 5) % Self.awkward.count]
            self.markups += 1
        case .tornLine, .noRecord, .newerSchema, .duplicate: return nil
        }
        self.pricer.price(&record)
        return record
    }

    /// A line, with its end, that is made of the line of a call.
    mutating func line(_ oddity: SampleOddity, of line: [UInt8]) -> [UInt8] {
        self.count += 1
        switch oddity {
        case .tornLine: return Array(line.prefix(line.count / 2)) + [10]
        case .newerSchema: return Array("{\"schema\":2".utf8) + line.dropFirst("{\"schema\":1".utf8.count) + [10]
        case .noRecord:
            switch self.count % 4 {
            case 0: return Array("connection reset by peer\n".utf8)
            case 1: return [0xFF, 0xFE, 0x00, 0x7B, 10]
            case 2: return Array("{\"attempt\":\"first\",".utf8) + line.dropFirst() + [10]
            default: return Array("{\"schema\":1,\"kind\":\"usage\"}\n".utf8)
            }
        case .duplicate, .future, .outlier, .markup: return line + [10]
        }
    }
}
