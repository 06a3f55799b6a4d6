extension Pretokenizer {
    /// Whether it is known how far the split pattern looks, so that pieces of an unfinished text can be settled.
    var isScannedByHand: Bool {
        switch self.kind {
        case .scanner: false
        default: true
        }
    }

    /// As ``ResumablePattern/advance(_:from:resuming:)``.
    ///
    /// - Precondition: The pattern is scanned by hand.
    func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        switch self.kind {
        case .o200k: return O200KPattern.advance(text, from: start, resuming: &memo)
        case .cl100k: return CL100KPattern.advance(text, from: start, resuming: &memo)
        case .r50k: return R50KPattern.advance(text, from: start, resuming: &memo)
        case .llama3: return Llama3Pattern.advance(text, from: start, resuming: &memo)
        case .qwen2: return Qwen2Pattern.advance(text, from: start, resuming: &memo)
        case .qwen35: return Qwen35Pattern.advance(text, from: start, resuming: &memo)
        case .tekken: return TekkenPattern.advance(text, from: start, resuming: &memo)
        case .deepSeek: return DeepSeekPattern.advance(text, from: start, resuming: &memo)
        case .kimi: return KimiPattern.advance(text, from: start, resuming: &memo)
        case .gemma: return GemmaPattern.advance(text, from: start, resuming: &memo)
        case .mistral: return MistralPattern.advance(text, from: start, resuming: &memo)
        case .scanner: preconditionFailure("a scanner of one's own can't go on where it stopped")
        }
    }

    /// Whether a text may be cut before `next`, as ``ResumablePattern/isBoundary(after:before:_:)`` promises.
    func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        switch self.kind {
        case .o200k: O200KPattern.isBoundary(after: kind, before: next, byte)
        case .cl100k: CL100KPattern.isBoundary(after: kind, before: next, byte)
        case .r50k: R50KPattern.isBoundary(after: kind, before: next, byte)
        case .llama3: Llama3Pattern.isBoundary(after: kind, before: next, byte)
        case .qwen2: Qwen2Pattern.isBoundary(after: kind, before: next, byte)
        case .qwen35: Qwen35Pattern.isBoundary(after: kind, before: next, byte)
        case .tekken: TekkenPattern.isBoundary(after: kind, before: next, byte)
        case .deepSeek: DeepSeekPattern.isBoundary(after: kind, before: next, byte)
        case .kimi: KimiPattern.isBoundary(after: kind, before: next, byte)
        case .gemma: GemmaPattern.isBoundary(after: kind, before: next, byte)
        case .mistral: MistralPattern.isBoundary(after: kind, before: next, byte)
        case .scanner: false
        }
    }

    /// The first boundary in `text` behind its start.
    ///
    /// - Complexity: O(*n*) up to the boundary.
    func firstBoundary(in text: Span<UInt8>) -> Int? {
        guard !text.isEmpty else { return nil }
        var previous = text.character(at: 0)
        while previous.end < text.count {
            let next = text.character(at: previous.end)
            if self.isBoundary(after: previous.kind, before: next, text[previous.end]) { return previous.end }
            previous = next
        }
        return nil
    }

    /// The last boundary in `text` behind its start.
    ///
    /// - Complexity: O(*n*) from the boundary on.
    func lastBoundary(in text: Span<UInt8>) -> Int? {
        var position = text.startOfLastCharacter(before: text.count)
        while position > 0 {
            let previous = text.startOfLastCharacter(before: position)
            let next = text.character(at: position)
            if self.isBoundary(after: text.character(at: previous).kind, before: next, text[position]) {
                return position
            }
            position = previous
        }
        return nil
    }
}

extension Span<UInt8> {
    /// Where the last character before `end` starts in this valid UTF-8; 0 if there is none.
    func startOfLastCharacter(before end: Int) -> Int {
        var start = Swift.max(0, end - 1)
        while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }
}

extension [UInt8] {
    /// Appends the bytes of `text`.
    mutating func append(_ text: Span<UInt8>) {
        // The buffer is only read while the span is borrowed.
        unsafe text.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0) }
    }

    /// Calls `body` with a span over the bytes; on Apple systems before 26 arrays have no `span` of their own.
    func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        // The span does not leave the closure.
        unsafe self.withUnsafeBufferPointer { unsafe body($0.span) }
    }
}
