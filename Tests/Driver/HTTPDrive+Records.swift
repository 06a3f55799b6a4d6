import TallyMetering

/// Calls that follow from a number: id, time, tokens, money and text.
enum NumberedCall {
    /// The time of the record with the number 0.
    static let start: Int64 = 1_798_761_600_000

    /// Values that are awkward to write, parse or count.
    private static let teams = [
        "search", "Größe, \"so\"; a=b", "back\\slash", "line\nend", "tab\tand\u{2028}", "模型 🧮",
        "'; DROP TABLE usage; --",
    ]

    static func record(_ number: Int) -> UsageRecord {
        let time = Timestamp(millisecondsSince1970: Self.start + Int64(number))
        var record = UsageRecord(
            // Of version 7: the time, then the number.
            id: RecordID(
                high: UInt64(time.millisecondsSince1970) << 16 | 0x7000,
                low: 1 << 63 | UInt64(number)
            ),
            time: time,
            model: "model-\(number % 5)",
            usage: TokenUsage(inputUncached: 100 + number % 1_000, cacheRead: number % 3, outputText: number % 97),
            provider: "openai",
            tags: UsageTags(team: Self.teams[number % Self.teams.count], feature: "feature \(number % 11)")
        )
        record.tags["customer"] = "customer-\(number % 13)"
        // A few pico-dollars, so that a sum by floating point shows.
        record.providerCost = Money(picodollars: Int128(1_000_003) * Int128(number + 1))
        record.duration = .milliseconds(number % 5_000)
        return record
    }
}
