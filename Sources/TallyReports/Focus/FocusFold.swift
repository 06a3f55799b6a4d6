internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

/// Sums up the charges of a ledger by what the rows of an export are told apart by.
struct FocusFold: LedgerFold {
    /// How long a charge period is.
    let granularity: FocusGranularity
    /// The keys of the tags that are told apart, sorted.
    let tagKeys: [String]
    /// How many rows there can be at most at a time.
    let maximumRows: Int
    /// The rows.
    private(set) var amounts: [FocusCharge: FocusAmount] = [:]
    /// Whether there were more rows than there can be; then ``amounts`` is of no use.
    private(set) var isFull = false

    mutating func add(_ row: borrowing UsageRow) {
        guard let record = row.record, !self.isFull else { return }
        var charge = FocusCharge(
            period: self.granularity.start(of: record.time),
            provider: record.provider,
            model: record.model,
            region: record.region,
            counter: nil,
            source: .provider,
            book: nil,
            isEstimated: record.source != .provider,
            tags: FlatJSON.object(of: self.tagKeys.compactMap { key in record.tags[key].map { (key, $0) } })
        )
        if let cost = record.providerCost {
            self.identify(&charge, by: record.cost)
            let tokens = Int128(record.totalTokens ?? 0)
            self.add(charge, FocusAmount(consumed: tokens, charged: tokens, cost: cost, requests: 1))
            return
        }
        self.add(record.cost, of: record.usage, model: record.model, &charge)
        for (index, sampling) in record.furtherSamplings.enumerated() {
            let cost = index < record.samplingCosts.count ? record.samplingCosts[index] : nil
            self.add(cost, of: sampling.usage, model: sampling.model ?? record.model, &charge)
        }
    }

    mutating func merge(_ later: FocusFold) {
        self.isFull = self.isFull || later.isFull
        for (charge, amount) in later.amounts where !self.isFull { self.add(charge, amount) }
    }

    /// Adds what one sampling of a call costs, or what it used if it was never priced.
    private mutating func add(_ cost: Cost?, of usage: TokenUsage, model: String, _ charge: inout FocusCharge) {
        charge.model = model
        charge.book = nil
        guard let cost else {
            charge.source = .unpriced(nil)
            var isEmpty = true
            usage.forEach { counter, quantity in
                guard counter.isClass, quantity != 0 else { return }
                isEmpty = false
                self.add(charge, counter, quantity)
            }
            if isEmpty { self.add(charge, .requests, usage.requests ?? 1) }
            return
        }
        self.identify(&charge, by: cost)
        for line in cost.lines {
            charge.counter = line.counter
            charge.source = .line(FocusRate(line))
            let (consumed, charged) = (Int128(line.quantity), Int128(line.chargedQuantity))
            self.add(charge, FocusAmount(consumed: consumed, charged: charged, cost: line.amount, requests: 1))
        }
        for unpriced in cost.unpriced {
            charge.source = .unpriced(unpriced.reason)
            self.add(charge, unpriced.counter, unpriced.quantity)
        }
    }

    private func identify(_ charge: inout FocusCharge, by cost: Cost?) {
        guard let cost else { return }
        charge.model = cost.model ?? charge.model
        charge.provider = cost.provider ?? charge.provider
        charge.book = cost.bookHash
    }

    private mutating func add(_ charge: FocusCharge, _ counter: UsageCounter, _ quantity: Int) {
        var charge = charge
        charge.counter = counter
        self.add(charge, FocusAmount(consumed: Int128(quantity), charged: 0, requests: 1))
    }

    private mutating func add(_ charge: FocusCharge, _ amount: FocusAmount) {
        self.amounts[charge, default: FocusAmount()].add(amount)
        if self.amounts.count > self.maximumRows { self.isFull = true }
    }
}

/// How long a charge period of an export is.
public enum FocusGranularity: String, Hashable, Sendable, CaseIterable {
    /// An hour.
    case hour
    /// A day in UTC.
    case day
    /// A calendar month in UTC.
    case month

    /// The first second of the period that holds `time`, since 1970-01-01 UTC.
    func start(of time: Timestamp) -> Int64 {
        let seconds = time.secondsSince1970
        let date = CivilDate(secondsSince1970: seconds)
        switch self {
        case .hour: return seconds - (seconds % 3_600 + 3_600) % 3_600
        case .day: return date.daysSince1970 * 86_400
        case .month: return (date.daysSince1970 - Int64(date.day - 1)) * 86_400
        }
    }

    /// The first second behind the period that begins at `start`.
    func end(of start: Int64) -> Int64 {
        switch self {
        case .hour: return start + 3_600
        case .day: return start + 86_400
        case .month:
            // The longest month and a day more is in the next one, whose first day it leads to.
            let next = CivilDate(secondsSince1970: start + 31 * 86_400)
            return (next.daysSince1970 - Int64(next.day - 1)) * 86_400
        }
    }
}
