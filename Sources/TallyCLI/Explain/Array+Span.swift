extension [UInt8] {
    /// Calls `body` with the bytes in place; the span does not leave the call.
    func withSpan<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try unsafe self.withUnsafeBufferPointer { try unsafe body($0.span) }
    }
}
