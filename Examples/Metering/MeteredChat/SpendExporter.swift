import Synchronization
import TallyMetering

/// An exporter of one's own: it keeps what was spent, to say it.
final class SpendExporter: UsageExporter {
    let name = "spend"
    private let state = Mutex(State())

    private struct State {
        var lastLine = ""
        var calls = 0
        var tokens = 0
        var cost = Money.zero
    }

    func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        for case .usage(let record) in batch {
            let tokens = record.usage.total ?? 0
            let cost = record.cost?.total
            self.state.withLock { state in
                let input = record.usage.inputTotal ?? 0
                let cached = record.usage.cacheRead ?? 0
                let output = record.usage.outputTotal ?? 0
                let price = cost.map { "$\($0)" } ?? "unpriced"
                state.lastLine = "  \(input) in (\(cached) cached), \(output) out, \(price)"
                state.calls += 1
                state.tokens += tokens
                state.cost += cost ?? .zero
            }
        }
    }

    func flush() async throws(ExportError) {}
    func shutdown() async {}

    /// What the last call used.
    var lastLine: String { self.state.withLock(\.lastLine) }

    /// What all calls used.
    var total: String {
        self.state.withLock { "\($0.calls) calls, \($0.tokens) tokens, $\($0.cost)" }
    }
}
