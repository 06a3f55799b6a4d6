internal import CTallyVocabularies

/// The classes of all characters: Unicode 15.1 with the additions that were measured, wherever this runs.
///
/// Packed by `vocabularies/pack_claude.py`, all numbers little-endian: "TLYCLASS", a version, the numbers of blocks and of
/// lower-case pairs, 12 zero bytes; 256 classes of 16 bits; the pairs, each of two 16-bit scalars and sorted; for each 128
/// scalars of the basic plane the number of their block; and the blocks, a byte a scalar, which is the number of a class.
@safe
struct ClaudeClasses: @unchecked Sendable {
    // Safe: points into the image, where nothing is ever written.
    private let classes: UnsafePointer<UInt16>
    private let pairs: UnsafePointer<UInt16>
    private let pairCount: Int
    private let index: UnsafePointer<UInt8>
    private let blocks: UnsafePointer<UInt8>

    /// The classes that are part of this build.
    static let embedded = unsafe ClaudeClasses(tally_claude_classes())

    private static let headerSize = 32
    private static let blockSize = 128
    private static let indexCount = 0x10000 / 128

    /// - Precondition: The table is what our packing script made.
    private init(_ table: tally_table) {
        guard let bytes = unsafe table.bytes, unsafe table.count >= Self.headerSize + 512 else {
            preconditionFailure("the classes of Claude's model are not embedded")
        }
        // Unsafe: within the header, whose size was compared.
        let words = unsafe UnsafeRawPointer(bytes)
        let version = unsafe UInt32(littleEndian: words.load(fromByteOffset: 8, as: UInt32.self))
        let blockCount = unsafe Int(UInt32(littleEndian: words.load(fromByteOffset: 12, as: UInt32.self)))
        let pairCount = unsafe Int(UInt32(littleEndian: words.load(fromByteOffset: 16, as: UInt32.self)))
        let size = Self.headerSize + 512 + pairCount * 4 + Self.indexCount + blockCount * Self.blockSize
        precondition(unsafe version == 1 && table.count == size, "the classes of Claude's model are damaged")
        // Unsafe: the parts follow each other, and their sizes add up to the table's.
        let classes = unsafe words + Self.headerSize
        unsafe self.classes = classes.assumingMemoryBound(to: UInt16.self)
        unsafe self.pairs = (classes + 512).assumingMemoryBound(to: UInt16.self)
        self.pairCount = pairCount
        unsafe self.index = (classes + 512 + pairCount * 4).assumingMemoryBound(to: UInt8.self)
        unsafe self.blocks = self.index + Self.indexCount
    }

    /// The class of a scalar: three loads.
    @inline(__always)
    func of(_ scalar: UInt32) -> ClaudeClass {
        // All beyond the basic plane are isolated and nothing else.
        guard scalar < 0x10000 else { return [] }
        // Unsafe: the index has a byte for each 128 scalars, and whatever a byte is, there are 256 classes.
        let block = unsafe Int(self.index[Int(scalar &>> 7)])
        let number = unsafe self.blocks[block &* Self.blockSize &+ Int(scalar & 0x7F)]
        return unsafe ClaudeClass(rawValue: UInt16(littleEndian: self.classes[Int(number)]))
    }

    /// The lower-case form of a scalar of class ``ClaudeClass/lowers``; any other is answered as it is.
    ///
    /// - Complexity: O(log *n*) in the number of capitals.
    func lower(_ scalar: UInt32) -> UInt32 {
        var range = 0..<self.pairCount
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            // Unsafe: below the number of pairs.
            let upper = unsafe UInt32(UInt16(littleEndian: self.pairs[middle * 2]))
            if upper == scalar { return unsafe UInt32(UInt16(littleEndian: self.pairs[middle * 2 + 1])) }
            range = upper < scalar ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return scalar
    }
}
