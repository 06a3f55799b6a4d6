public import TallyTokenizer

/// What a user's own vocabulary file holds, in any of the formats that tokenizers are published in.
///
/// ```swift
/// let file = try VocabularyFile(Array(Data(contentsOf: url)))
/// let encoding = try file.encoding(named: "mine") { try RegexPretokenizer($0) }
/// ```
///
/// Read are byte pair encodings: of bytes, and of characters with fallback to bytes, as SentencePiece makes them.
///
/// What can't be reproduced exactly is refused with the reason: an encoding that was made counts as the library does
/// that the format belongs to, without the tokens which that adds before and behind a text.
///
/// Special tokens are ordinary text unless a call allows them. Added tokens that are not special, as `<think>` in some
/// models, are ``atoms``: Hugging Face's library takes every occurrence for that token, and so does the encoding.
public struct VocabularyFile: Sendable {
    /// The format of a file.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Lines of a token in Base64 and its rank; how text is split is not part of it.
        case tiktoken
        /// `tokenizer.json` of Hugging Face's library.
        case huggingFace
        /// Mistral's `tekken.json`.
        case tekken
        /// SentencePiece's `tokenizer.model`.
        case sentencePiece
    }

    /// How text is rewritten before it is split.
    public enum Normalization: String, Sendable, Hashable, CaseIterable {
        /// Not at all.
        case none
        /// To Unicode's normalization form C.
        case nfc
        /// To Unicode's normalization form KC.
        case nfkc
    }

    /// The file's format.
    public let format: Format
    /// The ordinary tokens, and the atoms.
    public let vocabulary: Vocabulary
    /// How text is split; nil where the file does not say.
    public var split: SplitRule?
    /// How text is rewritten before that.
    public var normalization: Normalization
    /// Where a space is put that a text does not have, if the vocabulary is of characters and writes U+2581 for spaces;
    /// nil for one of bytes.
    public let prefixSpace: TextPreparation.PrefixSpace?
    /// The special tokens by name.
    public var specialTokens: [String: TokenID]
    /// The tokens that are never split, by what they stand for.
    public let atoms: [String: TokenID]

    /// The most bytes that a file may have.
    public static let sizeLimit = 1 << 28

    /// Puts together what was read before, as from an installed file.
    public init(
        format: Format,
        vocabulary: Vocabulary,
        split: SplitRule?,
        normalization: Normalization = .none,
        specialTokens: [String: TokenID] = [:],
        atoms: [String: TokenID] = [:],
        prefixSpace: TextPreparation.PrefixSpace? = nil
    ) {
        self.format = format
        self.vocabulary = vocabulary
        self.split = split
        self.normalization = normalization
        self.specialTokens = specialTokens
        self.atoms = atoms
        self.prefixSpace = prefixSpace
    }

    /// Reads a file of any format, which is told by its content.
    ///
    /// - Complexity: O(*n*) in the size of the file; below a second for 20 MB.
    /// - Throws: ``VocabularyError/Code/malformedFile`` or ``VocabularyError/Code/unsupportedFile``.
    public init(_ content: [UInt8]) throws(VocabularyError) {
        guard content.count <= Self.sizeLimit else {
            throw VocabularyError(.malformedFile, "the file has \(content.count) bytes; at most 256 MB are read")
        }
        // Spans of arrays are not at hand on all systems that this runs on.
        let result = unsafe content.withUnsafeBufferPointer { buffer in
            Result { () throws(VocabularyError) in try unsafe Self.read(buffer.span, content) }
        }
        self = try result.get()
    }

    private static func read(_ text: Span<UInt8>, _ content: [UInt8]) throws(VocabularyError) -> VocabularyFile {
        let first = content.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if first == UInt8(ascii: "{") {
            let members = try JSONMembers(of: text)
            if members["model"] != nil { return try HuggingFaceFile.read(members, text) }
            if members["config"] != nil, members["vocab"] != nil { return try TekkenFile.read(members, text) }
            throw VocabularyError(
                .malformedFile,
                "JSON, but neither a tokenizer.json, which has 'model', nor a tekken.json, with 'config' and 'vocab'"
            )
        }
        // A SentencePiece model starts with its first piece: field 1, a message.
        if first == 0x0A || content.first == 0x0A, SentencePieceFile.startsLikeOne(content) {
            return try SentencePieceFile.read(content)
        }
        return VocabularyFile(format: .tiktoken, vocabulary: try Vocabulary(tiktoken: content), split: nil)
    }

    /// Returns the encoding that the file describes.
    ///
    /// - Parameters:
    ///   - name: What the encoding is to be called.
    ///   - compile: Makes scanners of patterns for which none is built in; see
    ///     ``SplitRule/pretokenizer(compiling:)``.
    /// - Throws: ``VocabularyError/Code/unsupportedFile``, naming what is missing.
    public func encoding(
        named name: String,
        compiling compile: SplitRule.PatternCompiler? = nil
    ) throws(VocabularyError) -> TokenEncoding {
        guard let split = self.split else {
            throw VocabularyError(
                .unsupportedFile,
                "the file does not say how text is split: name the pattern, one of \(Self.patternNames.joined(separator: ", "))"
            )
        }
        let normalizer: Normalizer =
            switch self.normalization {
            case .none: .none
            case .nfc: .nfc
            case .nfkc: .nfkc
            }
        var pretokenizer = try split.pretokenizer(compiling: compile)
        var preparation: TextPreparation?
        if let prefixSpace {
            preparation = TextPreparation(prefixSpace: prefixSpace, atoms: self.atoms)
        } else {
            pretokenizer = pretokenizer.isolating(self.atoms)
        }
        do {
            return try TokenEncoding(
                name: name,
                vocabulary: self.vocabulary,
                pretokenizer: pretokenizer,
                normalizer: normalizer,
                specialTokens: self.specialTokens,
                preparation: preparation,
                atoms: self.atoms
            )
        } catch {
            throw VocabularyError(.malformedFile, error.message, cause: error)
        }
    }

    /// The names of the split patterns that are built in.
    public static var patternNames: [String] { KnownSplit.all.map(\.name) }

    /// The rule that a person means: the name of a pattern that is built in, or a pattern itself.
    public static func split(named text: String) -> SplitRule {
        KnownSplit.named(text)?.rule ?? .regex(text)
    }
}
