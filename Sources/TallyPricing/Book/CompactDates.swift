/// Dates in model names: gateways write `-20251211` where providers write `-2025-12-11`.
enum CompactDates {
    /// Returns `name` with every compact date of this century dashed, or nil if it has none.
    ///
    /// A date stands behind a dash and before a dash, a colon or the end, and is a day of the calendar.
    static func dashed(_ name: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var index = 0
        while index < name.count {
            result.append(name[index])
            if name[index] == UInt8(ascii: "-"), Self.isDate(name, at: index + 1) {
                let dash = [UInt8(ascii: "-")]
                result += name[index + 1...index + 4] + dash + name[index + 5...index + 6] + dash
                result += name[index + 7...index + 8]
                index += 8
            }
            index += 1
        }
        return result.count == name.count ? nil : result
    }

    private static func isDate(_ name: [UInt8], at start: Int) -> Bool {
        guard start + 8 <= name.count else { return false }
        let digits = name[start..<start + 8].map { Int($0) - Int(UInt8(ascii: "0")) }
        let next = start + 8 < name.count ? name[start + 8] : UInt8(ascii: "-")
        guard digits.allSatisfy({ 0...9 ~= $0 }), next == UInt8(ascii: "-") || next == UInt8(ascii: ":") else {
            return false
        }
        let number = digits.reduce(0) { $0 * 10 + $1 }
        return number / 1_000_000 == 20
            && CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100) != nil
    }
}
