internal import TallyMetering

/// What a receiver says in `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// Returns how long to wait by the values of all headers of that name.
    ///
    /// A value is a number of seconds or a date in any of the three forms; one that is neither is passed over. Of several
    /// the longest wait counts, so that a proxy that adds its own does not undo the receiver's. A date that is over asks
    /// for nothing.
    ///
    /// - Returns: Nil if there is nothing to wait for; at most `maximum`.
    static func delay(_ values: [String], at now: Timestamp, maximum: Duration) -> Duration? {
        let delays = values.compactMap { value in Self.delay(value.trimmed, at: now, maximum: maximum) }
        guard let longest = delays.max(), longest > .zero else { return nil }
        return min(longest, maximum)
    }

    private static func delay(_ value: Substring, at now: Timestamp, maximum: Duration) -> Duration? {
        if let first = value.utf8.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first {
            // Some servers state decimals; a part of a second is a second. A number that does not fit is a long wait.
            let whole = value.prefix { $0 != "." }
            let rest = value.dropFirst(whole.count).dropFirst()
            guard whole.utf8.allSatisfy(Self.isDigit), rest.utf8.allSatisfy(Self.isDigit) else { return nil }
            guard let seconds = Int64(whole), seconds < 1 << 40 else { return maximum }
            return .seconds(rest.utf8.contains { $0 != UInt8(ascii: "0") } ? seconds + 1 : seconds)
        }
        return HTTPDate.parse(value).map { $0 - now }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimmed: Substring {
        let start = self.firstIndex { $0 != " " && $0 != "\t" } ?? self.endIndex
        let end = self.lastIndex { $0 != " " && $0 != "\t" }.map(self.index(after:)) ?? start
        return self[start..<end]
    }
}
