/// Numbers as people read them.
enum NumberText {
    /// Decimal digits in groups of three: `1,234,567`.
    static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + Self.grouped(digits: digits)
    }

    /// A number of things: `1 file`, `1,234 files`.
    static func counted(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(Self.grouped(value)) " + (value == 1 ? noun : plural ?? noun + "s")
    }

    /// Groups a run of digits by three from the right.
    static func grouped(digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// A part of a whole in per cent with one decimal, never showing something as nothing: `0.1%`, `<0.1%`.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "unknown" }
        let perMille = (Int128(part) * 1_000 + Int128(whole / 2)) / Int128(whole)
        if part > 0, perMille == 0 { return "<0.1%" }
        return "\(Self.grouped(digits: String(perMille / 10))).\(perMille % 10)%"
    }
}
