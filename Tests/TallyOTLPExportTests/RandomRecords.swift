import TallyMetering
import TallyPricing
import TallyTestSupport
import TallyTesting

/// Records of calls with random numbers and awkward text.
enum RandomRecords {
    static let texts = [
        "search", "", "a=b, c", "quote \" and \\ and /", "line\nend\ttab\r", "nul\0nul", "\u{1}\u{1F}\u{7F}\u{80}",
        "\u{2028}\u{2029}\u{FEFF}", "Größe 模型 🧮 👩‍👩‍👧", "{\"a\":null}", String(repeating: "é", count: 128),
        "\u{FFFF}\u{10FFFF}",
    ]

    static func calls(_ count: Int, using random: inout SeededGenerator) -> [MeteringRecord] {
        (0..<count).map { .usage(Self.call($0, using: &random)) }
    }

    static func call(_ number: Int, using random: inout SeededGenerator) -> UsageRecord {
        func flip() -> Bool { Bool.random(using: &random) }
        func text() -> String { Self.texts.randomElement(using: &random) ?? "" }
        var usage = TokenUsage()
        for counter in UsageCounter.allCases where flip() {
            usage[counter] = Int.random(in: 0...5_000_000, using: &random)
        }
        var record = UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
            time: Timestamp(millisecondsSince1970: 1_798_761_600_000 + Int64(number)),
            model: "model-\(number % 5)" + (flip() ? text() : ""),
            usage: usage,
            provider: ["openai", "anthropic", "google", nil].randomElement(using: &random) ?? nil,
            tags: UsageTags(["team": text(), "feature": text(), text(): text(), "user": "somebody"])
        )
        record.source = [.provider, .counted, .unknown].randomElement(using: &random) ?? .unknown
        if flip() { record.furtherSamplings = [Sampling(kind: text(), model: flip() ? "small" : nil, usage: usage)] }
        if flip() { record.requestedModel = text() }
        if flip() { record.errorKind = text() }
        if flip() { record.finishReason = text() }
        if flip() { record.duration = .milliseconds(Int.random(in: 0...100_000, using: &random)) }
        if flip() { record.timeToFirstToken = .microseconds(Int.random(in: 0...100_000, using: &random)) }
        if flip() {
            record.providerCost = Money(picodollars: Int128(Int.random(in: 0...1_000_000_000, using: &random)))
        }
        record.isStream = flip()
        record.isComplete = flip()
        return record
    }
}
