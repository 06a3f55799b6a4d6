#if HTTPExport

internal import TallyMetering

/// Bounds work in time.
enum Deadline {
    /// The time was over.
    struct Exceeded: Error {}

    /// Returns what `work` does, which is cancelled when `limit` is over by `clock`.
    ///
    /// - Throws: ``Exceeded``, or what `work` throws.
    static func run<Value: Sendable>(
        _ limit: Duration,
        clock: MeterClock,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                // Cancelled when the work is done; then nobody looks at what this returns.
                try? await clock.sleep(limit)
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
                // A sleep that ends because the caller was cancelled is no timeout: the work ends by itself.
                if !Task.isCancelled { throw Exceeded() }
            }
            throw CancellationError()
        }
    }
}

#endif
