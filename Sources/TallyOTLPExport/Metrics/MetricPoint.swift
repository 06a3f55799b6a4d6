/// A value that was measured.
enum MetricValue: Hashable, Sendable {
    /// A number of tokens.
    case whole(Int)
    /// Seconds or dollars.
    case number(Double)

    var number: Double {
        switch self {
        case .whole(let number): Double(number)
        case .number(let number): number
        }
    }
}

/// What was measured by one instrument with one set of attributes in one span of time.
struct MetricPoint: Sendable {
    private(set) var count: UInt64 = 0
    /// The exact sum of whole numbers, at most `Int.max`.
    private(set) var whole = 0
    private var numbers = 0.0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    /// How many values were at most the bound of the same index and above the one before; the last had no bound.
    private(set) var buckets: [UInt64]
    private let bounds: [Double]

    init(_ kind: MetricInstrument.Kind) {
        switch kind {
        case .counter: self.bounds = []
        case .histogram(let bounds): self.bounds = bounds
        }
        self.buckets = [UInt64](repeating: 0, count: self.bounds.count + 1)
    }

    /// The sum of all values, as a histogram states it: whole numbers beyond 2⁵³ are rounded.
    var sum: Double { Double(self.whole) + self.numbers }

    mutating func add(_ value: MetricValue) {
        self.count += 1
        switch value {
        case .whole(let number):
            let (sum, overflow) = self.whole.addingReportingOverflow(number)
            self.whole = overflow ? .max : sum
        case .number(let number): self.numbers += number
        }
        let number = value.number
        self.minimum = Swift.min(self.minimum, number)
        self.maximum = Swift.max(self.maximum, number)
        // The lower bound of a bucket is not in it, the upper is (opentelemetry-proto, metrics.proto).
        self.buckets[self.bounds.firstIndex { number <= $0 } ?? self.bounds.count] += 1
    }
}
