/// Takes all records and does nothing with them: for tests, and to see what metering itself takes.
public struct NoOpExporter: UsageExporter {
    /// What the exporter is called in the accounts.
    public let name: String

    /// Creates an exporter.
    public init(name: String = "no-op") {
        self.name = name
    }

    /// Does nothing.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {}

    /// Does nothing.
    public func flush() async throws(ExportError) {}

    /// Does nothing.
    public func shutdown() async {}
}
