internal import CTallyKernels

/// What the tables know of a character, for patterns to which its ``CharacterClass`` does not say enough.
struct UnicodeClass {
    private let rawValue: UInt8

    /// Of any scalar.
    @inline(__always)
    init(_ scalar: UInt32) {
        self.rawValue = tally_unicode_class(scalar)
    }

    /// `\p{Han}`, which is Script=Han: most are letters, some are numbers, symbols, punctuation or marks.
    var isHan: Bool {
        @inline(__always) get { self.rawValue & UInt8(TALLY_CLASS_HAN) != 0 }
    }

    /// `[\p{P}\p{S}]`.
    var isPunctuationOrSymbol: Bool {
        @inline(__always) get {
            let category = self.rawValue & UInt8(TALLY_CLASS_CATEGORY_MASK)
            return (UInt8(TALLY_CATEGORY_PC.rawValue)...UInt8(TALLY_CATEGORY_SO.rawValue)).contains(category)
        }
    }
}

extension Span<UInt8> {
    /// The scalar that starts at `position` of this valid UTF-8 text.
    ///
    /// - Precondition: `position < count` and it is the start of a character (not checked).
    @inline(__always)
    func scalar(at position: Int) -> UInt32 {
        let lead = unsafe self[unchecked: position]
        return lead < 0x80 ? UInt32(lead) : unsafe self.scalarAboveASCII(at: position, lead: lead).scalar
    }
}
