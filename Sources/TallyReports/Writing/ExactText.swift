internal import TallyMetering
internal import TallyPricing

/// Values as programs read them: nothing is rounded, grouped or abbreviated.
enum ExactText {
    /// What is written of a value.
    enum Kind {
        /// A text.
        case text(String)
        /// A number, as JSON writes it.
        case number(String)
        /// Yes or no.
        case flag(Bool)
        /// Nothing.
        case absent
    }

    /// Returns what is written of a value in a column of that key.
    ///
    /// Money is in dollars with at most 12 decimals; a share is a part of one; a time is as in RFC 3339, in UTC. A time
    /// that something took is in milliseconds, or in seconds if the key ends in `_s`, exactly.
    static func kind(_ value: ReportValue, key: String) -> Kind {
        switch value {
        case .absent: .absent
        case .text(let text): .text(text)
        case .count(let count): .number(String(count))
        case .money(let money): .number(money.description)
        // A JSON number can't be infinite, nor what has no value.
        case .number(let number), .share(let number): number.isFinite ? .number(number.description) : .absent
        case .duration(let duration): .number(Self.text(duration, decimals: key.hasSuffix("_s") ? 18 : 15))
        case .time(let time): .text(time.description)
        case .flag(let flag): .flag(flag)
        }
    }

    private static func text(_ duration: Duration, decimals: Int) -> String {
        var bytes: [UInt8] = []
        DecimalDigits.append(duration.wholeAttoseconds, decimals: decimals, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Duration {
    /// All of it in units of 10⁻¹⁸ seconds.
    var wholeAttoseconds: Int128 {
        let (seconds, attoseconds) = self.components
        return Int128(seconds) * 1_000_000_000_000_000_000 + Int128(attoseconds)
    }
}
