import TallyTestSupport

@testable import TallyMetering

/// Records of all kinds with all fields, at random: what is written must be read again.
struct RandomRecords {
    private var generator: SeededGenerator
    // Short texts without U+0000, which records leave out.
    private let texts: [String]
    private let maker = RecordIDMaker()
    /// Whether every field that can be there is.
    var isFull = false

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
        var text = AdversarialText(seed: seed)
        self.texts = (0..<300).map { _ in
            String(String.UnicodeScalarView(text.next().unicodeScalars.prefix(12).filter { $0 != "\0" }))
        }
    }

    mutating func next() -> MeteringRecord {
        switch Int.random(in: 0..<(self.isFull ? 3 : 6), using: &self.generator) {
        case 0: .outcome(self.outcome())
        case 1: .drop(self.drop())
        default: .usage(self.usage())
        }
    }

    mutating func usage() -> UsageRecord {
        let time = self.time()
        var record = UsageRecord(
            id: self.id(),
            time: time,
            model: self.maybe("gpt-4o") ?? self.string(),
            usage: self.tokens(),
            provider: self.maybe(self.string()),
            tags: self.tags()
        )
        record.callID = self.id()
        record.attempt = self.number(1...9)
        record.interactionID = self.maybe(self.string())
        record.sessionID = self.maybe(self.string())
        record.origin = CallOrigin(
            repository: self.maybe(self.string()),
            tool: self.maybe(self.string()),
            work: self.maybe(self.string()),
            callSite: self.maybe(self.string())
        )
        record.requestedModel = self.maybe(self.string())
        record.format = self.maybe(self.any(WireFormat.allCases, .mistral))
        record.responseID = self.maybe(self.string())
        record.serviceTier = self.maybe(self.string())
        record.speed = self.maybe(self.string())
        record.region = self.maybe(self.string())
        record.route = self.maybe(self.string())
        record.isBatch = self.chance()
        record.source = self.any([.provider, .counted, .unknown], .provider)
        record.check = self.any(
            [.agrees, .notStated, .ambiguous(self.any(AmbiguousUsage.allCases, .incomplete))],
            .agrees
        )
        if self.isFull { record.check = .ambiguous(.totalDisagrees) }
        record.raw = self.array { RawQuantity(path: $0.string(), number: $0.string()) }
        record.furtherSamplings = self.array {
            Sampling(kind: $0.string(), model: $0.maybe($0.string()), usage: $0.tokens())
        }
        record.estimate = self.maybe(self.estimate())
        record.cost = self.maybe(self.cost())
        record.samplingCosts = record.furtherSamplings.prefix(self.number(0...9)).map { _ in self.cost() }
        record.providerCost = self.maybe(self.money())
        record.duration = self.maybe(self.duration())
        record.timeToFirstToken = self.maybe(self.duration())
        record.requestedMaxOutput = self.maybe(self.number(0...Int.max))
        record.finishReason = self.maybe(self.string())
        record.errorKind = self.maybe(self.string())
        record.isStream = self.chance()
        record.isComplete = self.chance()
        record.prefixBlocks = self.array { PrefixBlock(hash: $0.generator.next(), tokens: $0.number(0...100_000)) }
        return record
    }

    private mutating func outcome() -> OutcomeRecord {
        OutcomeRecord(
            id: self.id(),
            time: self.time(),
            subject: self.any(
                [.call(self.id()), .interaction(self.string()), .session(self.string())],
                .call(self.id())
            ),
            outcome: self.any(Outcome.allCases, .accepted),
            tags: self.tags()
        )
    }

    private mutating func drop() -> DropRecord {
        DropRecord(
            id: self.id(),
            time: self.time(),
            exporter: self.maybe(self.string()),
            reason: self.any(DropReason.allCases, .shutdown),
            amount: RecordAmount(
                records: self.number(0...Int.max),
                tokens: self.number(Int.min...Int.max),
                cost: self.money(),
                unpricedRecords: self.number(0...9)
            )
        )
    }

    // MARK: - Parts

    private mutating func tags() -> UsageTags {
        var tags = UsageTags()
        for key in ["team", "feature", "use_case", "environment", "customer", "user"] {
            tags[key] = self.maybe(self.string())
        }
        for _ in 0..<self.number(0...6) { tags[self.string()] = self.string() }
        if self.isFull {
            for number in 0..<40 { tags["key\(number)"] = "value" }
        }
        return tags
    }

    private mutating func tokens() -> TokenUsage {
        var usage = TokenUsage()
        let largest = self.any([10, 100_000, Int.max], 10)
        for _ in 0..<self.number(0...6) {
            usage[self.any(UsageCounter.allCases, .outputText)] = self.number(0...largest)
        }
        if self.isFull {
            for counter in UsageCounter.allCases { usage[counter] = self.number(0...9) }
        }
        return usage
    }

    private mutating func estimate() -> CallEstimate {
        CallEstimate(
            inputTokens: self.number(0...100_000),
            outputTokens: self.maybe(self.number(0...100_000)),
            maximumOutputTokens: self.maybe(self.number(0...100_000)),
            cost: self.maybe(self.money()),
            maximumCost: self.maybe(self.money())
        )
    }

    private mutating func cost() -> Cost {
        let unpriced: [Unpriced] = self.array {
            Unpriced(
                counter: $0.any(UsageCounter.allCases, .images),
                quantity: $0.number(-5...5),
                reason: $0.any([.unknownModel, .noRate, .inconsistentUsage], .noRate)
            )
        }
        return Cost(
            lines: self.array { $0.line() },
            unpriced: self.isFull || self.chance() ? unpriced : [],
            model: self.maybe(self.string()),
            provider: self.maybe(self.string()),
            bookHash: PriceBook.bundled.contentHash,
            disregarded: self.array { $0.string() }
        )
    }

    private mutating func line() -> PriceLine {
        let quantity = self.number(0...1_000_000)
        let reason = PriceReason(
            list: self.string(),
            inheritedFrom: self.maybe(self.any(UsageCounter.allCases, .images)),
            freeBecause: self.maybe(self.string()),
            from: self.maybe(Int64(self.number(-5...2_000_000_000))),
            hours: self.maybe(DailyWindow(start: self.number(0...86_399), end: self.number(0...86_399))) ?? nil,
            selectors: self.chance() ? [self.string(): self.string(), "region": "us"] : [:],
            tier: self.maybe(
                self.any([.above(self.number(0...9), .quantity), .from(self.number(0...9), .outputTotal)], .from(1))
            ),
            factors: self.array { PriceReason.AppliedFactor(name: $0.string(), factor: "0.85") }
        )
        return PriceLine(
            counter: self.any(UsageCounter.allCases, .images),
            quantity: quantity,
            chargedQuantity: self.isFull || self.chance() ? quantity + 10 : quantity,
            rate: self.money(),
            per: self.number(1...1_000_000),
            amount: self.money(),
            reason: reason
        )
    }

    // MARK: - Values

    private mutating func id() -> RecordID {
        RecordID(high: self.generator.next(), low: self.generator.next())
    }

    private mutating func time() -> Timestamp {
        let range = Timestamp.writable
        let milliseconds = range.lowerBound.millisecondsSince1970...range.upperBound.millisecondsSince1970
        return Timestamp(millisecondsSince1970: .random(in: milliseconds, using: &self.generator))
    }

    /// Of microseconds, as they are written.
    private mutating func duration() -> Duration {
        .microseconds(Int64(self.number(self.chance() ? 0...90_000_000 : Int.min...Int.max)))
    }

    /// Of up to 38 digits, as many as a `Decimal` has.
    private mutating func money() -> Money {
        let digits = self.number(1...38)
        let limit = (0..<digits).reduce(Int128(1)) { power, _ in power * 10 }
        return Money(picodollars: Int128.random(in: (1 - limit)...(limit - 1), using: &self.generator))
    }

    private mutating func string() -> String {
        self.any(self.texts, "") + "\u{2028}\u{85}\"\\\u{1}/".prefix(self.number(0...6))
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        .random(in: range, using: &self.generator)
    }

    private mutating func chance() -> Bool {
        .random(using: &self.generator)
    }

    private mutating func any<Value>(_ values: [Value], _ otherwise: Value) -> Value {
        values.randomElement(using: &self.generator) ?? otherwise
    }

    private mutating func maybe<Value>(_ value: Value) -> Value? {
        self.isFull || self.chance() ? value : nil
    }

    private mutating func array<Value>(_ make: (inout RandomRecords) -> Value) -> [Value] {
        var values: [Value] = []
        for _ in 0..<(self.isFull ? 1 : self.number(0...2)) { values.append(make(&self)) }
        return values
    }
}
