#if PCRE2

/// A set of Unicode scalars, as sorted ranges that neither touch nor overlap; surrogates are never members.
struct ScalarSet: Equatable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]

    /// Every scalar.
    ///
    /// The gap of the surrogates keeps all other sets free of them.
    static let all = ScalarSet(sorted: [0...0xD7FF, 0xE000...0x10_FFFF])

    static let empty = ScalarSet(sorted: [])

    private init(sorted ranges: [ClosedRange<UInt32>]) {
        self.ranges = ranges
    }

    /// Makes the set of the scalars in `bounds`.
    init(_ bounds: ClosedRange<Unicode.Scalar>) {
        self = ScalarSet(sorted: [bounds.lowerBound.value...bounds.upperBound.value]).intersection(.all)
    }

    /// Makes the set of one scalar.
    init(_ scalar: Unicode.Scalar) {
        self.init(scalar...scalar)
    }

    /// Makes the set of the scalars in `ranges`, which may touch but must ascend and hold no surrogate.
    init(ascending ranges: some Sequence<ClosedRange<UInt32>>) {
        self = .empty
        for range in ranges {
            append(range)
        }
    }

    var isEmpty: Bool { ranges.isEmpty }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
    }

    func union(_ other: ScalarSet) -> ScalarSet {
        ScalarSet(ascending: (ranges + other.ranges).sorted { $0.lowerBound < $1.lowerBound })
    }

    /// Complexity: O(*n* + *m*) in the ranges of both.
    func intersection(_ other: ScalarSet) -> ScalarSet {
        var result = ScalarSet.empty
        var mine = ranges[...]
        var theirs = other.ranges[...]
        while let left = mine.first, let right = theirs.first {
            if left.overlaps(right) {
                result.append(left.clamped(to: right))
            }
            if left.upperBound < right.upperBound {
                mine.removeFirst()
            } else {
                theirs.removeFirst()
            }
        }
        return result
    }

    func subtracting(_ other: ScalarSet) -> ScalarSet {
        intersection(other.complement)
    }

    func symmetricDifference(_ other: ScalarSet) -> ScalarSet {
        union(other).subtracting(intersection(other))
    }

    var complement: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if next < range.lowerBound {
                gaps.append(next...range.lowerBound - 1)
            }
            next = range.upperBound + 1
        }
        if next <= 0x10_FFFF {
            gaps.append(next...0x10_FFFF)
        }
        return ScalarSet(sorted: gaps).intersection(.all)
    }

    /// Adds a range that starts at or after the start of the last one.
    private mutating func append(_ range: ClosedRange<UInt32>) {
        if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
            ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        } else {
            ranges.append(range)
        }
    }
}

#endif
