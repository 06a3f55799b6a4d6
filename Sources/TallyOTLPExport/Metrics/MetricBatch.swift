internal import TallyMetering

/// What a batch of records adds to each instrument.
struct MetricBatch: Sendable {
    /// The points of an instrument, in the order in which their attributes came up: the same records give the same bytes.
    struct Series: Sendable {
        private(set) var attributes: [[OTLPAttribute]] = []
        private(set) var points: [MetricPoint] = []
        private var indices: [[OTLPAttribute]: Int] = [:]

        fileprivate mutating func add(
            _ value: MetricValue,
            _ attributes: [OTLPAttribute],
            _ kind: MetricInstrument.Kind
        ) {
            let index = self.indices[attributes] ?? self.points.count
            if index == self.points.count {
                self.indices[attributes] = index
                self.attributes.append(attributes)
                self.points.append(MetricPoint(kind))
            }
            self.points[index].add(value)
        }
    }

    private(set) var series: [MetricInstrument: Series] = [:]

    /// Sums up `records`; `sets` says which attributes there may be.
    init(_ records: [MeteringRecord], _ content: OTLPContent, _ sets: inout MetricAttributeSets) {
        for case .usage(let record) in records {
            record.forEachMeasurement(content) { instrument, value, attributes in
                let attributes = sets.admitted(attributes, to: instrument)
                self.series[instrument, default: Series()].add(value, attributes, instrument.kind)
            }
        }
    }

    /// How many points there are.
    var pointCount: Int { self.series.values.reduce(0) { $0 + $1.points.count } }
}
