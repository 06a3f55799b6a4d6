internal import TallyMetering
internal import TallyPricing

/// What a number of a chart is of.
enum ChartUnit: Hashable, Sendable {
    case count
    case money
    case number
    case share
    case milliseconds
}

extension ReportValue {
    /// The value as a length; nil for what has none.
    ///
    /// Only for drawing: the numbers that are read come from the values themselves.
    var magnitude: Double? {
        let magnitude: Double? =
            switch self {
            case .count(let count): Double(count)
            case .money(let money): Double(money.picodollars) / 1e12
            case .number(let number), .share(let number): number
            case .duration(let duration): Double(duration.wholeAttoseconds) / 1e15
            case .absent, .text, .time, .flag: nil
            }
        return magnitude.flatMap { $0.isFinite ? $0 : nil }
    }

    /// What the value is of, if it is a number.
    var unit: ChartUnit? {
        switch self {
        case .count: .count
        case .money: .money
        case .number: .number
        case .share: .share
        case .duration: .milliseconds
        case .absent, .text, .time, .flag: nil
        }
    }
}

extension ChartUnit {
    /// A number of a chart as it is read.
    func text(_ value: Double) -> String {
        switch self {
        case .count, .number:
            value.magnitude < 1e15 && value == Double(Int(value))
                ? ValueText.grouped(Int(value)) : ValueText.text(number: value)
        case .money: ValueText.text(Money(picodollars: Int128(min(max(value, -1e24), 1e24) * 1e12)))
        case .share: ValueText.text(share: value)
        case .milliseconds: ValueText.text(.milliseconds(min(max(value, -1e15), 1e15)))
        }
    }
}

/// An axis from zero, or from the smallest value below it, with round numbers on it.
struct ChartScale: Hashable, Sendable {
    /// The numbers that are written, at equal distances, the smallest first.
    let ticks: [Double]
    let unit: ChartUnit

    private let step: Double

    /// Creates an axis that has all values of the range, with about so many ticks.
    init(_ range: ClosedRange<Double>, unit: ChartUnit, ticks count: Int) {
        let low = min(range.lowerBound, 0)
        // Where there is nothing, something has to be drawn yet.
        let high = max(range.upperBound, low < 0 ? 0 : .leastNonzeroMagnitude)
        let span = high - low
        var step = 1.0
        if span.isFinite, span > 1e-300 {
            let rough = span / Double(max(count, 1))
            while step * 10 <= rough { step *= 10 }
            while step > rough { step /= 10 }
            // A step is 1, 2, 5 or 10 times a power of ten, the smallest that is no smaller than the rough one.
            for factor in [1.0, 2, 5, 10] where step * factor >= rough * 0.999_999 {
                step *= factor
                break
            }
            if unit == .count { step = max(step, 1) }
        }
        var first = 0
        while Double(first) * step > low, first > -1_000 { first -= 1 }
        var last = 1
        while Double(last) * step < high * 0.999_999, last < 1_000 { last += 1 }
        self.step = step
        self.unit = unit
        self.ticks = (first...last).map { Double($0) * step }
    }

    /// The ends of the axis.
    var low: Double { self.ticks[0] }
    /// The ends of the axis.
    var high: Double { self.ticks[self.ticks.count - 1] }

    /// Where a value stands: 0 at the low end, 1 at the high end.
    func place(of value: Double) -> Double {
        min(1, max(0, (value - self.low) / (self.high - self.low)))
    }

    /// What is written at a tick.
    func text(_ tick: Double) -> String {
        let sign = tick < 0 ? "-" : ""
        let magnitude = tick.magnitude
        switch self.unit {
        case .share: return sign + Self.decimal(magnitude * 100, step: self.step * 100) + "%"
        case .milliseconds:
            for (size, name) in [(86_400_000.0, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s")]
            where self.high >= size {
                return sign + Self.decimal(magnitude / size, step: self.step / size) + " " + name
            }
            return sign + Self.decimal(magnitude, step: self.step) + " ms"
        case .money: return sign + "$" + self.abbreviated(magnitude)
        case .count, .number: return sign + self.abbreviated(magnitude)
        }
    }

    private func abbreviated(_ magnitude: Double) -> String {
        for (size, name) in [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")] where self.high >= size * 10 {
            return magnitude == 0 ? "0" : Self.decimal(magnitude / size, step: self.step / size) + name
        }
        return Self.decimal(magnitude, step: self.step)
    }

    /// As many decimals as the step has.
    private static func decimal(_ magnitude: Double, step: Double) -> String {
        var decimals = 0
        var unit = step
        while unit < 0.999_999, decimals < 12 {
            unit *= 10
            decimals += 1
        }
        // 2.5 of a larger unit has a digit more than its size says.
        if decimals == 0, step < 10, (step - Double(Int(step))) > 0.000_001 { decimals = 1 }
        return ValueText.decimal(magnitude, decimals: decimals)
    }
}
