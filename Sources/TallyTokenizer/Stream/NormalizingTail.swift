/// The tail of a stream whose encoding normalizes text.
///
/// What arrives may still change the last character, so that and its marks are held as they came, and only counted as if
/// the text ended there. Everything before is normalized for good and goes on into the ``StreamTail``.
struct NormalizingTail {
    private var tail: StreamTail
    private let normalizer: Normalizer
    /// The last part that is normalized by itself; empty for an encoding that takes text as it is.
    private var held: [UInt8] = []
    /// The work on what is held; the tests bound it.
    private var heldWork = 0

    init(_ tail: StreamTail, _ normalizer: Normalizer) {
        self.tail = tail
        self.normalizer = normalizer
    }

    /// How many bytes are kept.
    var byteCount: Int { self.tail.byteCount + self.held.count }

    /// How many bytes have been scanned, merged or counted.
    var work: Int { self.tail.work + self.heldWork }

    /// Appends valid UTF-8.
    ///
    /// - Complexity: As ``StreamTail/append(_:)``.
    mutating func append(_ text: Span<UInt8>) {
        guard self.normalizer != .none else { return self.tail.append(text) }
        let parts = self.normalizer.parts
        guard let first = parts.firstStart(in: text), let last = parts.lastStart(in: text) else {
            return self.held.append(text)
        }
        self.held.append(text.extracting(..<first))
        self.release()
        self.normalizer.normalizing(text.extracting(first..<last)) { self.tail.append($0) }
        self.held.append(text.extracting(last...))
    }

    private mutating func release() {
        let held = self.held
        self.held.removeAll()
        held.withSpan { held in self.normalizer.normalizing(held) { self.tail.append($0) } }
    }

    /// As ``StreamTail/count(endingWith:)``, followed by U+FFFD if `endsInReplacement`.
    ///
    /// - Complexity: As there; and what is held is normalized again, so a run of *m* marks that arrives one by one costs
    ///   O(*m*²).
    mutating func count(endsInReplacement: Bool) -> Int {
        let replacement: [UInt8] = endsInReplacement ? [0xEF, 0xBF, 0xBD] : []
        let ending = self.held + replacement
        self.heldWork += self.held.count
        return ending.withSpan { ending in
            self.normalizer.normalizing(ending) { self.tail.count(endingWith: $0) }
        }
    }
}
