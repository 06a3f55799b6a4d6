internal import CTallyKernels

/// What an encoding does to a text before it is split, as SentencePiece's models have it.
///
/// U+2581 is how such models write a space, so that it is one in every text.
public struct TextPreparation: Sendable {
    /// Where a space is put that the text does not have.
    ///
    /// Atoms and special tokens that are allowed cut a text into stretches.
    public enum PrefixSpace: String, Sendable, Hashable, CaseIterable {
        /// Nowhere.
        case none
        /// Before a text, or what is between special tokens, that is not empty: SentencePiece's `add_dummy_prefix`.
        case text
        /// Before each stretch: the normalizer `Prepend` of Hugging Face's library.
        case stretches
        /// Before each stretch that does not start with a space: its `Metaspace` with the scheme `always`.
        case unspacedStretches
        /// Before the stretch with which the whole text starts, unless that starts with a space: with the scheme `first`.
        case unspacedText
    }

    /// Where a space is put that the text does not have.
    public let prefixSpace: PrefixSpace
    /// What is a token wherever a text contains it, special tokens allowed or not.
    let atoms: SpecialTokenTable?
    /// Whether a text can be prepared part by part, as it arrives.
    let isIncremental: Bool

    /// Whether a space is put before a text that is not empty, if only where it does not start with one.
    public var addsPrefixSpace: Bool { self.prefixSpace != .none }

    /// Creates a preparation.
    ///
    /// - Parameters:
    ///   - addsPrefixSpace: Whether a space is put before a text that is not empty.
    ///   - atoms: What is a token wherever a text contains it; see ``init(prefixSpace:atoms:)``.
    public init(addsPrefixSpace: Bool, atoms: [String: TokenID] = [:]) {
        self.init(prefixSpace: addsPrefixSpace ? .text : .none, atoms: atoms)
    }

    /// Creates a preparation.
    ///
    /// - Parameters:
    ///   - prefixSpace: Where a space is put that the text does not have.
    ///   - atoms: What is a token wherever a text contains it. An atom has either no white space and no U+2581, or nothing
    ///     else; with the latter, and with a prefix space that depends on more than whether a text is empty, a
    ///     ``TokenStream`` keeps the whole text.
    public init(prefixSpace: PrefixSpace, atoms: [String: TokenID] = [:]) {
        self.prefixSpace = prefixSpace
        self.atoms = atoms.isEmpty ? nil : SpecialTokenTable(atoms)
        let isSpaced = atoms.keys.contains { atom in
            atom.unicodeScalars.contains { $0 == "\u{2581}" || $0.properties.isWhitespace }
        }
        self.isIncremental = !isSpaced && (prefixSpace == .none || prefixSpace == .text)
    }
}

extension TextPreparation {
    /// Calls `body` with the parts of `text`, in order, until it returns false: text that no token of another part can
    /// reach into, to be split and merged as it is, or an atom; and with the number of bytes at the start of the part
    /// that the text does not have.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8.
    ///   - startsText: Whether nothing is before it.
    ///   - pretokenizer: What splits the parts.
    /// - Complexity: O(*n*); a copy of the first piece of a stretch with a prefix space, or of all if the text has U+2581.
    func forEachPart(
        of text: Span<UInt8>,
        startsText: Bool,
        _ pretokenizer: Pretokenizer,
        _ body: (Span<UInt8>, SpecialTokenTable.Match?, _ added: Int) -> Bool
    ) {
        var (start, isFirst) = (0, startsText)
        while start < text.count {
            let atom = self.atoms?.firstMatch(in: text, from: start, allowing: .all)
            let end = atom?.range.lowerBound ?? text.count
            if start < end {
                let goesOn = MetaSpace.withSpaces(text.extracting(start..<end)) { part in
                    guard self.addsSpace(before: part, isFirst: isFirst) else { return body(part, nil, 0) }
                    return Self.withPrefixSpace(part, pretokenizer, body)
                }
                guard goesOn else { return }
            } else if isFirst, self.prefixSpace == .text {
                let space: [UInt8] = [UInt8(ascii: " ")]
                guard space.withSpan({ body($0, nil, 1) }) else { return }
            }
            guard let atom else { return }
            guard body(text.extracting(atom.range), atom, 0) else { return }
            start = atom.range.upperBound
            isFirst = self.prefixSpace == .stretches || self.prefixSpace == .unspacedStretches
        }
    }

    /// - Parameters:
    ///   - stretch: Not empty, with spaces for each U+2581.
    ///   - isFirst: Whether a stretch may have a space put before it where it is.
    private func addsSpace(before stretch: Span<UInt8>, isFirst: Bool) -> Bool {
        switch self.prefixSpace {
        case .none: false
        case .text, .stretches: isFirst
        case .unspacedText, .unspacedStretches: isFirst && stretch[0] != UInt8(ascii: " ")
        }
    }

    /// Calls `body` with a space and the first piece of `text`, then with the rest.
    private static func withPrefixSpace(
        _ text: Span<UInt8>,
        _ pretokenizer: Pretokenizer,
        _ body: (Span<UInt8>, SpecialTokenTable.Match?, _ added: Int) -> Bool
    ) -> Bool {
        var end = text.count
        // A cut depends on what is right around it, so that it stays one with a space before all.
        pretokenizer.forEachPiece(in: text) { piece in
            end = piece.upperBound
            return false
        }
        var first: [UInt8] = [UInt8(ascii: " ")]
        first.append(text.extracting(..<end))
        guard first.withSpan({ body($0, nil, 1) }) else { return false }
        return end == text.count || body(text.extracting(end...), nil, 0)
    }
}

/// U+2581, the three bytes E2 96 81.
enum MetaSpace {
    /// Calls `body` with `text`, in which spaces replace each U+2581.
    ///
    /// - Complexity: O(*n*); nothing is copied unless something must be replaced.
    static func withSpaces<Result>(_ text: Span<UInt8>, _ body: (Span<UInt8>) -> Result) -> Result {
        guard let first = self.firstIndex(in: text) else { return body(text) }
        var copy: [UInt8] = []
        copy.reserveCapacity(text.count)
        copy.append(text.extracting(..<first))
        var position = first
        while position < text.count {
            if self.isMetaSpace(text, at: position) {
                copy.append(UInt8(ascii: " "))
                position += 3
            } else {
                copy.append(text[position])
                position += 1
            }
        }
        return copy.withSpan(body)
    }

    /// Whether there is one at `position`.
    static func isMetaSpace(_ text: Span<UInt8>, at position: Int) -> Bool {
        position + 2 < text.count && text[position] == 0xE2 && text[position + 1] == 0x96 && text[position + 2] == 0x81
    }

    /// Where the first one is.
    private static func firstIndex(in text: Span<UInt8>) -> Int? {
        let place = unsafe text.withUnsafeBufferPointer { buffer in
            // Reads the bytes of the buffer and no others.
            unsafe buffer.baseAddress.map { unsafe tally_find_meta_space($0, buffer.count) } ?? buffer.count
        }
        return place < text.count ? place : nil
    }
}
