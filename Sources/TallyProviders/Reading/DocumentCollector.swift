internal import TallyPricing
internal import TallyTokenizer

/// Gathers what the documents of one response say.
struct DocumentCollector: JSONSink, Sendable {
    /// Everything said so far by documents that are complete.
    private(set) var facts = Facts()
    private var document = Facts()
    private(set) var counting: TextCounting
    private let requestedModel: String?
    private var textKind: TextKind?
    /// Whether any text of the model's has come.
    private(set) var hasText = false
    /// The type of the event that is read, as the framing says it; some servers write it last in the document.
    var eventType: [UInt8] = []
    private var lane = 0

    /// What is inside of documents that are Base64.
    var decoded: [UInt8] = []
    private var decoder = Base64Decoder()

    /// The sum of documents that are a response each: lines of a batch's results, turns of a realtime session.
    private(set) var closed = ClosedReadings()
    private let format: WireFormat?

    init(format: WireFormat?, model: String?, counting: (@Sendable (String) -> TokenStream?)?) {
        self.format = format
        self.requestedModel = model
        self.counting = TextCounting(counting)
    }

    mutating func fact(_ path: String, _ value: FactValue) {
        self.document.set(path, value)
    }

    mutating func array(at path: String) {
        self.document.beginArray(path)
    }

    /// Notes what is said beside the documents.
    mutating func note(_ path: String, _ value: FactValue) {
        self.facts.set(path, value)
    }

    // MARK: - Text

    mutating func beginText(_ kind: TextKind) {
        self.textKind = kind == .byType ? self.kindByType : kind
        self.lane = self.document.number("lane")?.integer?.value ?? 0
    }

    mutating func text(_ kind: TextKind, _ bytes: Span<UInt8>) {
        guard let textKind else { return }
        self.hasText = self.hasText || !bytes.isEmpty
        let model = self.requestedModel ?? self.document.name("model") ?? self.facts.name("model")
        self.counting.append(bytes, kind: textKind, lane: self.lane, model: model)
    }

    /// Several APIs call the new text of an event `delta` or `text`, whatever it is of.
    private var kindByType: TextKind? {
        let said = self.document.name("type") ?? self.document.name("event_type")
        let type = said ?? String(decoding: self.eventType, as: UTF8.self)
        switch type {
        case "response.output_text.delta", "response.refusal.delta", "response.text.delta", "text-generation",
            "transcript.text.delta", "response.audio_transcript.delta", "response.output_audio_transcript.delta":
            return .answer
        case "response.function_call_arguments.delta", "response.mcp_call_arguments.delta",
            "response.custom_tool_call_input.delta", "response.code_interpreter_call_code.delta":
            return .toolCall
        case "response.reasoning_text.delta", "response.reasoning_summary_text.delta": return .reasoning
        default: return nil
        }
    }

    // MARK: - Documents in documents

    mutating func base64(_ bytes: Span<UInt8>) {
        self.decoder.append(bytes, to: &self.decoded)
    }

    /// The message with Base64 in it is complete.
    mutating func endBase64() {
        self.decoder.finish(into: &self.decoded)
    }

    // MARK: - Ends

    mutating func endDocument() {
        guard !self.document.isEmpty else { return }
        self.adjust()
        if self.isWhole(self.document) {
            self.closed.add(self.document, format: self.format)
            for root in ["usage", "usageMetadata", "placeholder"] { self.document.remove(under: root) }
            self.counting.reset()
        }
        self.facts.merge(self.document)
        if self.document.isTrue("turnComplete"), self.facts.hasAny(under: "usageMetadata") {
            // A turn of a Live session; others may follow.
            self.closed.add(self.facts, format: .geminiGenerateContent)
            self.facts.remove(under: "usageMetadata")
            self.counting.reset()
        }
        self.document = Facts()
    }

    private mutating func adjust() {
        if self.document.name("type") == "message_start" {
            // The output of the first event is a placeholder; the iterations are those of the last.
            self.document.rename("usage.output_tokens", "placeholder.output_tokens")
            self.document.remove(under: "usage.output_tokens_details")
            self.document.remove(under: "usage.iterations")
        }
        if self.document.name("object") == "thread.run.step", !self.facts.isEmpty {
            // The run repeats what its steps used.
            self.document.remove(under: "usage")
        }
    }

    /// Whether a document is a response of its own among others.
    private func isWhole(_ document: Facts) -> Bool {
        if document.has("custom_id") { return true }
        let isTurn = document.name("type") == "response.done" && document.hasAny(under: "usage")
        return isTurn && document.name("response.object") == "realtime.response"
    }
}
