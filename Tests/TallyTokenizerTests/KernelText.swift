import CTallyKernels
import TallyTestSupport

@testable import TallyTokenizer

/// Random text for the block kernels: mixtures of scripts, so that blocks have few and many kinds of characters.
struct KernelText {
    let seed: UInt64
    private var generator: SeededGenerator

    init(seed: UInt64) {
        self.seed = seed
        self.generator = SeededGenerator(seed: seed)
    }

    /// Scripts of all widths; the last is anything.
    private static let scripts: [ClosedRange<UInt32>] = [
        0x00...0x7F, 0x20...0x7E, 0x61...0x7A, 0x80...0x24F, 0x370...0x52F, 0x590...0x6FF, 0x900...0xE7F,
        0x1E00...0x206F,
        0x3000...0x30FF, 0x4D00...0x9FFF, 0xA900...0xD7AF, 0xFE00...0xFFFF, 0x10000...0x107FF, 0x1D400...0x1D7FF,
        0x1F300...0x1F9FF, 0x20000...0x200FF, 0xE0000...0x10FFFF, 0x00...0x10FFFF,
    ]

    /// Returns valid text of so many blocks; its last character may reach beyond the last of them.
    mutating func next(blocks: Int) -> [UInt8] {
        let chosen = [Self.randomScript(&self.generator), Self.randomScript(&self.generator)]
        let share = Int.random(in: 0...16, using: &self.generator)
        var text: [UInt8] = []
        while text.count < blocks * 64 {
            let script = chosen[Int.random(in: 0..<16, using: &self.generator) < share ? 0 : 1]
            let value = UInt32.random(in: script, using: &self.generator)
            text += Unicode.Scalar(value).flatMap(UTF8.encode).map(Array.init) ?? []
        }
        return text
    }

    private static func randomScript(_ generator: inout SeededGenerator) -> ClosedRange<UInt32> {
        Self.scripts.randomElement(using: &generator) ?? 0...0x7F
    }

    /// Returns at which characters of a block pieces start: at none, at some or at all.
    mutating func nextPieces(starts: UInt64) -> UInt64 {
        let characters = starts.nonzeroBitCount
        guard characters > 0, Int.random(in: 0..<8, using: &self.generator) > 0 else { return 0 }
        var pieces = UInt64.max
        for _ in 0..<Int.random(in: 0...5, using: &self.generator) {
            pieces &= self.generator.next()
        }
        return pieces & UInt64.max >> UInt64(64 - characters)
    }

    mutating func nextIndex(below limit: Int) -> Int {
        Int.random(in: 0..<limit, using: &self.generator)
    }

    /// The text of all scalars.
    static let everyScalar: [UInt8] = {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: (0...UInt32(0x10FFFF)).lazy.compactMap(Unicode.Scalar.init))
        return Self.blocks(of: String(view))
    }()

    /// The text, with ASCII added to make whole blocks.
    static func blocks(of text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes + repeatElement(UInt8(ascii: "."), count: -bytes.count & 63)
    }
}

/// The masks of one block, comparable.
struct Masks: Equatable, CustomStringConvertible {
    var starts: UInt64 = 0
    var upper: UInt64 = 0
    var lower: UInt64 = 0
    var number: UInt64 = 0
    var blank: UInt64 = 0
    var space: UInt64 = 0
    var newline: UInt64 = 0
    var slash: UInt64 = 0
    var apostrophe: UInt64 = 0
    var uncased: UInt64 = 0
    var mark: UInt64 = 0

    /// Short: a failure shows many of them.
    var description: String {
        let masks = [
            ("upper", self.upper), ("lower", self.lower), ("number", self.number), ("blank", self.blank),
            ("space", self.space), ("newline", self.newline), ("slash", self.slash), ("apostrophe", self.apostrophe),
            ("uncased", self.uncased), ("mark", self.mark),
        ]
        return masks.filter { $0.1 != 0 }.map { "\($0.0) \(String($0.1, radix: 16))" }.joined(separator: ", ")
    }

    private static let garbage: tally_block = {
        var block = tally_block()
        withUnsafeMutableBytes(of: &block) { $0.copyBytes(from: repeatElement(0xA5, count: $0.count)) }
        return block
    }()

