#if HTTPExport

import TallyHTTPExport
import TallyMetering
import TallyStorage

/// Records calls into a pipeline that sends them by HTTP, and prints what became of them as JSON.
///
///     TallyDriver http URL RECORDS [--encoding lines|array|cloudevents|lago|clickhouse:TABLE] [--batch N] [--items N]
///         [--first N] [--timeout SECONDS] [--concurrency N] [--authorities FILE] [--gzip] [--spool FOLDER]
///
/// The records follow from their numbers, from `--first` on (0), so that a receiver can tell what is missing.
enum HTTPDrive {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 2, let count = Int(arguments[1]) else {
            fatalError("usage: TallyDriver http URL RECORDS …")
        }
        let options = DriveOptions(arguments.dropFirst(2))
        var endpoint = try HTTPEndpoint(arguments[0])
        endpoint.timeouts.request = .seconds(options.number("timeout") ?? 10)
        endpoint.concurrency = options.number("concurrency") ?? 4
        endpoint.tls.authoritiesFile = options.text("authorities")
        endpoint.compressesBodies = options.has("gzip")
        let exporter = try Self.exporter(endpoint, options)

        var configuration = UsagePipeline.Configuration()
        configuration.queueCapacity = 65_536
        configuration.batchSize = options.number("batch") ?? 4_000
        configuration.batchDelay = .milliseconds(100)
        configuration.retry = RetryPolicy(
            initialDelay: .milliseconds(20),
            maximumDelay: .milliseconds(500),
            maximumAttempts: 10_000,
            maximumDuration: .seconds(3_600)
        )
        let spool = options.text("spool").map { Self.spool($0, exporter) }
        let pipeline = UsagePipeline(
            exporters: [spool ?? exporter],
            configuration: configuration,
            clock: .system,
            pricing: { _ in }
        )
        let start = MeterClock.system.elapsed()
        async let running: Void = pipeline.run()
        let first = options.number("first") ?? 0
        for number in first..<first + count {
            pipeline.record(.usage(NumberedCall.record(number)))
            // As a service whose users wait: what it records never outruns what the queue holds.
            if number % 500 == 499 {
                while pipeline.accounts.exporters[0].queued.records > 8_000 || (spool?.waiting ?? 0) > 200_000 {
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        if let spool {
            await pipeline.flush(deadline: .seconds(3_600))
            while spool.waiting > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
        let accounts = await pipeline.shutdown(deadline: .seconds(3_600))
        await running
        let duration = MeterClock.system.elapsed() - start
        if let spool {
            let delivery = spool.accounts.exporters[0]
            guard spool.accounts.isBalanced, delivery.delivered == accounts.exporters[0].delivered else {
                fatalError("the spool's accounts do not close: \(delivery)")
            }
        }
        Self.report(accounts, exporter.counts, duration)
    }

    private static func spool(_ folder: String, _ exporter: HTTPExporter) -> SpoolingExporter {
        var configuration = SpoolingExporter.Configuration()
        configuration.batching.records = 4_000
        configuration.batching.bytes = 16 << 20
        configuration.batching.retry.initialDelay = .milliseconds(20)
        configuration.batching.retry.maximumDelay = .milliseconds(500)
        return SpoolingExporter(folder: folder, exporters: [exporter], configuration: configuration)
    }

    private static func exporter(_ endpoint: HTTPEndpoint, _ options: DriveOptions) throws -> HTTPExporter {
        let encoding = options.text("encoding") ?? "lines"
        let items = options.number("items")
        switch encoding.split(separator: ":").first {
        case "lines":
            var encoding = JSONLinesEncoding()
            encoding.limits.items = items ?? encoding.limits.items
            return HTTPExporter(endpoint: endpoint, encoding: encoding)
        case "array": return HTTPExporter(endpoint: endpoint, encoding: .jsonArray)
        case "cloudevents": return HTTPExporter(endpoint: endpoint, encoding: .cloudEvents)
        case "lago": return HTTPExporter(endpoint: endpoint, encoding: LagoEncoding(code: "tokens"))
        case "clickhouse":
            var table = try ClickHouseEncoding(table: String(encoding.drop { $0 != ":" }.dropFirst()))
            table.limits.items = items ?? table.limits.items
            return HTTPExporter(endpoint: endpoint, encoding: table)
        default: fatalError("there is no encoding '\(encoding)'")
        }
    }

    private static func report(_ accounts: PipelineAccounts, _ counts: HTTPExportCounts, _ duration: Duration) {
        let delivered = accounts.exporters[0].delivered
        let dropped = accounts.exporters[0].droppedTotal
        let seconds = duration / .seconds(1)
        let fields = [
            "\"recorded\":\(accounts.recorded.records)", "\"delivered\":\(delivered.records)",
            "\"dropped\":\(dropped.records)", "\"tokens\":\(delivered.tokens)", "\"cost_usd\":\"\(delivered.cost)\"",
            "\"balanced\":\(accounts.isBalanced)", "\"requests\":\(counts.requests)",
            "\"failed_requests\":\(counts.failedRequests)", "\"bytes\":\(counts.bytes)", "\"seconds\":\(seconds)",
            "\"records_per_second\":\(Int(Double(delivered.records) / seconds))",
            "\"peak_rss_kib\":\(ProcessMemory.peakKibibytes)",
        ]
        print("{\(fields.joined(separator: ","))}")
    }
}

extension SpoolingExporter {
    /// How many records wait.
    fileprivate var waiting: Int { self.accounts.exporters[0].waiting.records }
}

#endif
