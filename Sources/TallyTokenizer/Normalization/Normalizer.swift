/// What an encoding does to text before it splits it.
///
/// What normalizing changes is not told: the tokens are those of the normalized text, and so is what they decode to.
public struct Normalizer: Sendable, Hashable {
    private enum Form {
        case none
        case nfc
        case nfkc
    }

    private let form: Form

    private init(_ form: Form) {
        self.form = form
    }

    /// Text is taken as it is, as most encodings do.
    public static let none = Normalizer(.none)

    /// Text is brought into Unicode's normalization form C, in which `e` and U+0301 are one character, `é`.
    ///
    /// This is the `NFC` of Hugging Face's tokenizers, whose tables are those of Unicode 9.0. Text that has the form
    /// already, as nearly all text has, costs one pass over what is not ASCII.
    public static let nfc = Normalizer(.nfc)

    /// Text is brought into Unicode's normalization form KC, in which `ﬁ` is `fi` and `①` is `1` besides.
    ///
    /// This is the `NFKC` of Hugging Face's tokenizers, whose tables are those of Unicode 9.0.
    public static let nfkc = Normalizer(.nfkc)

    /// Where the parts meet that are normalized each by itself.
    var parts: NormalizedParts { self.form == .nfkc ? .compatible : .canonical }

    /// Returns the normalized form of `text`, or nil if that is `text` itself.
    ///
    /// - Precondition: `text` is valid UTF-8 (not checked).
    /// - Complexity: As ``UnicodeNormalization/nfc(_:unicode:)``.
    func normalized(_ text: Span<UInt8>) -> [UInt8]? {
        switch self.form {
        case .none: nil
        case .nfc: UnicodeNormalization.nfc(text, unicode: .v9)
        case .nfkc: UnicodeNormalization.nfkc(text, unicode: .v9)
        }
    }

    /// Calls `body` with the normalized form of `text`, or with `text` itself where that is the same.
    ///
    /// - Precondition: `text` is valid UTF-8 (not checked).
    @inline(__always)
    func normalizing<Result>(_ text: Span<UInt8>, _ body: (Span<UInt8>) -> Result) -> Result {
        guard self.form != .none, let normal = self.normalized(text) else { return body(text) }
        return normal.withSpan(body)
    }

    /// Returns how many bytes of `text` become at most the first `count` of its normalized form, which end between two
    /// parts that are normalized each by itself.
    ///
    /// - Precondition: `text` is valid UTF-8 (not checked).
    /// - Complexity: O(*m*) in the number of bytes returned, for parts of bounded length.
    func length(in text: Span<UInt8>, ofNormalized count: Int) -> Int {
        var (position, normalCount) = (0, 0)
        while position < text.count {
            let end = self.parts.end(of: text, partAt: position)
            let part = text.extracting(position..<end)
            normalCount += self.normalized(part)?.count ?? part.count
            guard normalCount <= count else { break }
            position = end
        }
        return position
    }
}
