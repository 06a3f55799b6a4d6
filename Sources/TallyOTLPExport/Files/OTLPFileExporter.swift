public import TallyMetering
internal import TallyStorage
internal import TallyTokenizer

/// Writes what OpenTelemetry would be sent to files: OTLP's file format, which the Collector's `otlpjsonfile` receiver reads.
///
/// One file for each signal, `metrics.jsonl`, `traces.jsonl` and `logs.jsonl`, each line a batch. They grow until somebody
/// takes them away, which needs a new exporter; for books that are kept there is the ledger.
///
/// A line that could not be written whole is taken back, and one that a crash left torn is when the files are opened again.
/// A batch is on the medium when ``flush()`` has returned.
public final class OTLPFileExporter: UsageExporter {
    /// What the exporter is called in the accounts.
    public let name: String
    private let files: FileSet
    private let delivery: SignalDelivery

    /// Creates an exporter, which opens its files at the first batch.
    ///
    /// - Parameters:
    ///   - folder: Where the files are; made with mode 0700 if it is not there. One process at a time writes there.
    ///   - name: What the exporter is called in the accounts.
    ///   - signals: What is written.
    ///   - content: What is said of records.
    ///   - resource: Who reports.
    ///   - clock: What the times of metrics come from.
    public init(
        folder: String,
        name: String = "otlp_file",
        signals: Set<OTLPSignal> = Set(OTLPSignal.allCases),
        content: OTLPContent = OTLPContent(),
        resource: OTLPResource = OTLPResource(),
        clock: MeterClock = .system
    ) {
        self.name = name
        let files = FileSet(folder)
        self.files = files
        self.delivery = SignalDelivery(
            signals: signals,
            content: content,
            resource: resource,
            clock: clock,
            send: { (signal, body) async throws(ExportError) in
                try await files.file(signal).append(body)
                return nil
            }
        )
    }

    /// Appends `batch`, a line to each file; it blocks until the system has it.
    ///
    /// - Throws: `ExportError`: `unavailable` if it can not be written, `misconfigured` if another process writes there.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        try await self.delivery.export(batch)
    }

    /// Returns when all batches are on the medium, as far as the system can say.
    public func flush() async throws(ExportError) {
        try await self.files.sync()
    }

    /// Closes the files; a batch that comes afterwards is refused.
    public func shutdown() async {
        self.delivery.shutdown()
        try? await self.files.sync()
        await self.files.close()
    }

    /// The files that are open.
    private actor FileSet {
        private let folder: Folder
        private var files: [OTLPSignal: OTLPFile] = [:]

        init(_ path: String) {
            self.folder = Folder(path)
        }

        func file(_ signal: OTLPSignal) throws(ExportError) -> OTLPFile {
            if let file = self.files[signal] { return file }
            let file: OTLPFile
            do throws(StorageError) {
                try self.folder.create()
            } catch {
                throw ExportError(.unavailable, "\(error)")
            }
            file = try OTLPFile(self.folder.path(of: "\(signal.rawValue).jsonl"))
            self.files[signal] = file
            return file
        }

        func sync() async throws(ExportError) {
            for file in self.files.values { try await file.sync() }
            guard !self.files.isEmpty else { return }
            do throws(StorageError) {
                try self.folder.sync()
            } catch {
                throw ExportError(.unavailable, "\(error)")
            }
        }

        func close() {
            self.files = [:]
        }
    }
}
