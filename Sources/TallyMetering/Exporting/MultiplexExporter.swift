/// Gives each batch to several exporters, one after the other, as if they were one.
///
/// A pipeline has a place for each of several exporters, where each goes at its own pace, and that is what most services
/// want. This one is for exporters that belong together: they share one name, one backlog and one fate. A batch is
/// delivered when *all* have taken it. When one fails, those after it are still given the batch, and the failure to try
/// again is thrown if there is one, else the first; a batch that comes again goes to all of them again, since nothing is
/// remembered from one to the next. So an exporter may get a record more than once, as any exporter may, and a batch that
/// one refuses is refused as a whole, though others have taken it.
public struct MultiplexExporter: UsageExporter {
    /// What the exporters together are called in the accounts.
    public let name: String
    private let exporters: [any UsageExporter]

    /// Creates an exporter that gives batches to `exporters`, in that order.
    public init(name: String = "multiplex", _ exporters: [any UsageExporter]) {
        self.name = name
        self.exporters = exporters
    }

    /// Lets all exporters work besides the batches.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for exporter in self.exporters { group.addTask { await exporter.run() } }
        }
    }

    /// Delivers `batch` to all exporters.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        try await self.forAll { (exporter) async throws(ExportError) in try await exporter.export(batch) }
    }

    /// Flushes all exporters.
    public func flush() async throws(ExportError) {
        try await self.forAll { (exporter) async throws(ExportError) in try await exporter.flush() }
    }

    /// Shuts all exporters down.
    public func shutdown() async {
        for exporter in self.exporters { await exporter.shutdown() }
    }

    private func forAll(_ body: (any UsageExporter) async throws(ExportError) -> Void) async throws(ExportError) {
        var failures: [ExportError] = []
        for exporter in self.exporters {
            do throws(ExportError) {
                try await body(exporter)
            } catch {
                var failure = error
                failure.message = "\(exporter.name): \(error.message)"
                failures.append(failure)
            }
        }
        if var failure = failures.first(where: \.isRetryable) ?? failures.first {
            failure.retryAfter = failures.compactMap(\.retryAfter).max()
            throw failure
        }
    }
}
