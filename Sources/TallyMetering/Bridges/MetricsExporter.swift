#if Metrics
internal import CoreMetrics
internal import TallyPricing
internal import TallyTokenizer

/// Counts tokens and money by provider and model in swift-metrics.
///
/// It is an exporter like any other, and no pipeline has it unless it is asked for.
///
/// | label | counts | dimensions |
/// |---|---|---|
/// | `tally.calls` | calls | `provider`, `model` |
/// | `tally.tokens` | tokens | `provider`, `model`, `direction` (`input`, `output`) |
/// | `tally.cost_nanodollars` | what is known of the cost, in 10⁻⁹ dollars | `provider`, `model` |
/// | `tally.unpriced_calls` | calls without a complete price | `provider`, `model` |
///
/// Models beyond ``seriesLimit`` are counted together as `other`, so that a mistake in a model's name does not make a metric
/// system fall over. Metrics do not know a record that comes twice; for billing there is the ledger.
public final class MetricsExporter: UsageExporter {
    /// What the exporter is called in the accounts.
    public let name: String
    /// How many pairs of provider and model are counted apart.
    public let seriesLimit: Int

    private struct Key: Hashable {
        var provider: String
        var model: String
    }

    private struct Series {
        let calls: Counter
        let input: Counter
        let output: Counter
        let cost: Counter
        let unpriced: Counter
        /// Pico-dollars that are not a whole nano-dollar yet.
        var rest: Int128 = 0

        init(_ key: Key) {
            let dimensions = [("provider", key.provider), ("model", key.model)]
            self.calls = Counter(label: "tally.calls", dimensions: dimensions)
            self.input = Counter(label: "tally.tokens", dimensions: dimensions + [("direction", "input")])
            self.output = Counter(label: "tally.tokens", dimensions: dimensions + [("direction", "output")])
            self.cost = Counter(label: "tally.cost_nanodollars", dimensions: dimensions)
            self.unpriced = Counter(label: "tally.unpriced_calls", dimensions: dimensions)
        }
    }

    private let series = Locked<[Key: Series]>([:])

    /// Creates an exporter that counts at most `seriesLimit` pairs of provider and model apart.
    public init(name: String = "metrics", seriesLimit: Int = 100) {
        self.name = name
        self.seriesLimit = seriesLimit
    }

    /// Counts the calls of `batch`.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        self.series.withLock { series in
            for case .usage(let record) in batch { self.count(record, in: &series) }
        }
    }

    private func count(_ record: UsageRecord, in series: inout [Key: Series]) {
        var key = Key(provider: record.provider ?? "unknown", model: record.model)
        if series[key] == nil, series.count >= self.seriesLimit { key = Key(provider: "other", model: "other") }
        var entry = series[key] ?? Series(key)
        let amount = RecordAmount(of: .usage(record))
        entry.calls.increment()
        // A counter does not go backwards, whatever a provider says.
        entry.input.increment(by: max(0, record.usage.inputTotal ?? 0))
        entry.output.increment(by: max(0, record.usage.outputTotal ?? 0))
        if amount.unpricedRecords > 0 { entry.unpriced.increment() }
        let (nanodollars, rest) = (entry.rest + max(0, amount.cost.picodollars)).quotientAndRemainder(dividingBy: 1_000)
        entry.cost.increment(by: Int64(clamping: nanodollars))
        entry.rest = rest
        series[key] = entry
    }

    /// Does nothing: counters are never behind.
    public func flush() async throws(ExportError) {}

    /// Does nothing.
    public func shutdown() async {}
}
#endif
