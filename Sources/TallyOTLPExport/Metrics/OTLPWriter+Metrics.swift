extension OTLPWriter {
    /// Writes what a batch adds to each instrument, all in the same window of time.
    mutating func metrics(
        _ batch: MetricBatch,
        _ window: MetricWindow,
        _ content: OTLPContent,
        _ resource: OTLPResource
    ) {
        self.request("resourceMetrics", "scopeMetrics", "metrics", content, resource) { writer in
            for instrument in MetricInstrument.allCases {
                guard let series = batch.series[instrument] else { continue }
                writer.metric(instrument, series, window, content)
            }
        }
    }

    private mutating func metric(
        _ instrument: MetricInstrument,
        _ series: MetricBatch.Series,
        _ window: MetricWindow,
        _ content: OTLPContent
    ) {
        self.object { writer in
            writer.field("name", instrument.rawValue)
            writer.field("description", instrument.summary)
            writer.field("unit", instrument.unit)
            switch instrument.kind {
            case .counter:
                writer.object("sum") { writer in
                    writer.points(series, window) { point, writer in
                        if content.writesCountsAsNumbers {
                            writer.field("asInt", plain: UInt64(max(0, point.whole)))
                        } else {
                            writer.field("asInt", point.whole)
                        }
                    }
                    writer.field("aggregationTemporality", enumeration: 1)  // DELTA
                    writer.field("isMonotonic", true)
                }
            case .histogram(let bounds):
                writer.object("histogram") { writer in
                    writer.points(series, window) { point, writer in
                        writer.histogram(point, bounds, asNumbers: content.writesCountsAsNumbers)
                    }
                    writer.field("aggregationTemporality", enumeration: 1)  // DELTA
                }
            }
        }
    }

    private mutating func points(
        _ series: MetricBatch.Series,
        _ window: MetricWindow,
        _ body: (MetricPoint, inout OTLPWriter) -> Void
    ) {
        self.array("dataPoints") { writer in
            for (attributes, point) in zip(series.attributes, series.points) {
                writer.object { writer in
                    writer.attributes(attributes)
                    writer.field("startTimeUnixNano", window.start)
                    writer.field("timeUnixNano", window.end)
                    body(point, &writer)
                }
            }
        }
    }

    private mutating func histogram(_ point: MetricPoint, _ bounds: [Double], asNumbers: Bool) {
        if asNumbers {
            self.field("count", plain: point.count)
        } else {
            self.field("count", point.count)
        }
        self.field("sum", point.sum)
        self.array("bucketCounts") { writer in
            for count in point.buckets {
                if asNumbers { writer.element(plain: count) } else { writer.element(count) }
            }
        }
        self.array("explicitBounds") { writer in
            for bound in bounds { writer.element(bound) }
        }
        self.field("min", point.minimum)
        self.field("max", point.maximum)
    }
}
