/// Whether what a provider says of a usage adds up.
public enum UsageCheck: Hashable, Sendable {
    /// The classes add up to the provider's own total.
    case agrees
    /// The provider stated no total to compare with.
    case notStated
    /// It does not add up. The record keeps the numbers as they were said.
    case ambiguous(AmbiguousUsage)

    /// Why it does not add up; nil if it does.
    public var ambiguity: AmbiguousUsage? {
        if case .ambiguous(let reason) = self { reason } else { nil }
    }
}

/// Why a usage does not add up.
///
/// The raw values are stable and a bounded set, safe as metric labels.
public enum AmbiguousUsage: String, Hashable, Codable, Sendable, CaseIterable {
    /// Input and output do not give the total, in no reading that the format allows.
    case totalDisagrees = "total_disagrees"
    /// A part is larger than what it is part of: more cached tokens than input.
    case partExceedsWhole = "part_exceeds_whole"
    /// A number is negative, not whole, or too large to be a count.
    case notACount = "not_a_count"
    /// The response ended, or was damaged, before the usage was complete.
    case incomplete
}
