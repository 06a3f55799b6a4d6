import CTallyKernels
import Foundation
import TallyTestSupport
import Testing

@testable import TallyTokenizer

/// All kernels do what the scalar ones do, and those what the character classes say.
@Suite struct KernelTests {
    private static let scalar = Kernels.supported[Kernels.supported.count - 1]

    @Test func theEnvironmentNamesTheKernels() {
        let names = Kernels.supported.map(\.name)
        #expect(names.last == "scalar")
        #expect(Set(names).count == names.count)
        let request = ProcessInfo.processInfo.environment["TALLY_KERNELS"] ?? ""
        #expect(Kernels.best.name == (names.contains(request) ? request : names[0]))
        #expect(Kernels.unsupportedRequest == (names.contains(request) || request.isEmpty ? nil : request))
    }

    // MARK: Classifying

    @Test(arguments: Kernels.supported) func everyScalarIsClassified(with kernels: Kernels) {
        let masks = Masks.classified(KernelText.everyScalar, by: kernels)
        let different = zip(masks, Self.everyScalarsMasks).enumerated().first { $0.element.0 != $0.element.1 }
        #expect(different == nil, "\(kernels) has \(String(describing: different))")
        #expect(masks.count == Self.everyScalarsMasks.count)
    }

    private static let everyScalarsMasks = Masks.classified(KernelText.everyScalar, by: Self.scalar)

    /// The same of the scalar kernels, by what Swift knows about each character.
    @Test(arguments: Kernels.supported) func masksFollowTheCharacterClasses(with kernels: Kernels) {
        let ascii = (0..<128).map(UInt8.init)
        for shift in 0..<64 {
            let text = Array(ascii[shift...] + ascii[..<shift])
            #expect(Masks.classified(text, by: kernels) == Masks.expected(text))
        }
        var source = AdversarialText(seed: TestEnvironment.seed)
        for _ in 0..<300 {
            let text = KernelText.blocks(of: source.next())
            #expect(Masks.classified(text, by: kernels) == Masks.expected(text), "seed \(TestEnvironment.seed)")
        }
    }

    /// Also across the border of two blocks and across the end, where the contract lets the rest of a character be read,
    /// and no more than that.
    @Test(arguments: Kernels.supported) func everyWidthIsClassifiedAtEveryOffset(with kernels: Kernels) {
        let memory = GuardedMemory(capacity: 256)
        let characters = Array(
            "éЯяΩ²\u{A0}\u{301}\u{5D0}中한\u{9FFF}\u{D7A3}あ\u{E49}\u{3000}\u{2163}ᾈ😀𐐀𐐨𝟘\u{11003}\u{20000}".unicodeScalars
        )
        for character in characters {
            let encoded = Array(String(character).utf8)
            for offset in 0..<128 {
                var text = Array(repeating: UInt8(ascii: "a"), count: offset) + encoded
                text += repeatElement(UInt8(ascii: "Z"), count: max(0, 128 - text.count))
                let placed = memory.place(text)
                let masks = Masks.classified(placed, count: 2, by: kernels)
                #expect(masks == Masks.classified(placed, count: 2, by: Self.scalar), "\(character) at \(offset)")
            }
        }
    }

    @Test(arguments: Kernels.supported) func randomTextIsClassified(with kernels: Kernels) {
        var source = KernelText(seed: TestEnvironment.seed)
        let memory = GuardedMemory(capacity: 4200)
        for round in 0..<600 {
            let count = [1, 2, 3, 64][round % 4]
            let placed = memory.place(source.next(blocks: count))
            let masks = Masks.classified(placed, count: count, by: kernels)
            #expect(masks == Masks.classified(placed, count: count, by: Self.scalar), "seed \(source.seed)")
        }
        #expect(Masks.classified(memory.place([]), count: 0, by: kernels).isEmpty)
    }

    // MARK: Emitting

