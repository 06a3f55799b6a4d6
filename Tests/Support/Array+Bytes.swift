extension [UInt8] {
    /// Calls `body` with a span over the bytes; on Apple systems before 26 arrays have no `span` of their own.
    package func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try self.withUnsafeBufferPointer { try body($0.span) }
    }
}
