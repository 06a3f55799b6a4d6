internal import TallyMetering
internal import TallyPricing

/// Values as people read them.
enum ValueText {
    /// What stands for nothing.
    static let absent = "–"

    /// Returns a value as it is read, in a column whose times need that precision.
    ///
    /// Texts are as they are: each form has its own dangers.
    static func text(_ value: ReportValue, _ precision: TimePrecision? = nil) -> String {
        switch value {
        case .absent: Self.absent
        case .text(let text): text
        case .count(let count): Self.grouped(count)
        case .money(let money): Self.text(money)
        case .number(let number): Self.text(number: number)
        case .share(let share): Self.text(share: share)
        case .duration(let duration): Self.text(duration)
        case .time(let time): Self.text(time, precision ?? TimePrecision(time))
        case .flag(let flag): flag ? "yes" : "no"
        }
    }

    /// Decimal digits in groups of three: `1,234,567`.
    static func grouped(_ value: Int) -> String {
        (value < 0 ? "-" : "") + Self.grouped(digits: String(value.magnitude))
    }

    /// Groups a run of digits by three from the right.
    private static func grouped(digits: some StringProtocol) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// Groups the digits before the point of a plain decimal number.
    private static func grouped(decimal: String) -> String {
        let isNegative = decimal.hasPrefix("-")
        let parts = decimal.dropFirst(isNegative ? 1 : 0).split(separator: ".", maxSplits: 1)
        return (isNegative ? "-" : "") + Self.grouped(digits: parts[0]) + (parts.count > 1 ? ".\(parts[1])" : "")
    }

    /// An amount: cents from a dollar up (`$1,234.56`), below it three digits that say something (`$0.0000457`).
    ///
    /// It is rounded half to even; nothing that is something is shown as nothing.
    static func text(_ money: Money) -> String {
        let picodollars = money.picodollars.magnitude
        var decimals = 2
        if picodollars < 1_000_000_000_000, picodollars > 0 {
            let digits = String(picodollars).utf8.count
            decimals = max(2, min(12, 12 - digits + 3))
        }
        var text = money.formatted(decimals: decimals)
        if text.hasPrefix("-") { text.removeFirst() }
        for _ in stride(from: decimals, to: 2, by: -1) where text.hasSuffix("0") { text.removeLast() }
        return (money < .zero ? "-$" : "$") + Self.grouped(decimal: text)
    }

    /// A part of a whole in per cent with one decimal; something is never shown as nothing, nor a part as all.
    static func text(share: Double) -> String {
        guard share.isFinite else { return Self.absent }
        let magnitude = share.magnitude
        let sign = share < 0 ? "-" : ""
        if magnitude > 0, magnitude < 0.0005 { return share < 0 ? ">-0.1%" : "<0.1%" }
        if magnitude < 1, magnitude >= 0.9995 { return share < 0 ? "<-99.9%" : ">99.9%" }
        return sign + Self.decimal(magnitude * 100, decimals: 1) + "%"
    }

    /// A quotient, with three digits that say something or more.
    static func text(number: Double) -> String {
        guard number.isFinite else { return Self.absent }
        let magnitude = number.magnitude
        let text: String
        switch magnitude {
        case 0: text = "0"
        case ..<0.000_001: text = magnitude.description
        case ..<1:
            var decimals = 3
            var limit = 0.1
            while magnitude < limit {
                limit /= 10
                decimals += 1
            }
            text = Self.decimal(magnitude, decimals: decimals)
        case ..<10: text = Self.decimal(magnitude, decimals: 2)
        case ..<1_000: text = Self.decimal(magnitude, decimals: 1)
        default: text = Self.decimal(magnitude, decimals: 0)
        }
        return (number < 0 ? "-" : "") + text
    }

    /// A number that is not negative with so many decimals, rounded half up.
    static func decimal(_ magnitude: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        // What has no decimals left in 53 bits is written as it is.
        guard magnitude < 1e15 else { return magnitude.description }
        let units = UInt128(magnitude * scale + 0.5)
        let unit = UInt128(scale)
        var fraction = String(units % unit)
        fraction = String(repeating: "0", count: decimals - (decimals > 0 ? fraction.utf8.count : 0)) + fraction
        return Self.grouped(digits: String(units / unit)) + (decimals > 0 ? "." + fraction : "")
    }
}

extension ValueText {
    /// A time that something took, in the unit that fits it: `850 ms`, `1.85 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
    static func text(_ duration: Duration) -> String {
        let attoseconds = duration.wholeAttoseconds
        let sign = attoseconds < 0 ? "-" : ""
        let magnitude = attoseconds.magnitude
        let second: UInt128 = 1_000_000_000_000_000_000
        guard magnitude > 0 else { return "0 s" }
        if magnitude < second {
            let (unit, name): (UInt128, String) =
                magnitude < second / 1_000_000
                ? (second / 1_000_000_000, "ns")
                : magnitude < second / 1_000 ? (second / 1_000_000, "µs") : (second / 1_000, "ms")
            let value = Double(magnitude) / Double(unit)
            return sign + (value < 9.95 ? Self.decimal(value, decimals: 1) : Self.decimal(value, decimals: 0)) + " "
                + name
        }
        // Half a unit of the last place is added before units are taken apart, so that there are never 60 seconds.
        if magnitude < 59_995 * (second / 1_000) {
            return sign + Self.decimal(Double(magnitude) / Double(second), decimals: 2) + " s"
        }
        let seconds = (magnitude + second / 2) / second
        if seconds < 3_600 { return sign + "\(seconds / 60) min \(seconds % 60) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 1_440 { return sign + "\(minutes / 60) h \(minutes % 60) min" }
        let hours = (minutes + 30) / 60
        return sign + Self.grouped(digits: String(hours / 24)) + " d \(hours % 24) h"
    }

    /// A moment in UTC: `2026-11-21`, `2026-11-21 18:14`.
    static func text(_ time: Timestamp, _ precision: TimePrecision) -> String {
        let text = time.description
        let parts = text.split(separator: "T", maxSplits: 1)
        guard parts.count == 2 else { return text }
        switch precision {
        case .day: return String(parts[0])
        case .minute: return "\(parts[0]) \(parts[1].prefix(5))"
        case .second: return "\(parts[0]) \(parts[1].prefix(8))"
        case .millisecond: return "\(parts[0]) \(parts[1].prefix(12))"
        }
    }
}

extension ReportDocument {
    /// The period as it is read, or nil if there is none.
    var periodText: String? {
        guard let period = self.period else { return nil }
        let first = ValueText.text(period.lowerBound, min(TimePrecision(period.lowerBound), .minute))
        let last = ValueText.text(period.upperBound, min(TimePrecision(period.upperBound), .minute))
        return first == last ? "\(first) UTC" : "\(first) to \(last) UTC"
    }
}

extension ReportTable.Row.Kind {
    /// What a row is called whose first column says nothing.
    var label: String? {
        switch self {
        case .group: nil
        case .rest: "(all others)"
        case .gap: "(none)"
        case .total: "Total"
        }
    }
}
