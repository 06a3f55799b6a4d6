import TallyMetering
import Testing

/// Prices and maxima that nobody knows are never nothing.
@Suite struct BudgetUnknownsTests {
    private let noon = BudgetSamples.noon
    private let budget = Budget("all", .money(.dollars(1)), per: .day)

    @Test func anUnpricedCallIsDenied() throws {
        let book = try BudgetBook([self.budget], unpriced: .deny)
        let refusal = try #require(book.reserve(BudgetSamples.call(5), at: self.noon).refusal)
        #expect(refusal.reasons == [.unpriced(budget: "all")])
        #expect(refusal.retryAt == nil)
    }

    @Test func anUnpricedCallIsMarkedAndCountedApart() throws {
        let book = try BudgetBook([self.budget], unpriced: .flag)
        let reservation = try #require(book.reserve(BudgetSamples.call(5), at: self.noon).reservation)
        #expect(reservation.isUnpriced)
        reservation.settle(tokens: 5, cost: nil)
        #expect(book.status(at: self.noon)[0].unpricedCalls == 1)
        // A price that gets lost on the way: what was reserved is counted.
        let priced = try #require(
            book.reserve(BudgetSamples.call(5, cost: Money("0.25")), at: self.noon).reservation
        )
        #expect(!priced.isUnpriced)
        priced.settle(tokens: 5, cost: nil)
        #expect(book.status(at: self.noon)[0].unpricedCalls == 2)
        #expect(book.status(at: self.noon)[0].spent == .money(Money(picodollars: 250_000_000_000)))
    }

    @Test func anUnpricedCallCostsTheAssumedRateRoundedUp() throws {
        let rate = try #require(Money("0.000001000001"))
        let book = try BudgetBook([self.budget], unpriced: .assume(perMillionTokens: rate))
        let reservation = try #require(book.reserve(BudgetSamples.call(1), at: self.noon).reservation)
        #expect(book.counted(at: self.noon) == (0, 2))
        reservation.settle(tokens: 1_000_000, cost: nil)
        #expect(book.counted(at: self.noon) == (1_000_001, 0))
    }

    @Test func anOutputWithoutLimitIsDeniedOrAssumed() throws {
        let tokens = Budget("tokens", .tokens(1_000), per: .day)
        var call = BudgetSamples.call(10)
        call.maximumOutputTokens = nil
        let strict = try BudgetBook([tokens, self.budget], unknownOutput: .deny)
        #expect(
            strict.reserve(call, at: self.noon).refusal?.reasons
                == [.unknownOutput(budget: "tokens"), .unknownOutput(budget: "all")]
        )
        call.costWithOutput = { Money(picodollars: Int128($0) * 1_000) }
        let book = try BudgetBook([tokens, self.budget], unknownOutput: .assume(tokens: 90))
        let reservation = try #require(book.reserve(call, at: self.noon).reservation)
        #expect(reservation.assumedOutputTokens == 90)
        #expect(book.status(at: self.noon).map(\.reserved) == [.tokens(100), .money(Money(picodollars: 90_000))])
        reservation.release()
    }

    @Test func ofACostThatIsKnownInPartThePartCounts() throws {
        let book = try BudgetBook([self.budget])
        var record = BudgetSamples.record(1, tokens: 1_000, at: self.noon)
        record.usage = TokenUsage(inputUncached: 1_000_000)
        let prices = PriceBook.bundled
        let priced = prices.cost(of: record.usage, model: "gpt-4o")
        let whole = try #require(priced.total)
        record.cost = priced
        let reservation = try #require(
            book.reserve(BudgetSamples.call(5, cost: Money(picodollars: 1)), at: self.noon).reservation
        )
        reservation.settle(record)
        #expect(book.counted(at: self.noon) == (whole.picodollars, 0))
        #expect(book.status(at: self.noon)[0].unpricedCalls == 0)

        // A sampling without a price: what is known of the call counts, and the call is one without a price.
        record.furtherSamplings = [Sampling(kind: "advisor", model: "nobody-knows", usage: TokenUsage(outputText: 5))]
        record.samplingCosts = [prices.cost(of: record.furtherSamplings[0].usage, model: "nobody-knows")]
        let soft = Budget("soft", .money(.dollars(1)), per: .day, thresholds: [])
        let other = try BudgetBook([soft])
        let second = try #require(
            other.reserve(BudgetSamples.call(5, cost: Money(picodollars: 1)), at: self.noon).reservation
        )
        #expect(second.settle(record).overshoots.count == 1)
        #expect(other.counted(at: self.noon) == (whole.picodollars, 0))
        #expect(other.status(at: self.noon)[0].unpricedCalls == 1)
    }

    @Test func quantitiesBeyondAllMeasureDoNotTrap() throws {
        let money = try BudgetBook([self.budget], unpriced: .assume(perMillionTokens: .max))
        #expect(money.reserve(BudgetSamples.call(.max, cost: nil), at: self.noon).refusal != nil)
        #expect(money.reserve(BudgetSamples.call(.max, cost: .max), at: self.noon).refusal != nil)
        let free = try #require(money.reserve(BudgetSamples.call(.min, cost: .min), at: self.noon).reservation)
        free.settle(tokens: .max, cost: .max)
        free.settle(tokens: .min, cost: .min)
        let soft = Budget("soft", .money(.zero), per: .day, thresholds: [])
        let book = try BudgetBook([soft])
        let time = Timestamp(millisecondsSince1970: .max)
        let reservations = (0..<100).compactMap { _ in
            book.reserve(BudgetSamples.call(1, cost: .max), at: time).reservation
        }
        #expect(reservations.count == 100)
        for reservation in reservations { reservation.release() }
        #expect(book.counted(at: Timestamp(millisecondsSince1970: .min)).reserved == 0)
    }
}
