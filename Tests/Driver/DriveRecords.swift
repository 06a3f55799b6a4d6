import TallyMetering
import TallyPricing

/// Records that drives write: priced calls whose ids state their number.
enum DriveRecords {
    static func calls(_ numbers: Range<Int>, at time: Timestamp = .now) -> [MeteringRecord] {
        numbers.map { .usage(Self.call($0, at: time)) }
    }

    /// The call of a number: its id's last bytes are the number.
    static func call(_ number: Int, at time: Timestamp) -> UsageRecord {
        var record = UsageRecord(
            id: RecordID(high: 0x019A_0000_0000_7000, low: 1 << 63 | UInt64(number)),
            time: time,
            model: number % 3 == 0 ? "claude-opus-5" : "gpt-5.2",
            usage: TokenUsage(inputUncached: 100 + number % 4_000, cacheRead: number % 500, outputText: number % 700),
            provider: number % 3 == 0 ? "anthropic" : "openai",
            tags: [
                "team": "search", "feature": "answers-\(number % 7)", "use_case": "chat", "customer": "c\(number % 97)",
            ]
        )
        record.callID = record.id
        record.duration = .microseconds(1_000 * (number % 9_000) + number % 1_000)
        record.finishReason = "end_turn"
        record.isStream = number % 2 == 0
        record.providerCost = Money(picodollars: Int128(number % 1_000_003) * 12_500 + 1)
        return record
    }
}
