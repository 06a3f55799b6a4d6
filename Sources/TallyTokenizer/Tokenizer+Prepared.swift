// What encodings do that have a ``TextPreparation``, or whose ids are not the ranks of their vocabulary.
extension Tokenizer {
    /// The number of tokens of `text`, valid UTF-8, unless it is more than `limit`.
    @inline(never)
    func count(
        valid text: Span<UInt8>,
        upTo limit: Int,
        preparedBy preparation: TextPreparation,
        startsText: Bool
    ) -> Int? {
        var total = 0
        preparation.forEachPart(of: text, startsText: startsText, self.encoding.pretokenizer) { part, atom, _ in
            guard atom == nil else {
                total += 1
                return total <= limit
            }
            guard let count = self.count(prepared: part, upTo: limit - total) else {
                total = .max
                return false
            }
            total += count
            return total <= limit
        }
        return total <= limit ? total : nil
    }

    /// Calls `body` with the ids of the tokens of `text`, which is valid UTF-8, in order, some at a time.
    @inline(never)
    func forEachPreparedBatch(
        in text: Span<UInt8>,
        startsText: Bool,
        _ body: (UnsafeBufferPointer<UInt32>) -> Void
    ) {
        let ids = self.encoding.vocabulary.order?.bothWays.ids
        var batch: [UInt32] = []
        func pass(_ part: Span<UInt8>) {
            unsafe self.forEachRankBatch(in: part) { ranks in
                guard let ids else { return unsafe body(ranks) }
                batch.removeAll(keepingCapacity: true)
                // Checked: a rank without an id is never the answer, and one out of range would trap.
                for index in ranks.indices { batch.append(ids[Int(unsafe ranks[index])]) }
                unsafe batch.withUnsafeBufferPointer(body)
            }
        }
        guard let preparation = self.encoding.preparation else { return pass(text) }
        preparation.forEachPart(of: text, startsText: startsText, self.encoding.pretokenizer) { part, atom, _ in
            guard let atom else {
                pass(part)
                return true
            }
            unsafe withUnsafePointer(to: atom.token.rawValue) { id in
                unsafe body(UnsafeBufferPointer(start: id, count: 1))
            }
            return true
        }
    }

    /// The end of the last whole scalar within the first `maxTokens` tokens of `text`.
    func prefixLength(valid text: Span<UInt8>, maxTokens: Int, preparedBy preparation: TextPreparation) -> Int {
        var (remaining, end) = (maxTokens, 0)
        var scratch = MergeScratch()
        var tokens: [TokenID] = []
        let vocabulary = self.encoding.vocabulary
        preparation.forEachPart(of: text, startsText: true, self.encoding.pretokenizer) { part, atom, added in
            guard remaining > 0 else { return false }
            guard atom == nil else {
                (remaining, end) = (remaining - 1, end + part.count)
                return true
            }
            var length = 0
            self.encoding.pretokenizer.forEachPiece(in: part) { piece in
                tokens.removeAll(keepingCapacity: true)
                MergeLoop.encode(part, piece, vocabulary, &scratch, into: &tokens)
                length += tokens.prefix(remaining).reduce(0) { $0 + vocabulary.length(of: $1.rawValue) }
                remaining -= tokens.count
                return remaining > 0
            }
            // Of the part, each U+2581 is one byte.
            for _ in 0..<max(0, length - added) { end += MetaSpace.isMetaSpace(text, at: end) ? 3 : 1 }
            return true
        }
        while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}
