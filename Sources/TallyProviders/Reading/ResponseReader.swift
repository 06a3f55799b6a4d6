public import TallyTokenizer

/// Reads what a response says of its usage while its bytes pass by.
///
/// ```swift
/// var reader = ResponseReader(model: "gpt-5.6") { model in encoding(of: model).map { Tokenizer($0).stream() } }
/// for try await chunk in body { reader.append(chunk) }
/// let report = reader.finish()
/// report.usage.outputTotal
/// ```
///
/// Whole JSON, server-sent events, JSON lines, Gemini's arrays of chunks and AWS event streams are told apart by their
/// bytes, and so is the format of the usage, unless the caller names it. The bytes may be cut anywhere. They are those of
/// the body without its content encoding: decompress before.
///
/// Nothing of the text is kept, only numbers, names and ids that the formats' tables name. Malformed input is no error:
/// the report says that it is incomplete.
///
/// - Complexity: O(*n*) in the bytes of the body; memory doesn't grow with it.
public struct ResponseReader: Sendable {
    private enum Framing {
        case unknown
        case documents
        case events(SSEFraming)
        case messages(EventStreamFraming)
    }

    private static let end = Array("[DONE]".utf8)

    private var framing = Framing.unknown
    private var outer = JSONScanner(WireFormat.tree)
    private var inner = JSONScanner(WireFormat.tree)
    private var collector: DocumentCollector
    private let format: WireFormat?
    private let provider: String?
    private let region: String?

    /// How much of a byte order mark has been passed over.
    private var markCount = 0
    /// How much of `[DONE]` the data of this event has been, while it can still be that.
    private var endCount: Int? = 0
    private var isEndSaid = false
    private var isDamaged = false
    private var isPassingLine = false
    private var exception: String?

    /// Creates a reader of one response.
    ///
    /// - Parameters:
    ///   - format: The form of the response; nil finds it out. ``WireFormat/init(url:)`` knows it from the address.
    ///   - provider: The provider's id as in the price book, for the report.
    ///   - model: The model that was asked for: it names the counter where the response doesn't say in time which answers.
    ///   - counter: Makes what counts a model's output, for responses that end before their usage; nil for a model that it
    ///     can't count. It is called at most once for each part of a response.
    public init(
        format: WireFormat? = nil,
        provider: String? = nil,
        model: String? = nil,
        counter: (@Sendable (_ model: String) -> TokenStream?)? = nil
    ) {
        self.format = format
        self.provider = provider
        self.region = nil
        self.collector = DocumentCollector(format: format, model: model, counting: counter)
    }

    /// Creates a reader of the response to a request to this address.
    ///
    /// - Parameters:
    ///   - endpoint: What the address tells of the response's form, provider, model and region.
    ///   - model: The model that was asked for, if the address doesn't have it.
    ///   - counter: Makes what counts a model's output, as above.
    public init(
        endpoint: ProviderEndpoint,
        model: String? = nil,
        counter: (@Sendable (_ model: String) -> TokenStream?)? = nil
    ) {
        self.format = endpoint.format
        self.provider = endpoint.provider
        self.region = endpoint.region
        let model = model ?? endpoint.model
        self.collector = DocumentCollector(format: endpoint.format, model: model, counting: counter)
    }

    /// Notes a header of the response; Bedrock says token counts there.
    ///
    /// Any other header is ignored, and none is kept.
    public mutating func noteHeader(_ name: String, _ value: String) {
        let places = [
            "x-amzn-bedrock-input-token-count": "header.input",
            "x-amzn-bedrock-output-token-count": "header.output",
            "x-amzn-bedrock-cache-read-input-token-count": "header.cacheRead",
            "x-amzn-bedrock-cache-write-input-token-count": "header.cacheWrite",
        ]
        guard let place = places[name.lowercased()], value.utf8.count <= NumberText.limit else { return }
        self.collector.note(place, .number(NumberText(text: value)))
    }

    /// Reads more bytes of the body.
    public mutating func append(_ bytes: [UInt8]) {
        bytes.withSpan { self.append($0) }
    }

    /// Reads more bytes of the body.
    public mutating func append(_ bytes: Span<UInt8>) {
        var position = 0
        while case .unknown = self.framing, position < bytes.count {
            if self.chooseFraming(bytes[position]) { break }
            position += 1
        }
        let rest = bytes.extracting(position...)
        switch self.framing {
        case .unknown: break
        case .documents: self.scan(rest)
        case .events(var events):
            self.framing = .unknown
            self.append(rest, &events)
            self.framing = .events(events)
        case .messages(var messages):
            self.framing = .unknown
            self.append(rest, &messages)
            self.framing = .messages(messages)
        }
    }

