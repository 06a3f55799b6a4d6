extension UsageMeter {
    @TaskLocal private static var ofTask: UsageMeter?

    /// The meter of this task: that of the nearest `withUsageMeter` around it, else that of
    /// the process, else one that records nothing.
    public static var current: UsageMeter {
        Self.ofTask ?? MeteringSystem.meter
    }

    fileprivate static func with<Result>(_ meter: UsageMeter, _ operation: () throws -> Result) rethrows -> Result {
        try Self.$ofTask.withValue(meter, operation: operation)
    }

    fileprivate static func with<Result>(
        _ meter: UsageMeter,
        _ operation: () async throws -> Result
    ) async rethrows -> Result {
        try await Self.$ofTask.withValue(meter, operation: operation)
    }
}

/// Calls `operation` with `meter` as ``UsageMeter/current``, in it and in the tasks it starts.
public func withUsageMeter<Result>(_ meter: UsageMeter, operation: () throws -> Result) rethrows -> Result {
    try UsageMeter.with(meter, operation)
}

/// Calls `operation` with `meter` as ``UsageMeter/current``, in it and in the tasks it starts.
public func withUsageMeter<Result>(
    _ meter: UsageMeter,
    operation: () async throws -> Result
) async rethrows -> Result {
    try await UsageMeter.with(meter, operation)
}
