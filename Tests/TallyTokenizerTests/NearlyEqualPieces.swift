import TallyTestSupport

@testable import TallyTokenizer

/// Pieces that a table is most likely to take for each other.
enum NearlyEqualPieces {
    /// What filled and empty slots are made of.
    private static let bytes: [UInt8] = [0, 1, 0x10, 0x55, 0x7F, 0x80, 0xFF]

    /// Runs of one byte of every length, then random pieces, each with what comes of changing it in one place.
    static func make(_ lengths: ClosedRange<Int>, count: Int, _ generator: inout SeededGenerator) -> Set<[UInt8]> {
        var pieces = Set<[UInt8]>()
        for length in lengths {
            for byte in Self.bytes { pieces.insert([UInt8](repeating: byte, count: length)) }
        }
        while pieces.count < count {
            let length = Int.random(in: lengths, using: &generator)
            let isPlain = Bool.random(using: &generator)
            let piece = (0..<length).map { _ in
                let plain = Self.bytes.randomElement(using: &generator) ?? 0
                return isPlain ? plain : UInt8.random(in: 0...255, using: &generator)
            }
            pieces.insert(piece)
            pieces.formUnion((0..<6).map { _ in Self.changed(piece, &generator) }.filter { lengths ~= $0.count })
        }
        return pieces
    }

    /// The piece with one byte changed, added or cut off.
    static func changed(_ piece: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var changed = piece
        let place = Int.random(in: 0..<piece.count, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: changed.removeFirst()
        case 1: changed.removeLast()
        case 2: changed.append(Self.bytes.randomElement(using: &generator) ?? 0)
        case 3: changed.insert(Self.bytes.randomElement(using: &generator) ?? 0, at: 0)
        case 4: changed.remove(at: place)
        case 5: changed.swapAt(place, 0)
        default: changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
        return changed
    }
}

extension MediumKey {
    /// The key of a piece of up to 15 bytes.
    init(_ piece: [UInt8]) {
        self = piece.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("no piece is empty") }
            if piece.count <= ShortKey.maxLength {
                return MediumKey(short: ShortKey.make(buffer.span, 0, piece.count))
            }
            return MediumKey(start, piece.count)
        }
    }

    /// What memory that nothing has been written to holds.
    static var empty: MediumKey { MediumKey(short: 0) }
}

extension LongKey {
    /// The key of a piece of 16 to 30 bytes.
    init(_ piece: [UInt8]) {
        self = piece.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("no piece is empty") }
            return LongKey(start, piece.count)
        }
    }

    /// What memory that nothing has been written to holds.
    static var empty: LongKey {
        var key = LongKey([UInt8](repeating: 0, count: 16))
        key.third = 0
        return key
    }
}
