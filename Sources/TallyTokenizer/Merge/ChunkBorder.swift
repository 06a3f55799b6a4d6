/// Where two chunks and the window around the border between them are joined.
struct ChunkBorder {
    /// Whether the window has a token in common with either chunk.
    var isJoined: Bool
    /// Where the token in common with the chunk before starts, as a place in that chunk: from there on the window counts.
    var before: Int
    /// Where the token in common with the chunk after starts, as a place in that chunk: from there on that chunk counts.
    var after: Int
    /// The window's tokens between the two: the index of the first one and their number.
    var tokens: Int
    var count: Int

    /// Returns the window from `reach` tokens before the border to as many after it, or fewer where there are no more
    /// or where they don't fit.
    ///
    /// An empty chunk before gives a window without anything before the border, which is not joined.
    static func window(_ before: MergePiece, _ beforeStarts: UInt64, _ afterStarts: UInt64, reach: Int) -> MergePiece {
        var left = beforeStarts
        var bytesBefore = 0
        for _ in 0..<reach where left != 0 {
            let place = 63 &- left.leadingZeroBitCount
            let bytes = Int(before.count) &- place
            guard bytes <= BatchMerge.limit / 2 else { break }
            bytesBefore = bytes
            left &= ~(UInt64(1) &<< UInt64(place))
        }
        // The start of the token after next ends the next one; the end of the chunk, the last.
        var right = afterStarts & (afterStarts &- 1)
        var bytesAfter = 0
        for _ in 0..<reach {
            let bytes = right.trailingZeroBitCount
            guard bytes <= BatchMerge.limit / 2 else { break }
            bytesAfter = bytes
            right &= right &- 1
        }
        let bytes = bytesBefore &+ max(bytesAfter, bytesBefore == 0 ? 1 : 0)
        return MergePiece(
            start: before.start &+ before.count &- UInt32(truncatingIfNeeded: bytesBefore),
            count: UInt32(truncatingIfNeeded: bytes)
        )
    }

    /// Looks for the common tokens nearest to the border; `tokens` is the index of the window's first token.
    init(
        _ before: MergePiece,
        _ beforeStarts: UInt64,
        _ afterStarts: UInt64,
        _ window: MergePiece,
        _ windowStarts: UInt64,
        tokens: Int
    ) {
        let border = Int(before.start &+ before.count &- window.start)
        let offset = Int(window.start &- before.start)
        // A place is a start in both as long as neither has one that the other lacks; ends are places, too.
        let last = Self.lastCommon(
            beforeStarts >> offset | 1 << border,
            windowStarts | (Int(window.count) == border ? 1 << border : 0),
            border
        )
        let first = Self.firstCommon(
            afterStarts,
            windowStarts >> border | 1 << (Int(window.count) &- border),
            Int(window.count) &- border
        )
        self.isJoined = last >= 0 && first >= 0
        self.before = offset &+ max(0, last)
        self.after = max(0, first)
        self.tokens = tokens &+ (windowStarts & ~(UInt64.max << max(0, last))).nonzeroBitCount
        let joined = windowStarts & ~(UInt64.max << (border &+ self.after)) & (UInt64.max << max(0, last))
        self.count = joined.nonzeroBitCount
    }

    /// The last place from 0 on at which both have a token that ends at `end` or before, or -1.
    private static func lastCommon(_ first: UInt64, _ second: UInt64, _ end: Int) -> Int {
        let within = ~(UInt64.max << (end &+ 1))
        let common = first & second & within
        var either = (first | second) & within
        // From the top: a common place whose next place of either is common as well.
        var next = -1
        while either != 0 {
            let place = 63 &- either.leadingZeroBitCount
            either &= ~(UInt64(1) &<< UInt64(place))
            let isCommon = common &>> UInt64(place) & 1 != 0
            if isCommon, next >= 0 { return place }
            next = isCommon ? place : -1
        }
        return -1
    }

    /// The first place from 0 on at which both have a token that ends at `end` or before, or -1.
    private static func firstCommon(_ first: UInt64, _ second: UInt64, _ end: Int) -> Int {
        let within = ~(UInt64.max << (end &+ 1))
        let common = first & second & within
        var either = (first | second) & within
        var previous = -1
        while either != 0 {
            let place = either.trailingZeroBitCount
            either &= either &- 1
            let isCommon = common &>> UInt64(place) & 1 != 0
            if isCommon, previous >= 0 { return previous }
            previous = isCommon ? place : -1
        }
        return -1
    }
}