    @Test(arguments: Kernels.supported) func randomPiecesAreEmitted(with kernels: Kernels) throws {
        var source = KernelText(seed: TestEnvironment.seed)
        let memory = GuardedMemory(capacity: 4200)
        for round in 0..<600 {
            let count = [1, 2, 3, 63][round % 4]
            // The contract gives one block more, and nothing behind it.
            let text = source.next(blocks: count + 1).prefix((count + 1) * 64)
            let placed = memory.place(text)
            var blocks = Array(repeating: tally_block(), count: count)
            Self.scalar.classify(try #require(placed.baseAddress), count: count, into: &blocks)
            let pieces = blocks.map { source.nextPieces(starts: $0.starts) }
            let base = UInt32(truncatingIfNeeded: round &* 0x1357_9BDF) >> 1
            let emitted = Emitted(text: placed, pieces: pieces, blocks: blocks, base: base, by: kernels)
            let expected = Emitted(text: placed, pieces: pieces, blocks: blocks, base: base)
            #expect(emitted == expected, "seed \(source.seed), round \(round)")
        }
        let nothing = Emitted(
            text: memory.place(repeatElement(0, count: 64)),
            pieces: [],
            blocks: [],
            base: 0,
            by: kernels
        )
        #expect(nothing.positions.isEmpty)
    }

    // MARK: Validating

    private static let fragments: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC3, 0x41], [0xC3, 0xC3, 0xA9], [0xE0, 0x80, 0x80],
        [0xE0, 0x9F, 0xBF], [0xE1, 0x80], [0xE4, 0xBD, 0x41], [0xE4, 0xBD, 0xE4], [0xED, 0xA0, 0x80],
        [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0xC3, 0xA9, 0x80],
        [0xE4, 0xBD, 0xA0, 0x80],
        [0xF0, 0x9F, 0x98, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ]

    /// Between characters of one to four bytes, and at the end, where memory ends, too.
    @Test(arguments: Kernels.supported) func theFirstIllFormedSequenceIsFound(with kernels: Kernels) {
        let memory = GuardedMemory(capacity: 512)
        for fragment in Self.fragments {
            for (before, after) in [("a", "b"), ("é", "é"), ("中", ""), ("a", "中"), ("😀", "😀")] {
                for offset in 0...130 {
                    // ASCII makes up what whole characters leave.
                    let width = before.utf8.count
                    var text = Array(repeating: UInt8(ascii: "x"), count: offset % width)
                    text += Array(String(repeating: before, count: offset / width).utf8) + fragment
                    text += Array(String(repeating: after, count: offset % 3 * 30).utf8)
                    let placed = memory.place(text)
                    let found = kernels.offsetOfInvalidUTF8(in: placed.span)
                    // A fragment may begin with a whole character.
                    guard let found, (offset..<offset + fragment.count).contains(found),
                        found == Self.scalar.offsetOfInvalidUTF8(in: placed.span),
                        String(validating: text.prefix(found), as: UTF8.self) != nil
                    else {
                        let place = "\(fragment) at \(offset) between \(before) and \(after)"
                        Issue.record("\(place): found at \(String(describing: found))")
                        return
                    }
                }
            }
        }
    }

    @Test(arguments: Kernels.supported) func randomBytesAreValidated(with kernels: Kernels) {
        var source = KernelText(seed: TestEnvironment.seed)
        let memory = GuardedMemory(capacity: 4200)
        for round in 0..<2000 {
            let count = [0, 1, 63, 64, 65, 127, 128, 129, 4096][round % 9]
            var text = Array(source.next(blocks: count / 64 + 1).prefix(count))
            if count > 0, round % 2 == 0 {
                text[source.nextIndex(below: count)] = UInt8(truncatingIfNeeded: source.nextIndex(below: 256))
            }
            let found = kernels.offsetOfInvalidUTF8(in: memory.place(text).span)
            #expect((found == nil) == (String(validating: text, as: UTF8.self) != nil), "seed \(source.seed)")
            let expected = Self.scalar.offsetOfInvalidUTF8(in: memory.place(text).span)
            #expect(found == expected, "seed \(source.seed), \(text)")
        }
    }
}
