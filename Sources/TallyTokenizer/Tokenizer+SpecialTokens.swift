extension Tokenizer {
    /// Returns the number of tokens in `text`, in which the special tokens of `allowed` are recognised by their names.
    ///
    /// - Complexity: O(*n*).
    public func count(_ text: String, allowing allowed: SpecialTokens) -> Int {
        self.encode(text, allowing: allowed).count
    }

    /// Whether `text` contains the name of a special token of the encoding.
    ///
    /// Ask this of text from outside before it is encoded with special tokens allowed.
    ///
    /// - Complexity: O(*n*).
    public func containsSpecialToken(_ text: String) -> Bool {
        self.firstSpecialToken(in: text) != nil
    }

    /// Returns the name of the first special token that `text` contains, or nil.
    ///
    /// - Complexity: O(*n*).
    public func firstSpecialToken(in text: String) -> String? {
        withUTF8(text) { self.encoding.specials.firstMatch(in: $0, from: 0, allowing: .all)?.name }
    }
}
