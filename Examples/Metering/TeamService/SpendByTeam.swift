import Synchronization
import TallyMetering

/// An exporter of one's own: the spend of each team and feature, in memory.
final class SpendByTeam: UsageExporter {
    let name = "spend-by-team"

    private struct Key: Hashable {
        let team: String
        let feature: String
    }

    private let sums = Mutex([Key: (calls: Int, tokens: Int, cost: Money)]())

    func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        for case .usage(let record) in batch {
            let key = Key(team: record.tags.team ?? "untagged", feature: record.tags.feature ?? "untagged")
            self.sums.withLock { sums in
                var sum = sums[key] ?? (0, 0, .zero)
                sum.calls += 1
                sum.tokens += record.usage.total ?? 0
                sum.cost += record.cost?.total ?? .zero
                sums[key] = sum
            }
        }
    }

    func flush() async throws(ExportError) {}
    func shutdown() async {}

    var table: String {
        let lines = self.sums.withLock { sums in
            sums.map { key, sum in
                "\(key.team)/\(key.feature): \(sum.calls) calls, \(sum.tokens) tokens, $\(sum.cost)"
            }
        }
        return lines.sorted().map { $0 + "\n" }.joined()
    }
}
