import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct PricingTests {
    private static func record(_ model: String, _ usage: TokenUsage, at seconds: Int64 = 1_790_000_000) -> UsageRecord {
        let time = Timestamp(millisecondsSince1970: seconds * 1_000)
        return UsageRecord(id: RecordIDMaker().makeID(at: time), time: time, model: model, usage: usage)
    }

    private let book = PriceBook(layers: [
        PriceLayer(
            "own",
            rules: [
                PriceRule(.exact("m"), .prices([.inputUncached: Price(.dollars(1), per: 1)])),
                PriceRule(.exact("n"), .prices([.inputUncached: Price(.dollars(10), per: 1)])),
                PriceRule(
                    .exact("m"),
                    when: PriceCondition(selectors: ["processing": "batch", "region": "eu"]),
                    .prices([.inputUncached: Price(.dollars(7), per: 1)])
                ),
                PriceRule(
                    .exact("m"),
                    when: PriceCondition(from: 2_000_000_000),
                    .prices([.inputUncached: Price(.dollars(2), per: 1)])
                ),
            ]
        )
    ])

    @Test func theCostIsThatOfTheTimeAndTheConditions() {
        var record = Self.record("m", TokenUsage(inputUncached: 3))
        #expect(record.totalCost == nil)
        #expect(record.priced(by: self.book).totalCost == .dollars(3))
        record.isBatch = true
        record.region = "eu"
        #expect(record.priced(by: self.book).totalCost == .dollars(21))
        record.time = Timestamp(millisecondsSince1970: 2_000_000_000_000)
        record.region = nil
        #expect(record.priced(by: self.book).totalCost == .dollars(6))
    }

    @Test func furtherSamplingsAreChargedApart() {
        var record = Self.record("m", TokenUsage(inputUncached: 3))
        record.furtherSamplings = [
            Sampling(kind: "compaction", usage: TokenUsage(inputUncached: 1)),
            Sampling(kind: "advisor", model: "n", usage: TokenUsage(inputUncached: 2)),
        ]
        #expect(record.totalTokens == 6)
        let priced = record.priced(by: self.book)
        #expect(priced.samplingCosts.map(\.total) == [.dollars(1), .dollars(20)])
        #expect(priced.totalCost == .dollars(24))
        #expect(priced.costSource == .catalogue)
        record.furtherSamplings[1].model = "unknown"
        let partly = record.priced(by: self.book)
        #expect(partly.totalCost == nil)
        #expect(partly.costSource == nil)
        #expect(partly.knownCost == .dollars(4))
        // Priced before the second sampling was known.
        var early = priced
        early.furtherSamplings.append(Sampling(kind: "compaction", usage: TokenUsage(inputUncached: 1)))
        #expect(early.totalCost == nil)
    }

    @Test func whatTheProviderSaysWinsAndTheDifferenceIsKept() {
        var record = Self.record("m", TokenUsage(inputUncached: 3)).priced(by: self.book)
        #expect(record.costDrift == nil)
        record.providerCost = Money("2.5")
        #expect(record.totalCost == Money("2.5"))
        #expect(record.catalogueCost == .dollars(3))
        #expect(record.costSource == .provider)
        #expect(record.costDrift == Money("-0.5"))
        record.cost = nil
        #expect(record.totalCost == Money("2.5"))
        #expect(record.costDrift == nil)
    }

    @Test func pricingAgainTakesNothingFromBefore() {
        let other = PriceBook(layers: [
            PriceLayer("other", rules: [PriceRule(.any, .prices([.inputUncached: Price(.dollars(5), per: 1)]))])
        ])
        let record = Self.record("m", TokenUsage(inputUncached: 3))
        #expect(record.priced(by: self.book).priced(by: other) == record.priced(by: other))
        #expect(record.priced(by: other).cost?.bookHash == other.contentHash)
    }

    @Test func amountsAddUpAndStayInTheirRange() {
        var record = Self.record("m", TokenUsage(inputUncached: 3, outputText: 4))
        let unpriced = RecordAmount(of: .usage(record.priced(by: self.book)))
        #expect(unpriced == RecordAmount(records: 1, tokens: 7, cost: .dollars(3), unpricedRecords: 1))
        record.usage.outputText = nil
        let priced = RecordAmount(of: .usage(record.priced(by: self.book)))
        #expect(priced == RecordAmount(records: 1, tokens: 3, cost: .dollars(3)))
        #expect(unpriced + priced == RecordAmount(records: 2, tokens: 10, cost: .dollars(6), unpricedRecords: 1))
        #expect(unpriced + priced - priced == unpriced)
        let most = RecordAmount(records: .max, tokens: .max, cost: .max, unpricedRecords: .max)
        #expect(most + most == most)
        #expect(
            RecordAmount.zero - most - most == .init(records: .min, tokens: .min, cost: .min, unpricedRecords: .min)
        )
        let id = RecordIDMaker().makeID()
        let drop = DropRecord(id: id, time: .now, reason: .queueFull, amount: unpriced)
        #expect(RecordAmount(of: .drop(drop)) == RecordAmount(records: 1))
    }

    @Test func aPricerGivesTheFiguresOfItsBook() async {
        let seed = TestEnvironment.seed
        print("random records of random models, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let pricer = RecordPricer()
        let models = PriceBook.bundled.models
        var records: [UsageRecord] = []
        for _ in 0..<600 {
            // Few models are met often, most seldom.
            let few = Bool.random(using: &generator)
            guard let model = (few ? models.prefix(10) : models[...]).randomElement(using: &generator) else { continue }
            var record = Self.record(
                model.id,
                TokenUsage(
                    inputUncached: .random(in: 0...300_000, using: &generator),
                    cacheRead: Bool.random(using: &generator) ? .random(in: 0...1_000_000, using: &generator) : nil,
                    outputText: .random(in: 0...100_000, using: &generator)
                ),
                at: .random(in: 1_690_000_000...1_810_000_000, using: &generator)
            )
            record.provider = Int.random(in: 0..<6, using: &generator) == 0 ? nil : model.provider
            record.isBatch = Int.random(in: 0..<4, using: &generator) == 0
            record.serviceTier = [nil, "flex", "priority"].randomElement(using: &generator) ?? nil
            record.speed = [nil, nil, "fast"].randomElement(using: &generator) ?? nil
            record.region = [nil, nil, "us"].randomElement(using: &generator) ?? nil
            record.route = [nil, nil, "ptu"].randomElement(using: &generator) ?? nil
            if Int.random(in: 0..<9, using: &generator) == 0 { record.model += "-unknown" }
            if Int.random(in: 0..<9, using: &generator) == 0 {
                record.furtherSamplings = [Sampling(kind: "compaction", model: "gpt-4o", usage: record.usage)]
            }
            records.append(record)
        }
        let pairs = records.map { ($0, $0.priced(by: .bundled)) }
        await withTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    for (record, expected) in pairs {
                        #expect(pricer.priced(record) == expected)
                        var inPlace = record
                        inPlace.samplingCosts = expected.samplingCosts + expected.samplingCosts
                        pricer.price(&inPlace)
                        #expect(inPlace == expected)
                    }
                }
            }
        }
        #expect(pricer.count > 50)
    }

    @Test func whatAPricerKeepsIsBounded() {
        let pricer = RecordPricer(self.book)
        for number in 0..<10_000 {
            _ = pricer.priced(Self.record("model \(number)", TokenUsage(inputUncached: 1)))
        }
        #expect(pricer.count <= 8 * RecordPricer.partCapacity)
        let long = Self.record(String(repeating: "m", count: 2_000), TokenUsage(inputUncached: 1))
        let before = pricer.count
        #expect(pricer.priced(long) == long.priced(by: self.book))
        #expect(pricer.count == before)
    }
}
