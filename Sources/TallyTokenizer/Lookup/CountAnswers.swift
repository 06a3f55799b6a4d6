/// Adds up how many tokens the pieces are.
struct CountAnswers: PieceAnswers {
    var total = 0

    var tokens: UnsafeMutablePointer<UInt32>? { nil }

    static var needsTokens: Bool { false }

    @inline(__always)
    mutating func tryToken(_ piece: Int, _ token: UInt32) {}

    @inline(__always)
    mutating func foundTokens(_ count: Int) {
        self.total &+= count
    }

    @inline(__always)
    mutating func foundToken(_ piece: Int, _ token: UInt32) {
        self.total &+= 1
    }

    @unsafe
    @inline(__always)
    mutating func tryCached(_ piece: Int, number: UInt64, _ value: UnsafePointer<UInt64>) {
        self.total &+= Int(truncatingIfNeeded: number)
    }

    @inline(__always)
    mutating func foundCached(_ piece: Int, number: Int, value: UInt64) {
        self.total &+= number
    }

    @unsafe
    @inline(__always)
    mutating func merged(_ piece: Int, number: Int, _ tokens: UnsafePointer<UInt32>) -> UInt64 {
        self.total &+= number
        return 0
    }

    mutating func foundGiant(
        _ piece: Int,
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) {
        self.total &+= LongMerge.count(text, range.lowerBound, range.upperBound, vocabulary, &scratch)
    }
}