    static func classified(_ text: UnsafeBufferPointer<UInt8>, count: Int, by kernels: Kernels) -> [Masks] {
        // What the kernels leave as it was would differ from the expectation.
        var blocks = Array(repeating: Self.garbage, count: count)
        guard let start = text.baseAddress else { return [] }
        blocks.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            kernels.classify(start, count: count, into: base)
        }
        return blocks.map {
            Masks(
                starts: $0.starts,
                upper: $0.upper,
                lower: $0.lower,
                number: $0.number,
                blank: $0.blank,
                space: $0.space,
                newline: $0.newline,
                slash: $0.slash,
                apostrophe: $0.apostrophe,
                uncased: $0.uncased,
                mark: $0.mark
            )
        }
    }

    static func classified(_ text: [UInt8], by kernels: Kernels) -> [Masks] {
        text.withUnsafeBufferPointer { Self.classified($0, count: text.count / 64, by: kernels) }
    }

    /// The masks by the classes of one character after the other; `text` must be whole blocks.
    static func expected(_ text: [UInt8]) -> [Masks] {
        var masks = Array(repeating: Masks(), count: text.count / 64)
        var (position, block, bit) = (0, 0, UInt64(1))
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if position / 64 != block {
                (block, bit) = (position / 64, 1)
            }
            masks[block].starts |= 1 << UInt64(position % 64)
            masks[block].add(scalar, bit: bit)
            position += UTF8.width(scalar)
            bit <<= 1
        }
        return masks
    }

    private mutating func add(_ scalar: Unicode.Scalar, bit: UInt64) {
        let kind =
            scalar.isASCII
            ? tally_ascii_character_class(UInt8(scalar.value)) : tally_character_class(scalar.value)
        switch CharacterClass(rawValue: kind) {
        case .upper: self.upper |= bit
        case .lower: self.lower |= bit
        case .number: self.number |= bit
        case .uncased: self.uncased |= bit
        case .mark: self.mark |= bit
        case .space where scalar == " ": self.blank |= bit
        case .space: self.space |= bit
        case .newline: self.newline |= bit
        case _ where scalar == "/": self.slash |= bit
        case _ where scalar == "'": self.apostrophe |= bit
        default: break
        }
    }
}

/// What `emit` writes, without what it leaves unspecified.
struct Emitted: Equatable {
    var positions: [UInt32] = []
    var keys: [UInt64] = []

    /// What `kernels` write.
    init(
        text: UnsafeBufferPointer<UInt8>,
        pieces: [UInt64],
        blocks: [tally_block],
        base: UInt32,
        by kernels: Kernels
    ) {
        let capacity = pieces.count * 64 + TALLY_EMIT_SLACK
        // Behind the slack nothing may change.
        let canary = UInt64(0x0DD0_BA11_0DD0_BA11)
        self.positions = Array(repeating: UInt32(truncatingIfNeeded: canary), count: capacity + 1)
        self.keys = Array(repeating: canary, count: capacity + 1)
        guard let start = text.baseAddress else { return }
        let count = kernels.emit(
            start,
            pieces: pieces,
            blocks: blocks,
            count: pieces.count,
            base: base,
            positions: &self.positions,
            keys: &self.keys
        )
        let behind = count + TALLY_EMIT_SLACK
        guard Set(self.positions.dropFirst(behind)) == [UInt32(truncatingIfNeeded: canary)],
            Set(self.keys.dropFirst(behind)) == [canary]
        else {
            self.positions = []
            return
        }
        self.positions.removeSubrange(count...)
        self.keys.removeSubrange(max(0, count - 1)...)
    }

    /// What the contract says, one piece after the other.
    init(text: UnsafeBufferPointer<UInt8>, pieces: [UInt64], blocks: [tally_block], base: UInt32) {
        var offsets: [Int] = []
        for (index, piece) in pieces.enumerated() {
            let starts = (0..<64).filter { blocks[index].starts >> UInt64($0) & 1 == 1 }
            offsets += starts.enumerated().filter { piece >> UInt64($0.offset) & 1 == 1 }.map {
                index * 64 + $0.element
            }
        }
        self.positions = offsets.map { base + UInt32($0) }
        for (start, end) in zip(offsets, offsets.dropFirst()) {
            let length = UInt64(end - start)
            var key = UInt64(TALLY_NO_SHORT_KEY)
            if length <= 7 {
                // The first byte lowest, the last one at the top.
                let word = text[start..<end].reversed().reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) }
                key = word << (64 - 8 * length) | length << 5
            }
            self.keys.append(key)
        }
    }
}
