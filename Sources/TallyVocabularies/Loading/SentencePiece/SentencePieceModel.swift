/// What a SentencePiece `.model` file holds (`sentencepiece_model.proto`).
struct SentencePieceModel {
    /// How text becomes pieces.
    enum Kind: Int {
        case unigram = 1
        case bpe = 2
        case word = 3
        case character = 4
    }

    /// What a piece is for.
    enum PieceKind: Int {
        case normal = 1
        case unknown = 2
        case control = 3
        case userDefined = 4
        case unused = 5
        case byte = 6
    }

    /// A piece; its id is its place in the list.
    struct Piece {
        let text: [UInt8]
        let score: Float
        let kind: PieceKind
    }

    /// How text is rewritten first.
    struct Normalizer {
        var name = ""
        var addsDummyPrefix = true
        var removesExtraWhiteSpace = true
        var escapesWhiteSpace = true
        var hasRules = false
    }

    private(set) var pieces: [Piece] = []
    private(set) var kind = Kind.unigram
    private(set) var fallsBackToBytes = false
    private(set) var whiteSpaceIsSuffix = false
    private(set) var normalizer = Normalizer()

    /// The most pieces that are read.
    private static let pieceLimit = 1 << 21

    init(_ content: [UInt8]) throws(VocabularyError) {
        var reader = ProtobufReader(content)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)):
                guard self.pieces.count < Self.pieceLimit else {
                    throw VocabularyError(.malformedFile, "the model has more than \(Self.pieceLimit) pieces")
                }
                self.pieces.append(try Self.piece(content, range, number: self.pieces.count))
            case (2, .bytes(let range)): try self.readTrainer(content, range)
            case (3, .bytes(let range)): try self.readNormalizer(content, range)
            default: break
            }
        }
        guard !self.pieces.isEmpty else {
            throw VocabularyError(.malformedFile, "not a SentencePiece model: it has no pieces")
        }
    }

    private static func piece(
        _ content: [UInt8],
        _ range: Range<Int>,
        number: Int
    ) throws(VocabularyError) -> Piece {
        var reader = ProtobufReader(content, range)
        var text: [UInt8] = []
        var score: Float = 0
        var kind = 1
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let bytes)): text = Array(content[bytes])
            case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
            case (3, .varint(let value)): kind = Int(truncatingIfNeeded: value)
            default: break
            }
        }
        guard !text.isEmpty, score.isFinite, let kind = PieceKind(rawValue: kind) else {
            throw VocabularyError(.malformedFile, "piece \(number) of the model has no text, score or known type")
        }
        return Piece(text: text, score: score, kind: kind)
    }

    private mutating func readTrainer(_ content: [UInt8], _ range: Range<Int>) throws(VocabularyError) {
        var reader = ProtobufReader(content, range)
        while let field = try reader.next() {
            guard case .varint(let value) = field.value else { continue }
            switch field.number {
            case 3:
                guard let kind = Kind(rawValue: Int(truncatingIfNeeded: value)) else {
                    throw VocabularyError(.malformedFile, "the model has the unknown type \(value)")
                }
                self.kind = kind
            case 24: self.whiteSpaceIsSuffix = value != 0
            case 35: self.fallsBackToBytes = value != 0
            default: break
            }
        }
    }

    private mutating func readNormalizer(_ content: [UInt8], _ range: Range<Int>) throws(VocabularyError) {
        var reader = ProtobufReader(content, range)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let bytes)): self.normalizer.name = String(decoding: content[bytes], as: UTF8.self)
            case (2, .bytes(let bytes)): self.normalizer.hasRules = !bytes.isEmpty
            case (3, .varint(let value)): self.normalizer.addsDummyPrefix = value != 0
            case (4, .varint(let value)): self.normalizer.removesExtraWhiteSpace = value != 0
            case (5, .varint(let value)): self.normalizer.escapesWhiteSpace = value != 0
            default: break
            }
        }
    }
}
