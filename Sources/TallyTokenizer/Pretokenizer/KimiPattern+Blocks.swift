extension KimiPattern {
    static var setsLettersApart: Bool {
        @inline(__always) get { true }
    }

    @inline(__always)
    static func lettersApart(_ masks: BlockMasks, in block: TextBlock) -> UInt64? {
        block.isASCII ? 0 : Self.hanLetters(in: block)
    }

    /// The Han letters of a block; nil if it has Han characters that are none, which go on where letters don't.
    @inline(never)
    private static func hanLetters(in block: TextBlock) -> UInt64? {
        let letters = block.masks.uncased
        var han: UInt64 = 0
        block.forEachAboveASCII { index, scalar in
            // The first of them is U+2E80.
            if scalar >= 0x2E80, UnicodeClass(scalar).isHan { han |= 1 &<< index }
        }
        return han & ~letters == 0 ? han : nil
    }
}
