internal import CTallyVocabularies

/// All that costs one token, as an automaton that reads bytes.
///
/// Packed by `vocabularies/pack_claude.py`, all numbers little-endian: "TLYTILES", a version, the number of units, the most
/// bytes of a piece, 12 zero bytes; then units of 32 bits. A state is a base. Its edge for a byte is the unit at the base
/// exclusive-or the byte, if the unit's lowest eight bits are that byte; the next bit says whether a piece ends here, and
/// the upper 23 bits are the base of the state behind, or 0. No two states have the same base. Unit 0 leads to the root.
@safe
struct ClaudePieces: @unchecked Sendable {
    // Safe: points into the image, where nothing is ever written.
    private let units: UnsafePointer<UInt32>
    /// The most bytes of a piece.
    let longest: Int
    /// Where reading starts.
    let root: UInt32
    /// Where reading bytes that are no characters starts.
    let fragments: UInt32

    static let v3 = unsafe ClaudePieces(tally_claude_v3_tiles())
    static let v47 = unsafe ClaudePieces(tally_claude_v47_tiles())

    private static let headerSize = 32
    /// Set in an edge if a piece ends.
    static let ends: UInt32 = 1 << 8

    /// - Precondition: The table is what our packing script made.
    private init(_ table: tally_table) {
        guard let bytes = unsafe table.bytes, unsafe table.count > Self.headerSize else {
            preconditionFailure("the pieces of Claude's model are not embedded")
        }
        // Unsafe: within the header, whose size was compared.
        let words = unsafe UnsafeRawPointer(bytes)
        let version = unsafe UInt32(littleEndian: words.load(fromByteOffset: 8, as: UInt32.self))
        let count = unsafe Int(UInt32(littleEndian: words.load(fromByteOffset: 12, as: UInt32.self)))
        self.longest = unsafe Int(UInt32(littleEndian: words.load(fromByteOffset: 16, as: UInt32.self)))
        // Blocks of 256 units are whole, so that no byte leads out of a state's block and out of the table.
        precondition(
            unsafe version == 1 && count % 256 == 0 && table.count == Self.headerSize + count * 4
                && self.longest < ClaudeTiling.windowSize / 2,
            "the pieces of Claude's model are damaged"
        )
        unsafe self.units = (words + Self.headerSize).assumingMemoryBound(to: UInt32.self)
        self.root = unsafe UInt32(littleEndian: self.units[0]) &>> 9
        self.fragments = unsafe Self.edge(self.units, self.root, ClaudeMarker.fragment) &>> 9
    }

    /// The edge of a state for a byte other than 0, or 0.
    @inline(__always)
    func edge(_ state: UInt32, _ byte: UInt8) -> UInt32 {
        unsafe Self.edge(self.units, state, byte)
    }

    @inline(__always)
    private static func edge(_ units: UnsafePointer<UInt32>, _ state: UInt32, _ byte: UInt8) -> UInt32 {
        // Unsafe: a base is within the table, and what differs from it in the lowest eight bits is, too.
        let unit = unsafe UInt32(littleEndian: units[Int(state ^ UInt32(byte))])
        return unit & 0xFF == UInt32(byte) ? unit : 0
    }
}
