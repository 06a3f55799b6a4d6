import TallyMetering

/// Records for tests, each with a price that a test can add up itself.
enum SampleRecords {
    /// A call without a price; its tokens and, by ``price(_:)``, its cost depend on `number`.
    static func call(_ number: Int, model: String = "sample") -> MeteringRecord {
        var usage = UsageRecord(
            id: RecordID(high: 0x7000, low: UInt64(number)),
            time: Timestamp(millisecondsSince1970: Int64(number)),
            model: model,
            usage: TokenUsage(inputUncached: number % 1_000, outputText: 7)
        )
        usage.tags.team = "team \(number % 3)"
        return .usage(usage)
    }

    static func calls(_ numbers: Range<Int>) -> [MeteringRecord] {
        numbers.map { Self.call($0) }
    }

    /// A book with one model: $2 a million tokens in, $10 a million tokens out.
    static let book = Self.book(input: "2", output: "10")

    static func book(input: String, output: String) -> PriceBook {
        guard let input = Price(input, per: 1_000_000), let output = Price(output, per: 1_000_000) else {
            preconditionFailure("\(input) or \(output) is no price")
        }
        let prices: [UsageCounter: Price] = [.inputUncached: input, .outputText: output]
        return PriceBook(layers: [PriceLayer("sample", rules: [PriceRule(.any, .prices(prices))])])
    }

    /// Gives a record what it costs by ``book``.
    static func price(_ record: inout UsageRecord) {
        record.cost = Self.book.cost(of: record.usage, model: record.model)
    }

    /// What ``price(_:)`` makes of the call, worked out apart: 2,000,000 pico-dollars a token in, 10,000,000 out.
    static func amount(_ number: Int) -> RecordAmount {
        let input = number % 1_000
        return RecordAmount(
            records: 1,
            tokens: input + 7,
            cost: Money(picodollars: Int128(input) * 2_000_000 + 70_000_000)
        )
    }

    /// The sum of the amounts.
    static func amount(_ numbers: some Sequence<Int>) -> RecordAmount {
        numbers.reduce(into: RecordAmount()) { sum, number in
            let amount = Self.amount(number)
            sum.records += amount.records
            sum.tokens += amount.tokens
            sum.cost = sum.cost + amount.cost
        }
    }

    /// The numbers of the calls among `records`.
    static func numbers(_ records: [MeteringRecord]) -> [Int] {
        records.compactMap { if case .usage(let usage) = $0 { Int(usage.id.low) } else { nil } }
    }
}
