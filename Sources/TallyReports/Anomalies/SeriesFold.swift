internal import TallyMetering

/// The steps in which units are watched.
public enum AnomalyStep: String, Hashable, Sendable, CaseIterable {
    /// Hours of a week.
    case hour
    /// Days of a week.
    case day

    var milliseconds: Int64 { self == .hour ? 3_600_000 : 86_400_000 }
    /// Steps of a day.
    var perDay: Int64 { self == .hour ? 24 : 1 }

    /// The step that holds a moment, counted from 1970.
    func bucket(of time: Timestamp) -> Int64 {
        let (quotient, rest) = time.millisecondsSince1970.quotientAndRemainder(dividingBy: self.milliseconds)
        return rest < 0 ? quotient - 1 : quotient
    }

    func time(of bucket: Int64) -> Timestamp {
        let (time, overflow) = bucket.multipliedReportingOverflow(by: self.milliseconds)
        return Timestamp(millisecondsSince1970: overflow ? .max : time)
    }
}

/// Sums up calls by unit and step.
struct SeriesFold: LedgerFold {
    private(set) var units: SampledTable<UnitKey, UsageSeries>
    private(set) var period: ClosedRange<Timestamp>?
    private let step: AnomalyStep
    private let symbols: SymbolTable
    private var keys: [[Symbol]: UnitKey] = [:]

    init(_ step: AnomalyStep, symbols: SymbolTable, limit: Int) {
        self.step = step
        self.symbols = symbols
        self.units = SampledTable(limit: limit)
    }

    mutating func add(_ row: borrowing UsageRow) {
        self.period = self.period.including(row.time)
        let bucket = self.step.bucket(of: row.time)
        let row = copy row
        self.units.update(self.key(row.values), from: UsageSeries()) { $0.add(row, at: bucket) }
    }

    private mutating func key(_ symbols: [Symbol]) -> UnitKey {
        if let key = self.keys[symbols] { return key }
        let key = UnitKey(symbols, self.symbols)
        // Only a shortcut; what it holds is not a sum.
        if self.keys.count >= 65_536 { self.keys.removeAll(keepingCapacity: true) }
        self.keys[symbols] = key
        return key
    }

    mutating func merge(_ later: SeriesFold) {
        if let period = later.period {
            self.period = self.period.including(period.lowerBound)
            self.period = self.period.including(period.upperBound)
        }
        self.units.merge(later.units)
    }
}
