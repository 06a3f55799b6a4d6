#if OTLPExport

import Foundation
import TallyMetering
import TallyOTLPExport

/// Sends generated records as OpenTelemetry: `otlp DESTINATION COUNT SEED KIND CONVENTIONS`.
///
/// DESTINATION is `environment`, which is what the variables `OTEL_*` say, or a folder for files. KIND is `hostile`, `plain`
/// or `sample`; CONVENTIONS is `1.41`, `latest` or `both`. At the end a line of JSON says what was in the records and what
/// became of them.
enum OTLPDrive {
    /// What was in the records, by themselves.
    private struct Sums: Encodable {
        var records = 0
        var calls = 0
        var reportedCalls = 0
        var inputTokens = 0
        var outputTokens = 0
        var failures: [String: Int] = [:]
        var firstFailure: String?
        var requests = 0
        var rejectedItems = 0
        var seconds = 0.0
    }

    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 5, let count = Int(arguments[1]), let seed = UInt64(arguments[2]),
            let kind = OTLPDriveRecords.Kind(rawValue: arguments[3]),
            let conventions = SemanticConventions(rawValue: arguments[4])
        else { fatalError("usage: TallyDriver otlp DESTINATION COUNT SEED KIND CONVENTIONS") }
        var content = OTLPContent(conventions: conventions, metricTags: ["team", "feature"], includesCost: true)
        content.includesCountedUsage = true
        content.writesCountsAsNumbers = ProcessInfo.processInfo.environment["OTLP_DRIVE_COUNTS"] == "numbers"
        var records = OTLPDriveRecords(kind: kind, seed: seed)
        var sums = Sums()
        let start = MeterClock.system.elapsed()
        if arguments[0] == "environment" {
            let environment = ProcessInfo.processInfo.environment
            let exporter = OTLPExporter(try OTLPConfiguration(environment: environment, content: content))
            await Self.export(count, from: &records, to: exporter, &sums)
            for signal in OTLPSignal.allCases {
                sums.requests += exporter.accounts(of: signal).requests
                sums.rejectedItems += exporter.accounts(of: signal).rejectedItems
            }
        } else {
            let exporter = OTLPFileExporter(folder: arguments[0], content: content)
            await Self.export(count, from: &records, to: exporter, &sums)
        }
        sums.seconds = (MeterClock.system.elapsed() - start) / .seconds(1)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        print(String(decoding: try encoder.encode(sums), as: UTF8.self))
    }

    private static func export(
        _ count: Int,
        from records: inout OTLPDriveRecords,
        to exporter: some UsageExporter,
        _ sums: inout Sums
    ) async {
        while sums.records < count {
            let batch = (0..<min(512, count - sums.records)).map { _ in records.next() }
            sums.records += batch.count
            for case .usage(let record) in batch {
                sums.calls += 1
                guard record.source != .unknown else { continue }
                sums.reportedCalls += 1
                sums.inputTokens += record.inputTokens ?? 0
                sums.outputTokens += record.outputTokens ?? 0
            }
            do throws(ExportError) {
                try await exporter.export(batch)
            } catch {
                sums.failures["\(error.code)", default: 0] += 1
                sums.firstFailure = sums.firstFailure ?? error.message
            }
        }
        await exporter.shutdown()
    }
}

#endif
