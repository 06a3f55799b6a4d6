#if OTLPExport

public import Logging
internal import TallyHTTPExport
public import TallyMetering

/// Sends records to an OpenTelemetry receiver by OTLP/HTTP in JSON, as metrics, spans and events.
///
/// It makes one attempt for each batch; the pipeline or a spool tries again. A signal that has taken a batch is not sent it
/// again because another one failed. What a receiver refuses of a request that it took is logged and counted in
/// ``accounts(of:)``, and never sent again, as the protocol wants it.
///
/// OpenTelemetry is a view, and the ledger is the book: a request whose answer was lost is sent again, and a receiver that
/// had taken it adds the same tokens twice.
public final class OTLPExporter: UsageExporter {
    /// What the exporter is called in the accounts.
    public let name: String
    private let senders: [OTLPSignal: HTTPSender]
    private let delivery: SignalDelivery

    /// Creates an exporter, which connects at the first batch.
    ///
    /// - Parameters:
    ///   - configuration: Where to, and what. Without endpoints it takes batches and sends nothing.
    ///   - name: What it is called in the accounts.
    ///   - clock: What the times of metrics come from, and what timeouts are measured by.
    ///   - logger: Who is told what a receiver refuses of a request that it takes.
    public init(
        _ configuration: OTLPConfiguration,
        name: String = "otlp",
        clock: MeterClock = .system,
        logger: Logger = Logger(label: "tally.otlp")
    ) {
        self.name = name
        let senders = configuration.endpoints.mapValues { HTTPSender($0, rules: .openTelemetry, clock: clock) }
        self.senders = senders
        self.delivery = SignalDelivery(
            signals: Set(senders.keys),
            content: configuration.content,
            resource: configuration.resource,
            clock: clock,
            send: { (signal, body) async throws(ExportError) in
                guard let sender = senders[signal] else { return nil }
                let reply = try await sender.send(
                    body,
                    contentType: "application/json",
                    headers: [(name: "User-Agent", value: OTLPProduct.userAgent)]
                )
                // The beginning of a long answer says nothing for sure.
                guard !reply.isCut else { return nil }
                let type = reply.values(of: "content-type").first
                let partial = PartialSuccess(reply.body, contentType: type, signal: signal)
                if let partial { logger.report(partial, of: signal) }
                return partial
            }
        )
    }

    /// What became of everything that `signal` was sent.
    public func accounts(of signal: OTLPSignal) -> OTLPAccounts {
        self.delivery.accounts(of: signal)
    }

    /// Sends `batch` to each signal, once.
    ///
    /// - Throws: `ExportError`: `unavailable`, `timeout` and `throttled` for 429, 502, 503, 504 and answers that did not
    ///   come, `tooLarge` beyond 64 MiB before compression, `misconfigured` and `rejected` for the others.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        try await self.delivery.export(batch)
    }

    /// Does nothing: a batch has been answered when it has been exported.
    public func flush() async throws(ExportError) {}

    /// Closes the connections; a batch that comes afterwards is refused.
    public func shutdown() async {
        self.delivery.shutdown()
        for sender in self.senders.values { await sender.shutdown() }
    }
}

extension Logger {
    /// Tells what a receiver refused, with the beginning of its words.
    fileprivate func report(_ partial: PartialSuccess, of signal: OTLPSignal) {
        let metadata: Logger.Metadata = [
            "tally.otlp.signal": "\(signal.rawValue)", "tally.otlp.rejected": "\(partial.rejected)",
            "tally.otlp.answer": "\(partial.message.prefix(200))",
        ]
        if partial.rejected > 0 {
            self.error(
                "an OpenTelemetry receiver refused a part of a request, which is not sent again",
                metadata: metadata
            )
        } else {
            self.warning("an OpenTelemetry receiver took a request with a warning", metadata: metadata)
        }
    }
}

#endif
