internal import CTallyKernels

/// What an encoding does to a text before it is split, as SentencePiece's models have it.
///
/// U+2581 is how such models write a space, so that it is one in every text.
public struct TextPreparation: Sendable {
    /// Whether a space is put before a text that is not empty.
    public let addsPrefixSpace: Bool
    /// What is a token wherever a text contains it, special tokens allowed or not.
    let atoms: SpecialTokenTable?

    /// Creates a preparation.
    ///
    /// - Parameters:
    ///   - addsPrefixSpace: Whether a space is put before a text that is not empty.
    ///   - atoms: What is a token wherever a text contains it, none of them with white space or U+2581.
    public init(addsPrefixSpace: Bool, atoms: [String: TokenID] = [:]) {
        self.addsPrefixSpace = addsPrefixSpace
        self.atoms = atoms.isEmpty ? nil : SpecialTokenTable(atoms)
    }
}

extension TextPreparation {
    /// Calls `body` with the parts of `text`, in order, until it returns false: text that no token of another part can
    /// reach into, to be split and merged as it is, or an atom, for which the text is nil.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8.
    ///   - startsText: Whether nothing is before it; a prefix space is added only there.
    ///   - pretokenizer: What splits the parts.
    /// - Complexity: O(*n*); a copy of the first piece, or of all if the text has U+2581.
    func forEachPart(
        of text: Span<UInt8>,
        startsText: Bool,
        _ pretokenizer: Pretokenizer,
        _ body: (Span<UInt8>, SpecialTokenTable.Match?) -> Bool
    ) {
        var (start, isFirst) = (0, startsText)
        while start < text.count {
            let atom = self.atoms?.firstMatch(in: text, from: start, allowing: .all)
            let end = atom?.range.lowerBound ?? text.count
            if start < end {
                let goesOn = MetaSpace.withSpaces(text.extracting(start..<end)) { part in
                    guard self.addsPrefixSpace, isFirst else { return body(part, nil) }
                    return Self.withPrefixSpace(part, pretokenizer, body)
                }
                guard goesOn else { return }
            }
            isFirst = false
            guard let atom else { return }
            guard body(text.extracting(atom.range), atom) else { return }
            start = atom.range.upperBound
        }
    }

    /// Calls `body` with a space and the first piece of `text`, then with the rest.
    private static func withPrefixSpace(
        _ text: Span<UInt8>,
        _ pretokenizer: Pretokenizer,
        _ body: (Span<UInt8>, SpecialTokenTable.Match?) -> Bool
    ) -> Bool {
        var end = text.count
        // A cut depends on what is right around it, so that it stays one with a space before all.
        pretokenizer.forEachPiece(in: text) { piece in
            end = piece.upperBound
            return false
        }
        var first: [UInt8] = [UInt8(ascii: " ")]
        first.append(text.extracting(..<end))
        guard first.withSpan({ body($0, nil) }) else { return false }
        return end == text.count || body(text.extracting(end...), nil)
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
