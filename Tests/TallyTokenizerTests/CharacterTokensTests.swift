import TallyTestSupport
import Testing

@testable import TallyTokenizer

/// Vocabularies that merge characters, against the definition of doing so.
@Suite struct CharacterTokensTests {
    /// Letters of one to four bytes; of the last ones no vocabulary below has a token, though some begin alike.
    private static let known = ["a", "b", "é", "я", "अ", "आ", "中", "丯", "𝔹", "𝔸"]
    private static let unknown = ["z", "ê", "ї", "इ", "丰", "𝔻", "𞤀"]

    /// Byte pair encoding over characters as its definition says: over and over, the leftmost pair preferred most.
    private struct Reference {
        let tokens: CharacterTokens

        func encode(_ text: String) -> [UInt32] {
            var parts = text.unicodeScalars.map { Array(String($0).utf8) }
            func rank(_ index: Int) -> Int? {
                self.tokens.merges.firstIndex { self.tokens.texts[Int($0.rawValue)] == parts[index] + parts[index + 1] }
            }
            while parts.count > 1 {
                let ranks = (0..<parts.count - 1).map(rank)
                guard let lowest = ranks.compactMap({ $0 }).min(), let place = ranks.firstIndex(of: lowest) else {
                    break
                }
                parts[place] += parts.remove(at: place + 1)
            }
            return parts.flatMap { part -> [UInt32] in
                if let id = self.tokens.texts.firstIndex(of: part) { return [UInt32(id)] }
                return part.map { self.tokens.bytes[Int($0)].rawValue }
            }
        }
    }

    /// Random merges of known letters; ids in another order than preference, and some unused.
    private static func random(_ generator: inout SeededGenerator) -> CharacterTokens {
        var merged = Set<String>()
        for _ in 0..<Int.random(in: 1...60, using: &generator) {
            let length = Int.random(in: 2...5, using: &generator)
            let letters = Self.known.prefix(Int.random(in: 2...Self.known.count, using: &generator))
            merged.insert((0..<length).map { _ in letters.randomElement(using: &generator) ?? "a" }.joined())
        }
        let texts = (Self.known + merged.sorted()).shuffled(using: &generator)
        var tokens = CharacterTokens(texts: [[], []], bytes: [], merges: [])
        for byte in 0..<256 { tokens.bytes.append(TokenID(rawValue: UInt32(2 + byte))) }
        tokens.texts += [[UInt8]](repeating: [], count: 256)
        for text in texts {
            if text.unicodeScalars.count > 1 { tokens.merges.append(TokenID(rawValue: UInt32(tokens.texts.count))) }
            tokens.texts.append(Array(text.utf8))
        }
        tokens.merges.shuffle(using: &generator)
        return tokens
    }

    @Test func answersEqualTheDefinition() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let tokens = Self.random(&generator)
            let vocabulary = try Vocabulary(characterTokens: tokens)
            let reference = Reference(tokens: tokens)
            for kernels in Kernels.supported {
                let encoding = try TokenEncoding(
                    name: "tiny",
                    vocabulary: vocabulary,
                    pretokenizer: .gemma,
                    specialTokens: [:],
                    kernels: kernels
                )
                let tokenizer = Tokenizer(encoding)
                for _ in 0..<40 {
                    let letters = Self.known + (Bool.random(using: &generator) ? Self.unknown : [])
                    let length = [1, 4, 12, 40, 120].randomElement(using: &generator) ?? 1
                    let text = (0..<length).map { _ in letters.randomElement(using: &generator) ?? "a" }.joined()
                    let expected = reference.encode(text)
                    let ids = tokenizer.encode(text)
                    #expect(ids.map(\.rawValue) == expected, "seed \(seed), \(kernels), \(text)")
                    #expect(tokenizer.count(text) == expected.count, "seed \(seed), \(kernels), \(text)")
                    #expect(try tokenizer.decode(ids) == text)
                    var stream = tokenizer.stream()
                    for character in text.unicodeScalars { stream.append(String(character)) }
                    #expect(stream.count == expected.count, "seed \(seed), \(kernels), \(text)")
                }
            }
        }
    }

    /// Longer than what is merged at once: unknown characters in giant pieces are spelled, too.
    @Test func giantPiecesAreSpelled() throws {
        var generator = SeededGenerator(seed: 5)
        let tokens = Self.random(&generator)
        let tokenizer = Tokenizer(
            try TokenEncoding(name: "tiny", vocabulary: Vocabulary(characterTokens: tokens), pretokenizer: .gemma)
        )
        let reference = Reference(tokens: tokens)
        for part in ["丰", "中丰", "abइ𝔻", "é丰я"] {
            let text = String(repeating: part, count: 400)
            let expected = reference.encode(text)
            #expect(tokenizer.encode(text).map(\.rawValue) == expected)
            #expect(tokenizer.count(text) == expected.count)
            let long = String(repeating: part, count: 20_000)
            #expect(tokenizer.count(long) == tokenizer.encode(long).count)
        }
    }

    @Test func packingAndReadingAgree() throws {
        var generator = SeededGenerator(seed: 6)
        let vocabulary = try Vocabulary(characterTokens: Self.random(&generator))
        let again = try Vocabulary(packed: vocabulary.packed)
        #expect(again.packed == vocabulary.packed)
        #expect(again.idCount == vocabulary.idCount)
        for id in 0..<UInt32(vocabulary.idCount) {
            #expect(again.bytes(of: TokenID(rawValue: id)) == vocabulary.bytes(of: TokenID(rawValue: id)))
        }
    }

    /// Whatever byte of the order is wrong: an error or a vocabulary, but never a crash.
    @Test func aDamagedOrderIsAnErrorOrUsable() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let packed = try Vocabulary(characterTokens: Self.random(&generator)).packed
        let orderSize = try unsafe packed.withUnsafeBytes { try unsafe TokenOrder.read($0).size }
        for _ in 0..<300 {
            var damaged = packed
            damaged[Int.random(in: 0..<orderSize, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            guard let vocabulary = try? Vocabulary(packed: damaged) else { continue }
            let tokenizer = Tokenizer(try TokenEncoding(name: "damaged", vocabulary: vocabulary, pretokenizer: .gemma))
            let ids = tokenizer.encode("ab 中丰 zé")
            _ = try? tokenizer.decode(ids)
        }
        for size in [0, 1, 63, 64, 65, orderSize - 1, orderSize] {
            #expect(throws: TokenizerError.self) { try Vocabulary(packed: Array(packed.prefix(size))) }
        }
    }

    @Test func badDescriptionsAreErrors() throws {
        var generator = SeededGenerator(seed: 7)
        let good = Self.random(&generator)
        var missing = good
        missing.bytes.removeLast()
        #expect(throws: TokenizerError.self) { try Vocabulary(characterTokens: missing) }
        var outside = good
        outside.merges.append(TokenID(rawValue: 1 << 20))
        #expect(throws: TokenizerError.self) { try Vocabulary(characterTokens: outside) }
        var twice = good
        twice.merges.append(good.merges[0])
        #expect(throws: TokenizerError.self) { try Vocabulary(characterTokens: twice) }
        var taken = good
        taken.bytes[0] = good.merges[0]
        #expect(throws: TokenizerError.self) { try Vocabulary(characterTokens: taken) }
    }
}
