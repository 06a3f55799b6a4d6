extension Tokenizer {
    /// Returns the number of tokens in `text`; the names of special tokens are ordinary text.
    ///
    /// - Complexity: O(*n*) time; memory for the longest piece only.
    public func count(_ text: String) -> Int {
        withUTF8(text) { self.count(valid: $0) }
    }

    /// Returns the number of tokens in `text`, a part of a string that is read in place.
    ///
    /// - Complexity: O(*n*).
    public func count(_ text: Substring) -> Int {
        withUTF8(text) { self.count(valid: $0) }
    }

    /// Returns the number of tokens in `utf8`.
    ///
    /// What is not valid UTF-8 counts as the U+FFFD that replaces it, and costs a copy of the text.
    ///
    /// - Complexity: O(*n*).
    public func count(_ utf8: Span<UInt8>) -> Int {
        withValidUTF8(utf8) { self.count(valid: $0) }
    }

    /// Returns the number of tokens in `utf8`, which is borrowed for the call.
    ///
    /// - Complexity: O(*n*).
    public func count(_ utf8: UnsafeBufferPointer<UInt8>) -> Int {
        unsafe self.count(utf8.span)
    }

    /// Returns the number of tokens in `text` if it is at most `limit`, else nil without reading further.
    ///
    /// Answers whether a text fits into a context window at the cost of the window, not of the text.
    ///
    /// - Complexity: O(min(*n*, *limit*)) as long as no single piece is longer than that.
    public func count(_ text: String, upTo limit: Int) -> Int? {
        withUTF8(text) { self.count(valid: $0, upTo: limit) }
    }

    /// Returns the number of tokens in `text`, a part of a string, if it is at most `limit`, else nil.
    ///
    /// - Complexity: O(min(*n*, *limit*)) as long as no single piece is longer than that.
    public func count(_ text: Substring, upTo limit: Int) -> Int? {
        withUTF8(text) { self.count(valid: $0, upTo: limit) }
    }

    /// Returns the number of tokens in `utf8` if it is at most `limit`, else nil.
    ///
    /// - Complexity: O(*n*), of which only the check for valid UTF-8 looks past the limit.
    public func count(_ utf8: Span<UInt8>, upTo limit: Int) -> Int? {
        withValidUTF8(utf8) { self.count(valid: $0, upTo: limit) }
    }

    private func count(valid text: Span<UInt8>, upTo limit: Int, startsText: Bool = true) -> Int? {
        self.encoding.normalizer.normalizing(text) { text in
            guard let preparation = self.encoding.preparation else { return self.count(prepared: text, upTo: limit) }
            return self.count(valid: text, upTo: limit, preparedBy: preparation, startsText: startsText)
        }
    }

    /// The number of tokens of `text`, to which nothing is left to be done before it is split, unless it is more.
    func count(prepared text: Span<UInt8>, upTo limit: Int = .max) -> Int? {
        let encoding = self.encoding
        return encoding.counting.withWorkspace { split, workspace, answers in
            answers.total = 0
            encoding.pretokenizer.forEachBatch(in: text, workspace.kernels, split) { batch in
                BatchLookup.run(batch, of: text, encoding.vocabulary, &workspace, &answers)
                return answers.total <= limit
            } orPiece: { piece in
                answers.total &+= MergeLoop.count(text, piece, encoding.vocabulary, &workspace.merging)
                return answers.total <= limit
            }
            return answers.total <= limit ? answers.total : nil
        }
    }

    /// - Parameter startsText: Whether nothing is before `text`, which is a part of a text otherwise.
    func count(valid text: Span<UInt8>, startsText: Bool = true) -> Int {
        // No text has more tokens than bytes, so the limit is never reached.
        self.count(valid: text, upTo: .max, startsText: startsText) ?? .max
    }
}
