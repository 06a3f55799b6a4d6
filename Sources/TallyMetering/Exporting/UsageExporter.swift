/// Delivers records to where people need them.
///
/// One batch is exported at a time; the next comes when `export` has returned. A batch is sent again, with the same ids in
/// the same order, until it is delivered, refused for good, or given up: a receiver may see a record twice, and tells by
/// ``MeteringRecord/id``.
public protocol UsageExporter: Sendable {
    /// What the exporter is called in the accounts; unique within a pipeline.
    var name: String { get }

    /// Works besides the batches until ``shutdown()``, or until the task is cancelled: delivers from a spool, looks after
    /// files.
    ///
    /// A pipeline calls it once, beside the exports. After `shutdown()`, which may come first, it brings what it holds to
    /// an end and returns; it is cancelled when the time for that is over. By default there is nothing to do.
    func run() async

    /// Delivers `batch`, which is not empty.
    ///
    /// - Throws: ``ExportError``, which says whether trying again can help.
    func export(_ batch: [MeteringRecord]) async throws(ExportError)

    /// Makes what has been delivered as durable as the exporter promises.
    func flush() async throws(ExportError)

    /// Frees what the exporter holds; nothing is exported afterwards.
    func shutdown() async
}

extension UsageExporter {
    /// Returns at once: there is nothing to do besides the batches.
    public func run() async {}
}
