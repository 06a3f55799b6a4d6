public import TallyTokenizer

/// Records what calls of language models use, with who makes them what for.
///
/// A call that is made inside ``measure(model:provider:tags:options:_:)`` is timed, and recorded whether it returns, throws
/// or is cancelled:
///
/// ```swift
/// let answer = try await meter.measure(model: "gpt-5", tags: ["feature": "search"]) { call in
///     let bytes = try await send(request)
///     call.received(bytes)          // the response, whole or in chunks cut anywhere
///     return bytes
/// }
/// ```
///
/// Who has the usage already says it with ``record(_:model:provider:tags:)``.
///
/// A meter is a value that is cheap to copy: one with other ``tags`` records to the same place. Each record has the tags of
/// the meter, over them those of the task (`withUsageTags`), over them those of the call.
public struct UsageMeter: Sendable {
    /// Where the records go.
    public let recorder: any UsageRecorder
    /// The tags of every record.
    public var tags: UsageTags
    /// What is asked before a call is made; nil lets every call pass.
    public var admission: CallAdmission?
    /// What the trace around a call is told; nil tells it nothing.
    public var spans: SpanReporting?
    /// Where records and durations have their times from.
    public var clock: MeterClock
    /// Makes a counter for the output of a model's streams that end early; nil leaves what is missing unknown.
    ///
    /// An application takes `UsageMeter.countingOutput` of the module `Tally`.
    public var outputCounter: (@Sendable (_ model: String) -> TokenStream?)?
    /// Makes the ids.
    let ids: RecordIDMaker

    /// Creates a meter that records to `recorder`.
    public init(
        recorder: any UsageRecorder,
        tags: UsageTags = UsageTags(),
        admission: CallAdmission? = nil,
        clock: MeterClock = .system,
        outputCounter: (@Sendable (_ model: String) -> TokenStream?)? = nil
    ) {
        self.recorder = recorder
        self.tags = tags
        self.admission = admission
        self.clock = clock
        self.outputCounter = outputCounter
        self.ids = RecordIDMaker()
    }

    /// A meter that records nothing.
    public static let noOp = UsageMeter(recorder: NoOpRecorder())
}

/// Records to nowhere.
private struct NoOpRecorder: UsageRecorder {
    func record(_ record: consuming MeteringRecord) {}
}
