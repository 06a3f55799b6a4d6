/// When a price holds: between two instants, at a time of day, under stated conditions of the request.
///
/// Everything that is stated has to hold. An empty condition always holds.
public struct PriceCondition: Hashable, Sendable {
    /// The first second, since 1970-01-01 UTC, at which the price holds.
    public var from: Int64?
    /// The first second, since 1970-01-01 UTC, at which it does not hold any more.
    public var until: Int64?
    /// The hours of the day in which it holds.
    public var hours: DailyWindow?
    /// What the request has to say, key by key, compared exactly: `["processing": "batch"]`.
    public var selectors: [String: String]

    /// Creates a condition.
    public init(
        from: Int64? = nil,
        until: Int64? = nil,
        hours: DailyWindow? = nil,
        selectors: [String: String] = [:]
    ) {
        self.from = from
        self.until = until
        self.hours = hours
        self.selectors = selectors
    }

    /// Always.
    public static let always = PriceCondition()

    /// Returns whether the condition holds at `instant` for a request that says `context`.
    ///
    /// Without an instant no condition on time holds.
    func holds(at instant: Int64?, in context: [String: String]) -> Bool {
        self.isInForce(at: instant) && self.selectors.allSatisfy { context[$0.key] == $0.value }
    }

    /// Returns whether the condition's times hold at `instant`.
    func isInForce(at instant: Int64?) -> Bool {
        guard let instant else { return self.from == nil && self.until == nil && self.hours == nil }
        if let from = self.from, instant < from { return false }
        if let until = self.until, instant >= until { return false }
        return self.hours?.contains(instant) ?? true
    }
}

/// Hours of every day, in UTC.
public struct DailyWindow: Hashable, Codable, Sendable {
    /// The second of the day at which the window opens.
    public let start: Int
    /// The second of the day at which it is closed again.
    ///
    /// Before ``start``: the window reaches over midnight.
    public let end: Int

    /// Creates a window from `start` up to, not including, `end`, in seconds of the day.
    ///
    /// - Returns: Nil unless both are 0 to 86,399.
    public init?(start: Int, end: Int) {
        guard 0..<86_400 ~= start, 0..<86_400 ~= end else { return nil }
        self.start = start
        self.end = end
    }

    /// Returns whether `instant`, in seconds since 1970-01-01 UTC, is in the window.
    public func contains(_ instant: Int64) -> Bool {
        let remainder = Int(instant % 86_400)
        let second = remainder < 0 ? remainder + 86_400 : remainder
        if self.end < self.start {
            return second >= self.start || second < self.end
        }
        return self.start <= second && second < self.end
    }
}

extension DailyWindow: CustomStringConvertible {
    /// The hours for people: `00:30-16:30 UTC`.
    public var description: String {
        "\(Self.clock(self.start))-\(Self.clock(self.end)) UTC"
    }

    private static func clock(_ second: Int) -> String {
        let parts =
            second % 60 == 0 ? [second / 3600, second / 60 % 60] : [second / 3600, second / 60 % 60, second % 60]
        return parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }
}
