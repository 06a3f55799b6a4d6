public import Instrumentation

/// Carries tags and ids between services: what requests bring in the header `baggage`, and what they are sent with.
///
/// ```swift
/// InstrumentationSystem.bootstrap(MultiplexInstrument([tracer, UsageBaggageInstrument()]))
/// ```
///
/// An HTTP client that knows instruments sends the header with *every* request, those to a provider included: choose the
/// tags that may leave. An injector can't read what is there already; members of others that came with the request that is
/// served are passed on. Where another instrument writes the same header, use ``UsageBaggage`` with the header at hand.
public struct UsageBaggageInstrument: Instrument {
    /// The tags that cross, in either direction.
    public let tags: TagSelection

    /// Creates an instrument that lets these tags cross.
    public init(tags: TagSelection = .standard) {
        self.tags = tags
    }

    /// Takes the tags and ids of the carrier's `baggage` into `context`.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let header = extractor.extract(key: UsageBaggage.headerName, from: carrier) else { return }
        UsageBaggage.read(header, into: &context, tags: self.tags)
    }

    /// Puts the tags and ids of `context` into the carrier's `baggage`.
    public func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        let foreign = context.usageScope.foreignBaggage
        guard let header = UsageBaggage.header(for: context, tags: self.tags, addedTo: foreign) else { return }
        injector.inject(header, forKey: UsageBaggage.headerName, into: &carrier)
    }
}
