/// The sets of attributes that each instrument has had, at most so many.
///
/// The first ones of the exporter's life stay; all others share one. Sets that came and went with each batch would be
/// bounded here and without bound at the receiver.
struct MetricAttributeSets: Sendable {
    /// What stands for all sets that were too many (OpenTelemetry, metrics SDK, "Cardinality limits").
    static let overflow = [OTLPAttribute("otel.metric.overflow", .flag(true))]

    private let limit: Int
    private var known: [MetricInstrument: Set<[OTLPAttribute]>] = [:]

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The attributes by which a value is to be counted: those given, or ``overflow``.
    mutating func admitted(_ attributes: [OTLPAttribute], to instrument: MetricInstrument) -> [OTLPAttribute] {
        if self.known[instrument]?.contains(attributes) ?? false { return attributes }
        // One place is that of the overflow.
        guard self.known[instrument]?.count ?? 0 < self.limit - 1 else { return Self.overflow }
        self.known[instrument, default: []].insert(attributes)
        return attributes
    }
}
