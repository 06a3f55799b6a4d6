/// How the ids of tokens and the ranks by which they are merged belong together, where they differ.
///
/// Vocabularies made by SentencePiece merge characters, prefer tokens in an order that is not that of their ids, and have
/// a token for each byte of what they have no character for. ``Vocabulary/init(characterTokens:)`` says how their tables
/// are made; here is what has to be known of them in addition:
///
/// - ids and ranks, which are equal but for an offset over long runs: a few hundred runs tell of all tokens;
/// - the tokens that no text leads to, which can be decoded all the same;
/// - which ranks are beginnings of characters (``fallback``): what merging leaves of a character that is no token.
final class TokenOrder: Sendable {
    /// Tokens whose ids and ranks ascend together.
    struct Run: Equatable {
        var rank: UInt32
        var id: UInt32
        var count: UInt32
    }

    /// A token that no text leads to.
    struct Extra: Equatable {
        var id: UInt32
        var bytes: [UInt8]
    }

    /// The largest id plus one.
    let idCount: Int
    /// The ranks of the beginnings of characters.
    let fallback: Range<UInt32>
    /// In the order of ranks; the beginnings of characters are in none of them.
    let runs: [Run]
    /// In the order of ids.
    let extras: [Extra]
    private let tables = Locked<Tables?>(nil)

    /// What both directions look up, made when first asked for: counting needs neither.
    struct Tables: Sendable {
        /// The id of each rank; ``none`` for the beginnings of characters.
        let ids: [UInt32]
        /// The rank of each id; ``none`` for an id without one.
        let ranks: [UInt32]
    }

    static let none = UInt32.max

    init(idCount: Int, fallback: Range<UInt32>, runs: [Run], extras: [Extra]) {
        self.idCount = idCount
        self.fallback = fallback
        self.runs = runs
        self.extras = extras
    }

    /// Both directions, shared by all who ask.
    ///
    /// - Complexity: O(1); O(*n*) for *n* ids the first time.
    var bothWays: Tables {
        self.tables.withLock { tables in
            if let tables { return tables }
            let made = self.makeTables()
            tables = made
            return made
        }
    }

    private func makeTables() -> Tables {
        let rankCount = self.runs.reduce(Int(self.fallback.upperBound)) { max($0, Int($1.rank + $1.count)) }
        var ids = [UInt32](repeating: Self.none, count: rankCount)
        var ranks = [UInt32](repeating: Self.none, count: self.idCount)
        for run in self.runs {
            for offset in 0..<run.count {
                ids[Int(run.rank + offset)] = run.id + offset
                ranks[Int(run.id + offset)] = run.rank + offset
            }
        }
        return Tables(ids: ids, ranks: ranks)
    }

    /// Whether a token has this id.
    ///
    /// - Complexity: O(*k*) for *k* runs.
    func contains(_ id: UInt32) -> Bool {
        self.runs.contains { $0.id <= id && id - $0.id < $0.count } || self.extra(id) != nil
    }

    /// The bytes of a token that no text leads to.
    ///
    /// - Complexity: O(log *k*) for *k* of them.
    func extra(_ id: UInt32) -> [UInt8]? {
        var (low, high) = (0, self.extras.count)
        while low < high {
            let middle = (low + high) / 2
            if self.extras[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < self.extras.count && self.extras[low].id == id ? self.extras[low].bytes : nil
    }
}
