internal import CTallyKernels

/// The normal forms of Unicode that tokenizers put text into before they split it (Unicode Standard Annex #15).
///
/// The tables are pinned, since a count must not change with the platform's Unicode version: what a newer version assigns
/// is left as it is, as a library of that age leaves it.
package enum UnicodeNormalization {
    /// The versions whose characters are known.
    package enum Version: Sendable {
        /// Unicode 9.0, which the normalizers of Hugging Face's tokenizers know (0.23.3).
        case v9
        /// Unicode 15.1, which CPython 3.13 knows.
        case v15
    }

    /// Returns the NFC of `text`, or nil if that is `text` itself.
    ///
    /// What is normalized already, as nearly all text is, costs one pass that allocates nothing.
    ///
    /// - Precondition: `text` is valid UTF-8 (not checked).
    /// - Complexity: O(*n* log *m*), where *m* is the length of the longest run of combining marks; memory for the copy,
    ///   if there is one, and for that run.
    package static func nfc(_ text: Span<UInt8>, unicode version: Version = .v15) -> [UInt8]? {
        self.normalize(text, NormalizationRules(isCompatible: false, version))
    }

    /// Returns the NFKC of `text`, or nil if that is `text` itself.
    ///
    /// - Precondition: `text` is valid UTF-8 (not checked).
    /// - Complexity: As ``nfc(_:unicode:)``.
    package static func nfkc(_ text: Span<UInt8>, unicode version: Version = .v15) -> [UInt8]? {
        self.normalize(text, NormalizationRules(isCompatible: true, version))
    }

    /// Copies what is normalized and puts together anew what may not be: from a scalar that nothing before can change to
    /// the next such.
    private static func normalize(_ text: Span<UInt8>, _ rules: NormalizationRules) -> [UInt8]? {
        var output: [UInt8] = []
        var recomposition = Recomposition(rules)
        var copied = 0
        var position = 0
        // The last scalar that starts a part of its own, and what the scalars behind it tell.
        var start = 0
        var isClean = true
        var lastClass: UInt8 = 0

        func finishPart(_ end: Int) {
            defer {
                isClean = true
                lastClass = 0
            }
            guard !isClean, let part = recomposition.normalized(text, start..<end) else { return }
            output.append(text, copied..<start)
            output.append(contentsOf: part)
            copied = end
        }

        while position < text.count {
            // Unsafe: below the count.
            let lead = unsafe text[unchecked: position]
            if lead < rules.inertLimit {
                if !isClean { finishPart(position) }
                position = text.endOfBytes(below: rules.inertLimit, from: position)
                start = text.startOfLastCharacter(before: position)
                lastClass = 0
                continue
            }
            // Unsafe: valid UTF-8, of which a character starts here.
            let (scalar, length) = unsafe text.scalarAboveASCII(at: position, lead: lead)
            let index = rules.index(scalar)
            if index == 0 {
                if !isClean { finishPart(position) }
                start = position
                lastClass = 0
            } else {
                let record = tally_normalization_record(index)
                if record.flags & rules.joins == 0 {
                    if !isClean { finishPart(position) }
                    start = position
                    lastClass = 0
                    isClean = record.flags & rules.changes == 0
                } else if record.flags & rules.unsure != 0
                    || record.combining_class != 0 && record.combining_class < lastClass
                {
                    isClean = false
                }
                lastClass = record.combining_class
            }
            position &+= length
        }
        finishPart(text.count)
        guard copied > 0 || !output.isEmpty else { return nil }
        output.append(text, copied..<text.count)
        return output
    }
}

extension Span<UInt8> {
    /// Where the first byte from `start` on is that is not below `limit`, which is 0x80 or more.
    fileprivate func endOfBytes(below limit: UInt8, from start: Int) -> Int {
        var position = start
        while position &+ 8 <= self.count {
            // Unsafe: the loop's condition keeps all eight bytes inside.
            let word = unsafe self.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
            let end = position &+ 8
            guard word & 0x8080_8080_8080_8080 != 0 else {
                position = end
                continue
            }
            // Unsafe: below the end of the word.
            while position < end, unsafe self[unchecked: position] < limit { position &+= 1 }
            if position < end { return position }
        }
        while position < self.count, self[position] < limit { position &+= 1 }
        return position
    }
}

extension [UInt8] {
    /// Appends a part of `text`.
    fileprivate mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        // Unsafe: the memory is valid for the time of the call.
        unsafe text.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0[range]) }
    }
}
