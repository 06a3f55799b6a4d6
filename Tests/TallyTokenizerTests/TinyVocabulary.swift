import TallyTestSupport
import TallyTokenizer

/// Vocabularies small enough to follow by hand, or random enough to have what real ones lack.
enum TinyVocabulary {
    /// The 256 bytes, then `tokens` in the order of their ranks.
    static func make(_ tokens: [[UInt8]]) throws -> Vocabulary {
        try Vocabulary(tokens: (UInt8.min...UInt8.max).map { [$0] } + tokens)
    }

    static func make(_ tokens: [String]) throws -> Vocabulary {
        try Self.make(tokens.map { Array($0.utf8) })
    }

    /// Random tokens over the first letters: short, long, overlapping, and some that merging never reaches.
    static func random(_ generator: inout SeededGenerator, letters: Int) throws -> Vocabulary {
        var tokens = Set<[UInt8]>()
        for _ in 0..<Int.random(in: 1...60, using: &generator) {
            let length = Int.random(in: 2...7, using: &generator)
            tokens.insert((0..<length).map { _ in Self.letter(&generator, letters) })
        }
        return try Self.make(tokens.sorted { $0.lexicographicallyPrecedes($1) }.shuffled(using: &generator))
    }

    static func letter(_ generator: inout SeededGenerator, _ letters: Int) -> UInt8 {
        UInt8(ascii: "a") + UInt8.random(in: 0..<UInt8(letters), using: &generator)
    }
}

/// Byte pair encoding as its definition says: over and over, the leftmost pair of the lowest rank.
enum PlainMerge {
    static func merge(_ text: [UInt8], _ vocabulary: Vocabulary) -> [UInt32] {
        var parts = text.map { [$0] }
        while parts.count > 1 {
            let ranks = (1..<parts.count).map { vocabulary.token(of: parts[$0 - 1] + parts[$0]) }
            guard let lowest = ranks.compactMap({ $0 }).min(), let place = ranks.firstIndex(of: lowest) else { break }
            parts[place] += parts.remove(at: place + 1)
        }
        return parts.compactMap { vocabulary.token(of: $0)?.rawValue }
    }
}
