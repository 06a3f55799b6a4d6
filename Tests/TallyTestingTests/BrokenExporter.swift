import TallyTesting
import TallyTokenizer

/// An exporter with one fault.
final class BrokenExporter: UsageExporter {
    enum Fault: String, CaseIterable, Sendable {
        case renamesItself
        case hasNoName
        case losesTheLastRecord
        case changesAModel
        case makesARecordUp
        case skipsDrops
        case refusesLargeBatches
        case cutsLargeBatches
        case refusesRepetitions
        case givesRepetitionsNewIDs
        case refusesAnEarlyFlush
        case forgetsAtShutdown
        case takesSilentlyAfterShutdown
        case asksToTryAgainAfterShutdown
        case givesUpWhenCancelled

        var promise: ExporterConformance.Promise {
            switch self {
            case .renamesItself, .hasNoName: .steadyName
            case .losesTheLastRecord: .delivery
            case .changesAModel, .makesARecordUp: .fidelity
            case .skipsDrops: .allKinds
            case .refusesLargeBatches, .cutsLargeBatches: .anySize
            case .refusesRepetitions, .givesRepetitionsNewIDs: .repetition
            case .refusesAnEarlyFlush: .flushAnytime
            case .forgetsAtShutdown: .shutdownAnytime
            case .takesSilentlyAfterShutdown, .asksToTryAgainAfterShutdown: .honestAfterShutdown
            case .givesUpWhenCancelled: .returnsWhenCancelled
            }
        }
    }

    private struct State {
        var records: [MeteringRecord] = []
        var isShutDown = false
    }

    private let fault: Fault
    private let state = Locked(State())

    init(_ fault: Fault) {
        self.fault = fault
    }

    var records: [MeteringRecord] { self.state.withLock { $0.records } }

    var name: String {
        switch self.fault {
        case .renamesItself: "broken \(self.records.count)"
        case .hasNoName: ""
        default: "broken"
        }
    }

    func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        if self.fault == .givesUpWhenCancelled, Task.isCancelled { throw ExportError(.rejected, "cancelled") }
        try self.state.withLock { (state) throws(ExportError) in
            if state.isShutDown {
                switch self.fault {
                case .takesSilentlyAfterShutdown: return
                case .asksToTryAgainAfterShutdown: throw ExportError(.unavailable, "shut down")
                default: throw ExportError(.misconfigured, "shut down")
                }
            }
            state.records += try self.spoiled(batch, Set(state.records.map(\.id)))
        }
    }

    private func spoiled(_ batch: [MeteringRecord], _ known: Set<RecordID>) throws(ExportError) -> [MeteringRecord] {
        let isRepeated = batch.contains { known.contains($0.id) }
        switch self.fault {
        case .losesTheLastRecord: return batch.dropLast()
        case .changesAModel:
            return batch.map { record in
                guard case .usage(var usage) = record else { return record }
                usage.model = "other"
                return .usage(usage)
            }
        case .makesARecordUp: return batch + [self.invented(1)]
        case .skipsDrops: return batch.filter { if case .drop = $0 { false } else { true } }
        case .refusesLargeBatches where batch.count > 100: throw ExportError(.unavailable, "too many")
        case .cutsLargeBatches: return Array(batch.prefix(100))
        case .refusesRepetitions where isRepeated: throw ExportError(.rejected, "known")
        case .givesRepetitionsNewIDs where isRepeated: return batch.indices.map { self.invented($0) }
        default: return batch
        }
    }

    private func invented(_ number: Int) -> MeteringRecord {
        .usage(
            UsageRecord(
                id: RecordID(high: 7, low: UInt64(number)),
                time: Timestamp(millisecondsSince1970: 0),
                model: "invented",
                usage: TokenUsage()
            )
        )
    }

    func flush() async throws(ExportError) {
        if self.fault == .refusesAnEarlyFlush, self.records.isEmpty {
            throw ExportError(.misconfigured, "there is nothing to flush")
        }
    }

    func shutdown() async {
        self.state.withLock { state in
            state.isShutDown = true
            if self.fault == .forgetsAtShutdown { state.records = [] }
        }
    }
}
