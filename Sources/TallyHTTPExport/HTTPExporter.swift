#if HTTPExport

public import TallyMetering
internal import TallyTokenizer

/// Sends records to a receiver by HTTP.
///
/// ```swift
/// var endpoint = try HTTPEndpoint("https://collector.example/v1/usage")
/// endpoint.credentials = .bearer(.environment("COLLECTOR_TOKEN"))
/// let exporter = HTTPExporter(endpoint: endpoint, encoding: .jsonLines)
/// ```
///
/// A batch goes out in as many requests as the encoding's limits ask for, several at once. Each is tried once an
/// `export`, and the error says whether to come again; who comes again is the pipeline, or a spool. A batch that comes
/// again leaves out what the receiver took the last time.
///
/// Each request has an `Idempotency-Key` that follows from the ids of its records: the same records give the same key, also
/// after a restart. A receiver whose answer was lost gets the same records again, with the same ids, times and key.
public final class HTTPExporter: UsageExporter {
    /// What the exporter is called in the accounts.
    public let name: String

    private struct State: Sendable {
        var counts = HTTPExportCounts()
        // Of batches that failed in part: what was taken of them.
        var taken: Set<RecordID> = []
    }

    private let sender: HTTPSender
    private let encoding: any RecordEncoding
    private let concurrency: Int
    private let state = Locked(State())

    /// How many records of failed batches are remembered as taken; beyond that some are sent again.
    private static let memory = 262_144

    /// Creates an exporter, which connects when the first batch comes.
    ///
    /// - Parameters:
    ///   - name: What it is called in the accounts.
    ///   - endpoint: Where to send, and how.
    ///   - encoding: What to send.
    ///   - clock: What timeouts, the rate limit and dates in answers are measured by.
    public init(
        name: String = "http",
        endpoint: HTTPEndpoint,
        encoding: some RecordEncoding,
        clock: MeterClock = .system
    ) {
        self.name = name
        self.encoding = encoding
        self.concurrency = max(1, endpoint.concurrency)
        self.sender = HTTPSender(endpoint, query: encoding.query, clock: clock)
    }

    /// What has been sent so far.
    public var counts: HTTPExportCounts { self.state.withLock { $0.counts } }

    /// Sends `batch`, each of its requests once.
    ///
    /// - Throws: ``ExportError``: of several failures the one to try again if there is one. What the other requests
    ///   delivered is not sent again when the batch, or a part of it, comes again.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        let known = self.taken(of: batch)
        var requests = RequestSequence(batch, by: self.encoding, without: known)
        var failures: [ExportError] = []
        var taken: [RecordID] = []
        await withTaskGroup(of: (request: EncodedRequest, error: ExportError?).self) { group in
            var isStopped = false
            var running = 0
            while true {
                while !isStopped, running < self.concurrency, let request = requests.next() {
                    running += 1
                    group.addTask { (request, await self.send(request)) }
                }
                guard let (request, error) = await group.next() else { break }
                running -= 1
                if let error {
                    failures.append(error)
                    // Who refuses these records may take the others; who is not ready will not be for them either.
                    isStopped = isStopped || ![.rejected, .tooLarge].contains(error.code)
                } else {
                    taken += request.ids
                }
            }
        }
        self.remember(batch, taken: taken, isDone: failures.isEmpty)
        if let error = Self.most(failures) { throw error }
    }

    /// Returns at once: what was taken is with the receiver.
    public func flush() async throws(ExportError) {}

    /// Ends all connections; what comes afterwards is refused.
    public func shutdown() async {
        await self.sender.shutdown()
    }

    private func send(_ request: EncodedRequest) async -> ExportError? {
        var count = HTTPExportCounts()
        count.leftOut = request.leftOut
        defer { self.state.withLock { $0.counts.add(count) } }
        guard request.items > 0 else { return nil }
        count.requests = 1
        do throws(ExportError) {
            let reply = try await self.sender.exchange(
                request.body,
                contentType: self.encoding.contentType,
                headers: [("Idempotency-Key", IdempotencyKey.value(for: request.ids))]
            )
            if let code = self.encoding.code(of: reply), let error = self.sender.error(of: reply, code: code) {
                throw error
            }
            count.records = request.ids.count - request.leftOut
            count.bytes = request.body.count
            return nil
        } catch {
            count.failedRequests = 1
            count.leftOut = 0
            return error
        }
    }

    private func taken(of batch: [MeteringRecord]) -> Set<RecordID> {
        self.state.withLock { state in
            guard !state.taken.isEmpty else { return [] }
            return Set(batch.lazy.map(\.id).filter(state.taken.contains))
        }
    }

    private func remember(_ batch: [MeteringRecord], taken: [RecordID], isDone: Bool) {
        self.state.withLock { state in
            if isDone {
                guard !state.taken.isEmpty else { return }
                for record in batch { state.taken.remove(record.id) }
            } else {
                if state.taken.count + taken.count > Self.memory { state.taken = [] }
                if taken.count <= Self.memory { state.taken.formUnion(taken) }
            }
        }
    }

    /// The failure that says what to do with the batch: come again, look at the set-up, split it.
    private static func most(_ failures: [ExportError]) -> ExportError? {
        let first =
            failures.first(where: \.isRetryable) ?? failures.first { $0.code == .misconfigured }
            ?? failures.first { $0.code == .tooLarge } ?? failures.first
        guard var failure = first else { return nil }
        if failure.isRetryable { failure.retryAfter = failures.compactMap(\.retryAfter).max() }
        return failure
    }
}

#else

/// Sends records to a receiver by HTTP; here only the explanation of why it is absent.
@available(*, unavailable, message: "HTTPExporter needs AsyncHTTPClient: enable the trait 'HTTPExport' of swift-tally")
public struct HTTPExporter {}

#endif
