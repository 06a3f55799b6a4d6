internal import CTallyKernels

/// One normal form of one Unicode version: what it knows of a scalar.
struct NormalizationRules: Sendable {
    /// Whether compatibility decompositions count, as in NFKC.
    let isCompatible: Bool
    private let version: UnicodeNormalization.Version
    /// Bytes below this start or continue scalars that are always in this form and never joined to what is before: in
    /// NFC those below U+0300, in NFKC those of ASCII.
    let inertLimit: UInt8
    /// The flag of what can be joined to the text before it.
    let joins: UInt8
    /// The flag of what is never in this form.
    let changes: UInt8
    /// The flags of what may not be in this form behind another scalar.
    let unsure: UInt8

    init(isCompatible: Bool, _ version: UnicodeNormalization.Version) {
        self.isCompatible = isCompatible
        self.version = version
        self.inertLimit = isCompatible ? 0x80 : 0xCC
        self.joins = UInt8(
            isCompatible ? TALLY_NORMALIZATION_JOINS_COMPATIBLE : TALLY_NORMALIZATION_JOINS_CANONICAL
        )
        self.changes = UInt8(
            isCompatible
                ? TALLY_NORMALIZATION_CHANGES_COMPATIBLE : TALLY_NORMALIZATION_CHANGES_CANONICAL
        )
        self.unsure = self.changes | UInt8(TALLY_NORMALIZATION_COMPOSES)
    }

    /// The number of the scalar's record; 0 if there is nothing to know of it, or this version does not know it.
    @inline(__always)
    func index(_ scalar: UInt32) -> UInt16 {
        let index = tally_normalization_index(scalar)
        guard index != 0, self.version == .v9 else { return index }
        let isNewer = Int(tally_normalization_record(index).flags) & TALLY_NORMALIZATION_NEWER != 0
        return isNewer ? 0 : index
    }

    /// Calls `body` with each scalar of the full decomposition and its combining class.
    func decompose(_ scalar: UInt32, _ body: (_ scalar: UInt32, _ combiningClass: UInt8) -> Void) {
        if let syllable = HangulSyllable(scalar) {
            body(syllable.lead, 0)
            body(syllable.vowel, 0)
            if let tail = syllable.tail { body(tail, 0) }
            return
        }
        let index = self.index(scalar)
        let record = tally_normalization_record(index)
        let count = self.isCompatible ? record.compatible_count : record.canonical_count
        guard index != 0, count > 0 else { return body(scalar, index == 0 ? 0 : record.combining_class) }
        let start = Int(self.isCompatible ? record.compatible : record.canonical)
        for offset in start..<start + Int(count) {
            let part = tally_normalization_scalar(offset)
            body(part, tally_normalization_record(tally_normalization_index(part)).combining_class)
        }
    }

    /// What two scalars compose to, if they do.
    func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if let syllable = HangulSyllable.composed(first, second) { return syllable }
        let composite = tally_composite_of(first, second)
        // A composite has a decomposition, so its record is 0 only for a version that does not know it.
        return composite == 0 || self.index(composite) == 0 ? nil : composite
    }
}

/// A syllable of Hangul and its letters, which follow from its number (The Unicode Standard, section 3.12).
struct HangulSyllable {
    let lead: UInt32
    let vowel: UInt32
    let tail: UInt32?

    private static let first: UInt32 = 0xAC00
    private static let count: UInt32 = 11172
    private static let leads: Range<UInt32> = 0x1100..<0x1113
    private static let vowels: Range<UInt32> = 0x1161..<0x1176
    /// Behind the number of no tail.
    private static let tails: Range<UInt32> = 0x11A8..<0x11C3
    private static let tailCount: UInt32 = 28

    init?(_ scalar: UInt32) {
        guard scalar >= Self.first, scalar < Self.first + Self.count else { return nil }
        let number = scalar - Self.first
        self.lead = Self.leads.lowerBound + number / (21 * Self.tailCount)
        self.vowel = Self.vowels.lowerBound + number / Self.tailCount % 21
        let tail = number % Self.tailCount
        self.tail = tail == 0 ? nil : Self.tails.lowerBound + tail - 1
    }

    /// The syllable of a lead and a vowel, or of a syllable without a tail and a tail.
    static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if Self.leads.contains(first), Self.vowels.contains(second) {
            let number = (first - Self.leads.lowerBound) * 21 + second - Self.vowels.lowerBound
            return Self.first + number * Self.tailCount
        }
        if let syllable = HangulSyllable(first), syllable.tail == nil, Self.tails.contains(second) {
            return first + second - Self.tails.lowerBound + 1
        }
        return nil
    }
}
