extension [UInt8] {
    /// Calls `body` with a span over the bytes; on Apple systems before 26 arrays have no `span` of their own.
    func withSpan<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try unsafe self.withUnsafeBufferPointer { unsafe try body($0.span) }
    }
}
