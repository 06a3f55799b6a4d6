/// How an encoding splits text into pieces before merging.
public struct Pretokenizer: Sendable {
    enum Kind {
        case o200k
        case cl100k
        case r50k
        case llama3
        case qwen2
        case qwen35
        case tekken
        case deepSeek
        case kimi
        case gemma
        case mistral
        case scanner(any PieceScanner)
    }

    let kind: Kind

    private init(_ kind: Kind) {
        self.kind = kind
    }

    /// The split pattern of o200k_base and o200k_harmony.
    public static let o200k = Pretokenizer(.o200k)

    /// The split pattern of cl100k_base.
    public static let cl100k = Pretokenizer(.cl100k)

    /// The split pattern of r50k_base and p50k_base, which are GPT-2's and GPT-3's.
    public static let r50k = Pretokenizer(.r50k)

    /// The split pattern of Llama 3, and of GLM from 4 on.
    public static let llama3 = Pretokenizer(.llama3)

    /// The split pattern of Qwen 1 to 3, which cuts text in Unicode's normal form C.
    public static let qwen2 = Pretokenizer(.qwen2)

    /// The split pattern of Qwen 3.5 and 3.6, which cuts text in Unicode's normal form C.
    public static let qwen35 = Pretokenizer(.qwen35)

    /// The split pattern of Tekken, Mistral's tokenizer from Nemo on.
    public static let tekken = Pretokenizer(.tekken)

    /// The split pattern of DeepSeek from V3 on.
    public static let deepSeek = Pretokenizer(.deepSeek)

    /// The split pattern of Kimi from K2 on.
    public static let kimi = Pretokenizer(.kimi)

    /// Where the vocabulary of Gemma 3 and 4, which has no split pattern, lets a text be cut.
    public static let gemma = Pretokenizer(.gemma)

    /// Where the SentencePiece vocabulary of Mistral, which has no split pattern, lets a text be cut.
    public static let mistral = Pretokenizer(.mistral)

    /// A split pattern of one's own.
    public static func scanner(_ scanner: any PieceScanner) -> Pretokenizer {
        Pretokenizer(.scanner(scanner))
    }

    /// Calls `body` with each piece of `text`, in order, as byte offsets, until it returns false.
    ///
    /// - Parameter text: Valid UTF-8.
    /// - Complexity: O(*n*) for the patterns that are scanned by hand.
    @inline(__always)
    package func forEachPiece(in text: Span<UInt8>, _ body: (Range<Int>) -> Bool) {
        switch self.kind {
        case .o200k: Self.forEachPiece(of: O200KPattern.self, in: text, body)
        case .cl100k: Self.forEachPiece(of: CL100KPattern.self, in: text, body)
        case .r50k: Self.forEachPiece(of: R50KPattern.self, in: text, body)
        case .llama3: Self.forEachPiece(of: Llama3Pattern.self, in: text, body)
        case .qwen2: Self.forEachPiece(of: Qwen2Pattern.self, in: text, body)
        case .qwen35: Self.forEachPiece(of: Qwen35Pattern.self, in: text, body)
        case .tekken: Self.forEachPiece(of: TekkenPattern.self, in: text, body)
        case .deepSeek: Self.forEachPiece(of: DeepSeekPattern.self, in: text, body)
        case .kimi: Self.forEachPiece(of: KimiPattern.self, in: text, body)
        case .gemma: Self.forEachPiece(of: GemmaPattern.self, in: text, body)
        case .mistral: Self.forEachPiece(of: MistralPattern.self, in: text, body)
        case .scanner(let scanner):
            let count = text.count
            scanner.forEachPiece(in: text, from: 0) { piece in
                // What follows trusts the range, and a scanner may be anybody's.
                precondition(
                    0 <= piece.lowerBound && piece.lowerBound < piece.upperBound && piece.upperBound <= count,
                    "a scanner gave the piece \(piece) of a text of \(count) bytes: pieces are not empty and inside"
                )
                return body(piece)
            }
        }
    }

    /// Calls `body` with the pieces of `text` batch by batch or, where a scanner of one's own splits, `pieceBody` with
    /// each, in order, until it returns false.
    @inline(__always)
    func forEachBatch(
        in text: Span<UInt8>,
        _ kernels: Kernels,
        _ scratch: borrowing SplitScratch,
        _ body: (PieceBatch) -> Bool,
        orPiece pieceBody: (Range<Int>) -> Bool
    ) {
        switch self.kind {
        case .o200k: BlockSplitter<O200KPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .cl100k: BlockSplitter<CL100KPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .r50k: BlockSplitter<R50KPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .llama3: BlockSplitter<Llama3Pattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .qwen2: BlockSplitter<Qwen2Pattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .qwen35: BlockSplitter<Qwen35Pattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .tekken: BlockSplitter<TekkenPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .deepSeek: BlockSplitter<DeepSeekPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .kimi: BlockSplitter<KimiPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .gemma: BlockSplitter<GemmaPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .mistral: BlockSplitter<MistralPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .scanner: self.forEachPiece(in: text, pieceBody)
        }
    }

    @inline(__always)
    private static func forEachPiece<Pattern: SplitPattern>(
        of pattern: Pattern.Type,
        in text: Span<UInt8>,
        _ body: (Range<Int>) -> Bool
    ) {
        var start = 0
        while start < text.count {
            let end = Pattern.advance(text, from: start)
            guard body(start..<end) else { return }
            start = end
        }
    }
}
