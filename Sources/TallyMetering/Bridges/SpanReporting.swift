public import Tracing

/// What a meter tells the trace in which a call is made: on the span that is current where the call begins.
///
/// ```swift
/// meter.spans = SpanReporting(.event)
/// ```
public struct SpanReporting: Sendable {
    /// In which form.
    public enum Form: Hashable, Sendable {
        /// As attributes of the span, for one that is the call's own.
        case attributes
        /// As an event on the span, for one in which several calls are made.
        case event
    }

    /// In which form.
    public var form: Form
    /// Gives records the price that the trace is told.
    public let pricer: RecordPricer
    private let tracer: (any Tracer)?

    /// Creates a reporting.
    ///
    /// - Parameters:
    ///   - form: In which form.
    ///   - pricer: Gives records the price that the trace is told.
    ///   - tracer: Knows the spans; nil takes the one of the process.
    public init(_ form: Form, pricer: RecordPricer = RecordPricer(), tracer: (any Tracer)? = nil) {
        self.form = form
        self.pricer = pricer
        self.tracer = tracer
    }

    /// Tells the span of `context`, if there is one that records, and returns the record with the price that it was told.
    func tell(_ record: UsageRecord, in context: InstrumentationContext?) -> UsageRecord {
        guard let context,
            let span = (self.tracer ?? InstrumentationSystem.tracer).activeSpan(identifiedBy: context),
            span.isRecording
        else { return record }
        let record = self.pricer.pricedOnce(record)
        switch self.form {
        case .attributes: span.set(usage: record)
        case .event: span.addEvent(usage: record)
        }
        return record
    }
}
