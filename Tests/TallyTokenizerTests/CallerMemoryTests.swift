import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

/// Answers in the caller's memory; guard pages follow what may be written.
@Suite struct CallerMemoryTests {
    private let tokenizer = Tokenizer(.o200kBase)

    /// Encodes behind `before` into memory with room for `room` more, and returns all that is there then.
    private func encode(_ text: [UInt8], behind before: [TokenID] = [], room: Int) throws -> [TokenID] {
        let capacity = before.count + room
        let memory = GuardedMemory(capacity: capacity * 4)
        let tail = memory.bytes.suffix(capacity * 4)
        let words = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory.bytes)[tail.indices])
        let buffer = words.bindMemory(to: TokenID.self)
        _ = buffer.update(fromContentsOf: before)
        var output = OutputSpan(buffer: buffer, initializedCount: before.count)
        var failure: TokenizerError?
        text.withBytes { bytes in
            do throws(TokenizerError) { try self.tokenizer.encode(bytes, into: &output) } catch { failure = error }
        }
        let count = output.finalize(for: buffer)
        if let failure {
            #expect(buffer.prefix(count).elementsEqual(before))
            throw failure
        }
        return Array(buffer.prefix(count))
    }

    @Test func encodesTheSameTokensIntoExactlyEnoughRoom() throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var source = AdversarialText(seed: TestEnvironment.seed)
        for _ in 0..<500 {
            let text = source.nextBytes()
            let expected = text.withBytes { self.tokenizer.encode($0) }
            #expect(try self.encode(text, room: expected.count) == expected)
            #expect(try self.encode(text, behind: [1, 2, 3], room: expected.count + 5) == [1, 2, 3] + expected)
            #expect { try self.encode(text, behind: [4, 5], room: expected.count - 1) } throws: { error in
                let error = error as? TokenizerError
                return error?.code == .insufficientRoom && error?.message.contains(" \(expected.count) tokens") == true
            }
        }
        #expect(try self.encode([], room: 0) == [])
        #expect(try self.encode([], behind: [7], room: 0) == [7])
    }

    /// A piece that is longer than a batch comes in a batch of its own.
    @Test func encodesGiantPiecesAndManyBatches() throws {
        let text = Array(("word " + String(repeating: "a", count: 100_000) + " 🫠 and").utf8)
        let many = Array(repeating: text, count: 3).flatMap { $0 }
        let expected = many.withBytes { self.tokenizer.encode($0) }
        #expect(try self.encode(many, room: expected.count) == expected)
        #expect(throws: TokenizerError.self) { try self.encode(many, room: expected.count - 1) }
    }

    private func decode(_ tokens: [TokenID], behind before: [UInt8] = [], room: Int) throws -> [UInt8] {
        let memory = GuardedMemory(capacity: before.count + room)
        let buffer = UnsafeMutableBufferPointer(rebasing: memory.bytes.suffix(before.count + room))
        _ = buffer.update(fromContentsOf: before)
        var output = OutputSpan(buffer: buffer, initializedCount: before.count)
        var failure: TokenizerError?
        tokens.withUnsafeBufferPointer { tokens in
            do throws(TokenizerError) {
                try self.tokenizer.decode(tokens.span, into: &output)
            } catch {
                failure = error
            }
        }
        let count = output.finalize(for: buffer)
        if let failure {
            #expect(buffer.prefix(count).elementsEqual(before))
            throw failure
        }
        return Array(buffer.prefix(count))
    }

    @Test func decodesIntoExactlyEnoughRoom() throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        for round in 0..<500 {
            let count = Int.random(in: 0...40, using: &generator)
            // Tokens of all lengths, the special ones among them.
            let ids = (0..<count).map { _ in UInt32.random(in: 0..<200_019, using: &generator) }
            let tokens = ids.map(TokenID.init(rawValue:)).filter { self.tokenizer.bytes(of: $0) != nil }
            let expected = tokens.flatMap { self.tokenizer.bytes(of: $0) ?? [] }
            let before = [UInt8](repeating: 0x21, count: round % 3)
            #expect(try self.decode(tokens, behind: before, room: expected.count) == before + expected)
            #expect(try self.tokenizer.decodeBytes(tokens) == expected)
            #expect(try self.tokenizer.decode(tokens) == String(decoding: expected, as: UTF8.self))
            guard !expected.isEmpty else { continue }
            #expect { try self.decode(tokens, behind: before, room: expected.count - 1) } throws: { error in
                let error = error as? TokenizerError
                return error?.code == .insufficientRoom && error?.message.contains(" \(expected.count) bytes") == true
            }
        }
        #expect { try self.decode([64, 199_998], behind: [1], room: 100) } throws: { error in
            (error as? TokenizerError)?.code == .unknownToken
        }
    }

    /// Every token by itself and between two others; the last of the vocabulary is followed by other tables.
    @Test(arguments: [TokenEncoding.o200kBase, .cl100kBase])
    func decodesEveryToken(encoding: TokenEncoding) throws {
        let tokenizer = Tokenizer(encoding)
        let all = (0...encoding.largestTokenID.rawValue).map(TokenID.init(rawValue:))
        let tokens = all.filter { tokenizer.bytes(of: $0) != nil }
        #expect(tokens.count > 100_000)
        #expect(try tokenizer.decodeBytes(tokens) == tokens.flatMap { tokenizer.bytes(of: $0) ?? [] })
        #expect(try tokens.allSatisfy { try tokenizer.decodeBytes([$0]) == tokenizer.bytes(of: $0) })
    }
}
