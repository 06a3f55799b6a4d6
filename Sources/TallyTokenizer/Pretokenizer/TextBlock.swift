internal import CTallyKernels

/// A block of text between its neighbours, as a pattern sees it.
///
/// A view that is made and used inside of one loop: the block after it has been classified, too, and three bytes behind
/// it are readable.
@safe
struct TextBlock {
    // Safe: both point into buffers that outlive the view, see ``BlockSplitter``.
    private let block: UnsafePointer<tally_block>
    private let bytes: UnsafePointer<UInt8>

    @unsafe
    @inline(__always)
    init(_ block: UnsafePointer<tally_block>, _ bytes: UnsafePointer<UInt8>) {
        unsafe self.block = block
        unsafe self.bytes = bytes
    }

    /// Bit *i* is set if a character starts at byte *i*.
    var starts: UInt64 {
        @inline(__always) get { unsafe self.block.pointee.starts }
    }

    /// Whether the block has 64 characters, none of which ASCII lacks the class of.
    ///
    /// The last of them may be longer than a byte.
    var isPlain: Bool {
        @inline(__always) get { unsafe ~self.starts | self.block.pointee.uncased | self.block.pointee.mark == 0 }
    }

    /// The masks of a block that ``isPlain``.
    var plainMasks: BlockMasks {
        @inline(__always) get { unsafe BlockMasks(plain: self.block.pointee) }
    }

    /// The masks of any block.
    var masks: BlockMasks {
        @inline(__always) get { unsafe BlockMasks(self.block.pointee) }
    }

    /// The masks of the block after it.
    var nextMasks: BlockMasks {
        @inline(__always) get { unsafe BlockMasks(self.block[1]) }
    }

    /// Whether the block after it begins with white space: 1 or 0.
    var nextIsWhiteSpace: UInt64 {
        @inline(__always) get {
            unsafe (self.block[1].blank | self.block[1].space | self.block[1].newline) & 1
        }
    }

    /// Whether all characters are ASCII.
    var isASCII: Bool {
        @inline(__always) get { unsafe ~self.starts == 0 && self.bytes[63] < 0x80 }
    }

    /// Whether a byte is an ASCII control that is no white space.
    var hasControls: Bool {
        @inline(__always) get {
            let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
            var controls: UInt64 = 0
            for offset in stride(from: 0, to: 64, by: 8) {
                let word = unsafe UnsafeRawPointer(self.bytes + offset).loadUnaligned(as: UInt64.self)
                // The highest bit of each byte says whether its other bits are at least a number: no byte borrows.
                let high = word | highs
                let isWhiteSpace = (high &- 9 &* ones) & ~(high &- 14 &* ones)
                let isBelowSpace = ~(high &- 32 &* ones)
                let isDelete = (word & ~highs) &+ ones
                controls |= (isBelowSpace & ~isWhiteSpace | isDelete) & ~word
            }
            return controls & highs != 0
        }
    }

    /// The ASCII controls that are no white space.
    var controls: UInt64 {
        var controls: UInt64 = 0
        var index: UInt64 = 0
        for offset in 0..<64 where self.starts &>> UInt64(offset) & 1 != 0 {
            let byte = unsafe self.bytes[offset]
            let isControl = byte == 0x7F || byte < 0x20 && !(0x09...0x0D ~= byte)
            controls |= isControl ? 1 &<< index : 0
            index &+= 1
        }
        return controls
    }

    /// Calls `body` with the index and the scalar of each character that is not ASCII.
    @inline(__always)
    func forEachAboveASCII(_ body: (UInt64, UInt32) -> Void) {
        let starts = self.starts
        // A character that is longer than a byte has none starting behind its first.
        var leads = starts & ~(starts &>> 1)
        if unsafe self.bytes[63] < 0x80 { leads &= ~(1 &<< 63) }
        // Between two of them all characters have one byte.
        var (index, end) = (0, starts.trailingZeroBitCount)
        while leads != 0 {
            let offset = leads.trailingZeroBitCount
            leads &= leads &- 1
            let (scalar, length) = unsafe self.scalarAboveASCII(at: offset)
            index &+= offset &- end
            body(UInt64(truncatingIfNeeded: index), scalar)
            index &+= 1
            end = offset &+ length
        }
    }

    /// The scalar of the first character of the next block.
    var firstScalarOfNext: UInt32 {
        let offset = unsafe 64 &+ self.block[1].starts.trailingZeroBitCount
        return unsafe self.bytes[offset] < 0x80 ? UInt32(self.bytes[offset]) : self.scalarAboveASCII(at: offset).scalar
    }

