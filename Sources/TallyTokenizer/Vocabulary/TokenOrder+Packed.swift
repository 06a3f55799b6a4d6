/// The packed form, which stands before the packed tables that it belongs to.
///
/// All numbers are little-endian. A header of eight words (magic, version, ids, beginnings of characters, runs, extras,
/// bytes of extras, zero) is followed by three UInt32 for each run (rank, id, count), two for each extra (id, number of
/// bytes) and the bytes of the extras, with zeros up to a multiple of 64 bytes.
extension TokenOrder {
    /// "TALLYORD", read as a little-endian word.
    static let magic: UInt64 = 0x4452_4F59_4C4C_4154
    private static let version: UInt64 = 1
    private static let headerSize = 64
    /// The rank of the first beginning of a character: the bytes are before it.
    static let firstFallback: UInt32 = 256

    /// Whether `packed` starts with an order.
    static func isPrefix(of packed: UnsafeRawBufferPointer) -> Bool {
        unsafe packed.count >= Self.headerSize
            && UInt64(littleEndian: packed.loadUnaligned(as: UInt64.self)) == Self.magic
    }

    /// The packed form.
    ///
    /// - Complexity: O(*n*) in its number of bytes.
    var packed: [UInt8] {
        let extraBytes = self.extras.reduce(0) { $0 + $1.bytes.count }
        let words: [UInt64] = [
            Self.magic, Self.version, UInt64(self.idCount), UInt64(self.fallback.count), UInt64(self.runs.count),
            UInt64(self.extras.count), UInt64(extraBytes), 0,
        ]
        var bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        let numbers =
            self.runs.flatMap { [$0.rank, $0.id, $0.count] }
            + self.extras.flatMap { [$0.id, UInt32($0.bytes.count)] }
        bytes += numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        for extra in self.extras { bytes += extra.bytes }
        return bytes + [UInt8](repeating: 0, count: -bytes.count & 63)
    }

    /// Reads the order that `packed` starts with, and returns it with the number of its bytes.
    ///
    /// - Throws: ``TokenizerError/Code/malformedVocabulary`` if it is cut off or contradicts itself.
    static func read(_ packed: UnsafeRawBufferPointer) throws(TokenizerError) -> (order: TokenOrder, size: Int) {
        func require(_ condition: Bool, _ what: String) throws(TokenizerError) {
            guard condition else {
                throw TokenizerError(.malformedVocabulary, "the packed vocabulary is damaged: \(what); pack it again")
            }
        }
        func word(_ index: Int) -> UInt64 {
            unsafe UInt64(littleEndian: packed.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        try require(packed.count >= Self.headerSize, "its order of tokens is cut off")
        guard word(1) == Self.version else {
            throw TokenizerError(
                .malformedVocabulary,
                "packed order of tokens of version \(word(1)), but this build reads version \(Self.version): pack it again"
            )
        }
        // Bounds first, so that the arithmetic below can't overflow.
        let limit = UInt64(PackedLayout.idLimit)
        let isBounded = (2...5).allSatisfy { word($0) <= limit } && word(6) <= PackedLayout.byteLimit
        try require(isBounded, "a count is too large")
        let (idCount, runCount, extraCount) = (Int(word(2)), Int(word(4)), Int(word(5)))
        let numbersEnd = Self.headerSize + 12 * runCount + 8 * extraCount
        let end = numbersEnd + Int(word(6))
        let size = (end + 63) & ~63
        try require(size <= packed.count, "its order of tokens is cut off")
        func number(_ index: Int) -> UInt32 {
            let offset = Self.headerSize + 4 * index
            return unsafe UInt32(littleEndian: packed.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        var runs: [Run] = []
        runs.reserveCapacity(runCount)
        for index in 0..<runCount {
            let run = Run(rank: number(3 * index), id: number(3 * index + 1), count: number(3 * index + 2))
            try require(
                UInt64(run.rank) + UInt64(run.count) <= limit && Int(run.id) + Int(run.count) <= idCount,
                "run \(index) names no token"
            )
            let previous = runs.last.map { $0.rank + $0.count } ?? 0
            try require(run.count > 0 && run.rank >= previous, "run \(index) overlaps the one before")
            runs.append(run)
        }
        var extras: [Extra] = []
        var position = numbersEnd
        for index in 0..<extraCount {
            let (id, count) = (number(3 * runCount + 2 * index), Int(number(3 * runCount + 2 * index + 1)))
            try require(Int(id) < idCount && count > 0 && count <= end - position, "extra token \(index) has no bytes")
            try require(extras.last.map { $0.id < id } ?? true, "extra token \(index) is out of order")
            let bytes = unsafe Array(UnsafeRawBufferPointer(rebasing: packed[position..<position + count]))
            extras.append(Extra(id: id, bytes: bytes))
            position += count
        }
        let fallback = Self.firstFallback..<Self.firstFallback + UInt32(word(3))
        return (TokenOrder(idCount: idCount, fallback: fallback, runs: runs, extras: extras), size)
    }
}
