#if Reports
internal import Histogram
#endif

/// How values are spread: the value that a part of them is not above.
///
/// A value is kept to three significant digits (HdrHistogram), so that a percentile is at most 0.1% above the exact one;
/// the 95th is the smallest value that at least 95% of the values are not above, as `quantile_disc` is. Memory is bounded
/// by the width of the range of values, not by their number.
///
/// Without the trait `Reports` there are no percentiles: nothing is kept, and ``value(at:)`` is nil.
public struct Percentiles: Sendable {
    /// Whether the package was built with the trait `Reports`.
    public static var areAvailable: Bool {
        #if Reports
        true
        #else
        false
        #endif
    }

    /// How many values there are.
    public private(set) var count = 0
    /// The largest value, exactly; nil without values.
    public private(set) var maximum: Int?
    // Few values are kept as they are, exactly: most groups are small, and a histogram is not.
    private var few: [Int] = []
    #if Reports
    private var histogram: Histogram<UInt64>?
    #endif

    private static let mostFew = 8_192

    /// Creates percentiles of nothing.
    public init() {}

    /// Takes a value; one below 0 counts as 0.
    public mutating func add(_ value: Int) {
        let value = max(value, 0)
        self.count += 1
        self.maximum = max(self.maximum ?? value, value)
        #if Reports
        if self.histogram != nil {
            self.record(value)
        } else {
            self.few.append(value)
            if self.few.count > Self.mostFew { self.spill() }
        }
        #endif
    }

    /// Takes the values of another one.
    public mutating func add(_ other: Percentiles) {
        self.count += other.count
        if let maximum = other.maximum { self.maximum = max(self.maximum ?? maximum, maximum) }
        #if Reports
        self.few += other.few
        if let histogram = other.histogram {
            if self.histogram == nil {
                self.histogram = histogram
            } else {
                self.histogram?.add(histogram)
            }
        }
        if self.histogram != nil || self.few.count > Self.mostFew { self.spill() }
        #endif
    }

    /// Returns the value that `percent` of the values are not above; nil without values.
    public func value(at percent: Double) -> Int? {
        #if Reports
        guard self.count > 0 else { return nil }
        if let histogram = self.histogram {
            return min(Int(clamping: histogram.valueAtPercentile(percent)), self.maximum ?? 0)
        }
        // A little less, so that 99.9% of a thousand are not more than 999.
        let rank = Int((percent.nextDown * Double(self.few.count) / 100).rounded(.up))
        return self.few.sorted()[min(max(rank - 1, 0), self.few.count - 1)]
        #else
        return nil
        #endif
    }

    #if Reports
    private mutating func spill() {
        if self.histogram == nil {
            self.histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
            self.histogram?.autoResize = true
        }
        for value in self.few { self.record(value) }
        self.few = []
    }

    private mutating func record(_ value: Int) {
        self.histogram?.record(UInt64(min(value, Self.largest)))
    }

    // Far above any number of tokens or microseconds; what is larger counts as this.
    private static let largest = 1 << 53
    #endif
}