    /// As ``Swift/Span/scalarAboveASCII(at:lead:)``; the character may end in the next block.
    @unsafe
    @inline(__always)
    private func scalarAboveASCII(at offset: Int) -> (scalar: UInt32, length: Int) {
        let lead = unsafe UInt32(self.bytes[offset])
        let second = unsafe UInt32(self.bytes[offset &+ 1] & 0x3F)
        if lead < 0xE0 { return ((lead & 0x1F) &<< 6 | second, 2) }
        let third = unsafe UInt32(self.bytes[offset &+ 2] & 0x3F)
        if lead < 0xF0 { return ((lead & 0x0F) &<< 12 | second &<< 6 | third, 3) }
        let fourth = unsafe UInt32(self.bytes[offset &+ 3] & 0x3F)
        return ((lead & 0x07) &<< 18 | second &<< 12 | third &<< 6 | fourth, 4)
    }

    /// The two bytes behind the ASCII character with index `character`.
    func twoBytes(after character: UInt64) -> (UInt8, UInt8) {
        let offset = self.starts == ~0 ? Int(character) : self.starts.offsetOfBit(Int(character))
        return unsafe (self.bytes[offset &+ 1], self.bytes[offset &+ 2])
    }

    /// The first byte of the character with index `character`, and the two behind it.
    func threeBytes(of character: UInt64) -> (UInt8, UInt8, UInt8) {
        let offset = self.starts == ~0 ? Int(character) : self.starts.offsetOfBit(Int(character))
        return unsafe (self.bytes[offset], self.bytes[offset &+ 1], self.bytes[offset &+ 2])
    }
}

extension UInt64 {
    /// Where the set bit is below which `rank` others are set; 64 if there is none.
    func offsetOfBit(_ rank: Int) -> Int {
        // The lower halves are skipped as long as they have too few bits.
        var (bits, rank, offset) = (self, rank, 0)
        var width = 32
        while width >= 8 {
            let below = (bits & ((1 &<< UInt64(width)) &- 1)).nonzeroBitCount
            if rank >= below {
                rank &-= below
                bits &>>= UInt64(width)
                offset &+= width
            }
            width &>>= 1
        }
        for _ in 0..<rank { bits &= bits &- 1 }
        return bits == 0 ? 64 : offset &+ bits.trailingZeroBitCount
    }
}

/// What the characters of a block are: bit *k* stands for the *k*-th character that starts in it.
struct BlockMasks {
    let upper: UInt64
    let lower: UInt64
    let uncased: UInt64
    let mark: UInt64
    let number: UInt64
    /// U+0020.
    let blank: UInt64
    /// White space but for ``blank`` and ``newline``.
    let space: UInt64
    /// Carriage return and line feed.
    let newline: UInt64
    let slash: UInt64
    let apostrophe: UInt64
    /// The characters that there are: as many bits, from bit 0 on.
    let all: UInt64
    /// The index of the last character.
    let last: UInt64

    /// With what is the same in all plain blocks as constants, so that what depends on it folds.
    @inline(__always)
    init(plain block: tally_block) {
        self.init(block, uncased: 0, mark: 0, count: 64)
    }

    @inline(__always)
    init(_ block: tally_block) {
        let count = block.starts == ~0 ? 64 : UInt64(truncatingIfNeeded: block.starts.nonzeroBitCount)
        self.init(block, uncased: block.uncased, mark: block.mark, count: count)
    }

    @inline(__always)
    private init(_ block: tally_block, uncased: UInt64, mark: UInt64, count: UInt64) {
        self.upper = block.upper
        self.lower = block.lower
        self.uncased = uncased
        self.mark = mark
        self.number = block.number
        self.blank = block.blank
        self.space = block.space
        self.newline = block.newline
        self.slash = block.slash
        self.apostrophe = block.apostrophe
        self.last = count &- 1
        self.all = ~0 &>> (64 &- count)
    }

    /// White space but for newlines.
    var blankOrSpace: UInt64 {
        @inline(__always) get { self.blank | self.space }
    }

    /// `\p{L}`.
    var letter: UInt64 {
        @inline(__always) get { self.upper | self.lower | self.uncased }
    }

    /// `\s`.
    var whiteSpace: UInt64 {
        @inline(__always) get { self.blankOrSpace | self.newline }
    }

    /// What is neither letter, mark, number nor white space.
    var other: UInt64 {
        @inline(__always) get { self.all & ~(self.letter | self.mark | self.number | self.whiteSpace) }
    }

    /// Whether the last character is in `mask`, 1 or 0: what the next block is told as a carry.
    @inline(__always)
    func carry(of mask: UInt64) -> UInt64 {
        mask &>> self.last
    }
}