    /// Decides by the first byte that says something; false if it is to be passed over.
    private mutating func chooseFraming(_ byte: UInt8) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if self.markCount < 3, byte == mark[self.markCount] {
            self.markCount += 1
            return false
        }
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return false
        case 0x00: self.framing = .messages(EventStreamFraming())
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: ":"): self.framing = .events(SSEFraming())
        default: self.framing = .documents
        }
        return true
    }

    // MARK: - Framings

    private mutating func append(_ bytes: Span<UInt8>, _ events: inout SSEFraming) {
        var position = 0
        while let event = events.next(bytes, &position) {
            switch event {
            case .data(let range):
                self.collector.eventType = events.type
                self.appendData(bytes.extracting(range))
            case .endLine:
                self.flushHeldData()
                self.scan(Self.lineEnd)
            case .endEvent:
                self.flushHeldData()
                self.endEvent()
            }
        }
    }

    private static let lineEnd: [UInt8] = [0x0A]

    /// Reads data of an event; `[DONE]` is no JSON, and says that the stream is complete.
    private mutating func appendData(_ bytes: Span<UInt8>) {
        var start = 0
        while let count = self.endCount, start < bytes.count {
            if count < Self.end.count, bytes[start] == Self.end[count] {
                self.endCount = count + 1
                start += 1
                if count + 1 == Self.end.count {
                    self.isEndSaid = true
                    self.isPassingLine = true
                    self.endCount = nil
                }
            } else {
                self.endCount = nil
                self.scan(Array(Self.end.prefix(count)))
            }
        }
        if !self.isPassingLine { self.scan(bytes.extracting(start...)) }
    }

    private mutating func flushHeldData() {
        if let count = self.endCount, count > 0 { self.scan(Array(Self.end.prefix(count))) }
        self.isPassingLine = false
        self.endCount = self.outer.isInside ? nil : 0
    }

    private mutating func endEvent() {
        if self.outer.isInside {
            if self.outer.failure != .notJSON || !self.outer.levels.isEmpty { self.isDamaged = true }
            self.collector.endDocument()
            self.outer.reset()
        }
        self.endCount = 0
    }

    private mutating func append(_ bytes: Span<UInt8>, _ messages: inout EventStreamFraming) {
        var position = 0
        while let event = messages.next(bytes, &position) {
            switch event {
            case .payload(let range): self.scan(bytes.extracting(range))
            case .endMessage:
                self.exception = self.exception ?? messages.exception
                self.collector.endBase64()
                self.scanDecoded()
                if self.outer.isInside || self.inner.isInside { self.isDamaged = true }
                self.collector.endDocument()
                self.outer.reset()
                self.inner.reset()
            }
        }
        if messages.isDamaged { self.isDamaged = true }
    }

    // MARK: - Documents

    private mutating func scan(_ bytes: [UInt8]) {
        bytes.withSpan { self.scan($0) }
    }

    private mutating func scan(_ bytes: Span<UInt8>) {
        var start = 0
        while start < bytes.count {
            if self.isPassingLine {
                while start < bytes.count, bytes[start] != 0x0A { start += 1 }
                self.isPassingLine = start == bytes.count
                continue
            }
            start += self.outer.scan(bytes.extracting(start...), into: &self.collector)
            self.scanDecoded()
            guard self.outer.failure != nil else { return }
            // Where documents stand on lines of their own, the next line is read again.
            guard case .documents = self.framing, self.outer.documentCount > 0, !self.outer.hasArray else { return }
            self.isDamaged = true
            self.collector.endDocument()
            self.outer.reset()
            self.isPassingLine = true
        }
    }

    private mutating func scanDecoded() {
        guard !self.collector.decoded.isEmpty else { return }
        let bytes = self.collector.decoded
        self.collector.decoded.removeAll(keepingCapacity: true)
        bytes.withSpan { _ = self.inner.scan($0, into: &self.collector) }
    }

    /// Whether any output has come, of which the time tells how long the model took to begin.
    public var hasOutput: Bool { self.collector.hasText }

    // MARK: - End

    /// The body is over; returns what it said.
    ///
    /// - Parameter isInterrupted: Whether the connection broke or the caller stopped reading: then a stream that hasn't
    ///   said its end is incomplete in any case, and so is a response without any byte.
    public mutating func finish(isInterrupted: Bool = false) -> ReportedUsage {
        if case .events = self.framing { self.flushHeldData() }
        self.outer.finish(into: &self.collector)
        var isCut = self.outer.isInside || self.inner.isInside || self.isPassingLine
        var isMessages = false
        if case .messages(let messages) = self.framing {
            isMessages = true
            self.exception = self.exception ?? messages.exception
            isCut = isCut || messages.isInside
        }
        // Audio, a page, a plain text: nothing was missed.
        let isForeign = self.isDocument && self.outer.isForeign
        self.collector.endDocument()
        let ending = ResponseEnding(
            isStream: self.isStream,
            isDocument: self.isDocument && self.outer.documentCount > 0,
            isMessages: isMessages,
            isEndSaid: self.isEndSaid,
            isCut: (isCut && !isForeign) || (isInterrupted && self.outer.documentCount == 0),
            isDamaged: self.isDamaged || (self.outer.failure != nil && !isForeign),
            isForeign: isForeign && !isInterrupted,
            exception: self.exception
        )
        var report = UsageReporter(
            collector: self.collector,
            format: self.format,
            ending: ending
        ).report()
        report.provider = self.provider ?? report.provider
        report.region = report.region ?? self.region
        return report
    }

    /// Whether the body is JSON of no framing.
    private var isDocument: Bool {
        if case .documents = self.framing { true } else { false }
    }

    private var isStream: Bool {
        switch self.framing {
        case .events, .messages: true
        case .documents: self.outer.hasArray || self.outer.documentCount > 1 || self.collector.facts.isFalse("done")
        case .unknown: false
        }
    }
}
