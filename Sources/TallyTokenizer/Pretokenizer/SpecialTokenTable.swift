/// The special tokens of an encoding, and where a text contains them.
struct SpecialTokenTable: Sendable {
    private struct Entry {
        let name: String
        let bytes: [UInt8]
        let token: TokenID
        /// Whether it is no special token: only what no special token may be found in.
        let isAtom: Bool
    }

    /// In the order of their bytes, so that the names with a common start are neighbours.
    private let entries: [Entry]
    private let names: [TokenID: String]
    /// For each byte, whether a name starts with it: asked of every byte of a text.
    private let startsName: [Bool]
    let largestID: UInt32?

    /// - Parameter atoms: Tokens that are found together with the special ones, as the library of Hugging Face does: what
    ///   starts first counts, and of several the longest. They are left to whoever splits the text.
    init(_ tokens: [String: TokenID], atoms: [String: TokenID] = [:]) {
        func entries(_ tokens: [String: TokenID], areAtoms: Bool) -> [Entry] {
            tokens.map { Entry(name: $0.key, bytes: Array($0.key.utf8), token: $0.value, isAtom: areAtoms) }
        }
        self.entries = (entries(tokens, areAtoms: false) + entries(atoms, areAtoms: true))
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        self.names = Dictionary(
            self.entries.filter { !$0.isAtom }.map { ($0.token, $0.name) },
            uniquingKeysWith: { first, _ in first }
        )
        let firstBytes = Set(self.entries.compactMap(\.bytes.first))
        self.startsName = (UInt8.min...UInt8.max).map(firstBytes.contains)
        self.largestID = tokens.values.max()?.rawValue
    }

    var tokens: [String: TokenID] {
        Dictionary(uniqueKeysWithValues: self.entries.filter { !$0.isAtom }.map { ($0.name, $0.token) })
    }

    func name(of token: TokenID) -> String? {
        self.names[token]
    }

    /// The special token whose name has exactly these bytes.
    ///
    /// - Complexity: O(*n* log *k*) for *k* special tokens.
    func token(of bytes: [UInt8]) -> TokenID? {
        let index = self.partition(self.entries.indices) { $0.bytes.lexicographicallyPrecedes(bytes) }
        guard index < self.entries.endIndex, self.entries[index].bytes == bytes, !self.entries[index].isAtom
        else { return nil }
        return self.entries[index].token
    }

    /// A special token found in a text.
    struct Match {
        let name: String
        let token: TokenID
        let range: Range<Int>
        fileprivate let isAtom: Bool
    }

    /// Returns the first special token of `allowed` in `text` at or after `start`; of several that start together, the
    /// longest.
    ///
    /// - Complexity: O(*n* · *m* log *k*) for *k* special tokens of at most *m* bytes; O(*n*) where no candidate starts.
    func firstMatch(in text: Span<UInt8>, from start: Int, allowing allowed: SpecialTokens) -> Match? {
        guard !self.entries.isEmpty, !allowed.isEmpty else { return nil }
        var position = start
        while position < text.count {
            if self.startsName[Int(text[position])],
                let match = self.longestMatch(in: text, at: position, allowing: allowed)
            {
                guard match.isAtom else { return match }
                position = match.range.upperBound
            } else {
                position += 1
            }
        }
        return nil
    }

    /// Narrows the sorted names byte by byte to those that agree with the text so far.
    private func longestMatch(in text: Span<UInt8>, at position: Int, allowing allowed: SpecialTokens) -> Match? {
        var candidates = self.entries.indices
        var best: Match?
        var depth = 0
        while position + depth < text.count {
            let byte = text[position + depth]
            let lower = self.partition(candidates) { $0.bytes[depth] < byte }
            candidates = lower..<self.partition(lower..<candidates.upperBound) { $0.bytes[depth] <= byte }
            depth += 1
            guard let first = candidates.first else { break }
            // The shortest of the names with a common start is the first of them.
            if self.entries[first].bytes.count == depth {
                let entry = self.entries[first]
                if entry.isAtom || allowed.contains(entry.name) {
                    let range = position..<position + depth
                    best = Match(name: entry.name, token: entry.token, range: range, isAtom: entry.isAtom)
                }
                candidates = candidates.dropFirst()
                if candidates.isEmpty { break }
            }
        }
        return best
    }

    /// The first index of `range` whose entry does not satisfy `isBefore`.
    private func partition(_ range: Range<Int>, _ isBefore: (Entry) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self.entries[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
