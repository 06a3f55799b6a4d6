internal import TallyMetering

extension FileReader {
    /// A date, which stands for its end in UTC, or a moment: `2026-12-31`, `2026-12-31T18:00:00Z`.
    mutating func moment(_ node: FileNode, _ path: String) -> Timestamp? {
        if case .scalar(let text, _) = node.kind, let seconds = Self.seconds(text) {
            return Timestamp(millisecondsSince1970: seconds * 1_000)
        }
        self.expect("a date such as 2026-12-31, or a moment such as 2026-12-31T18:00:00Z", node, path)
        return nil
    }

    private static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 || bytes.count == 20 else { return nil }
        let pattern = Array("0000-00-00T00:00:00Z".utf8)
        for (byte, expected) in zip(bytes, pattern) {
            guard expected == UInt8(ascii: "0") ? 0x30...0x39 ~= byte : byte == expected else { return nil }
        }
        func number(_ range: Range<Int>) -> Int64 {
            bytes[range].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        guard year >= 1970, 1...12 ~= month, day >= 1, let first = Self.day(year, month),
            let next = month == 12 ? Self.day(year + 1, 1) : Self.day(year, month + 1), day <= next - first
        else { return nil }
        let days = first + day - 1
        guard bytes.count == 20 else { return (days + 1) * 86_400 }
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// The days from 1970-01-01 to the first of a month.
    private static func day(_ year: Int64, _ month: Int64) -> Int64? {
        let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let before = year - 1
        let leaps = before / 4 - before / 100 + before / 400 - 477
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let months = lengths.prefix(Int(month) - 1).reduce(0, +) + (isLeap && month > 2 ? 1 : 0)
        return (year - 1_970) * 365 + leaps + months
    }
}
