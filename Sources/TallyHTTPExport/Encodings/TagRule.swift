internal import TallyMetering

/// Which tag tells who is charged: the customer of a meter, the subscription of a bill.
public struct TagRule: Hashable, Sendable {
    /// The key of the tag.
    public var tag: String
    /// Who is charged for a record without that tag; spend that nobody is named for is not lost.
    public var fallback: String

    /// Creates a rule.
    public init(tag: String = "customer", fallback: String = "unattributed") {
        self.tag = tag
        self.fallback = fallback
    }

    /// Returns the value of the tag, without control characters, or the fallback.
    func value(in tags: UsageTags?) -> String {
        guard let value = tags?[self.tag] else { return self.fallback }
        // CloudEvents allows none in its attributes.
        let isPlain = value.unicodeScalars.allSatisfy { !Self.isControl($0) }
        if isPlain { return value }
        var plain = String.UnicodeScalarView()
        for scalar in value.unicodeScalars { plain.append(Self.isControl(scalar) ? " " : scalar) }
        return String(plain)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
    }
}

extension MeteringRecord {
    /// Who made it, what for; nil for drops.
    var tags: UsageTags? {
        switch self {
        case .usage(let record): record.tags
        case .outcome(let record): record.tags
        case .drop: nil
        }
    }
}
