extension UsageCounter {
    /// The classes of input tokens.
    public static let inputClasses: [UsageCounter] = [
        .inputUncached, .cacheRead, .cacheWrite5m, .cacheWrite1h, .cacheWriteOther, .toolUsePrompt,
    ]
    /// The classes of output tokens.
    public static let outputClasses: [UsageCounter] = [.outputText, .reasoning, .citations]

    /// Whether the counter is one of the disjoint classes of tokens.
    public var isClass: Bool {
        switch self {
        case .inputUncached, .cacheRead, .cacheWrite5m, .cacheWrite1h, .cacheWriteOther, .toolUsePrompt: true
        case .outputText, .reasoning, .citations: true
        default: false
        }
    }

    /// The class that this counter is a part of; nil for classes and for what is not tokens.
    public var whole: UsageCounter? {
        switch self {
        case .inputAudio, .inputImage, .inputVideo, .inputDocument: .inputUncached
        case .cacheReadAudio, .cacheReadImage, .cacheReadVideo, .cacheReadDocument: .cacheRead
        case .outputAudio, .outputImage, .outputVideo: .outputText
        default: nil
        }
    }

    /// The parts of this class.
    var parts: [UsageCounter] {
        switch self {
        case .inputUncached: Self.inputParts
        case .cacheRead: Self.cacheReadParts
        case .outputText: Self.outputParts
        default: []
        }
    }

    private static let inputParts: [UsageCounter] = [.inputAudio, .inputImage, .inputVideo, .inputDocument]
    private static let cacheReadParts: [UsageCounter] = [
        .cacheReadAudio, .cacheReadImage, .cacheReadVideo, .cacheReadDocument,
    ]
    private static let outputParts: [UsageCounter] = [.outputAudio, .outputImage, .outputVideo]

    /// The counters whose rate this one takes when it has none of its own.
    ///
    /// A price list that names only an input rate charges it for cached input too, and one that names no reasoning rate
    /// charges reasoning as output: that is how the lists mean it, and it never makes anything free. Document tokens are
    /// charged as images are (Gemini).
    public var parents: [UsageCounter] {
        switch self {
        case .cacheRead, .cacheWriteOther, .toolUsePrompt, .inputAudio, .inputImage, .inputVideo: [.inputUncached]
        case .cacheWrite5m, .cacheWrite1h: [.cacheWriteOther]
        case .inputDocument: [.inputImage]
        case .cacheReadAudio: [.cacheRead, .inputAudio]
        case .cacheReadImage: [.cacheRead, .inputImage]
        case .cacheReadVideo: [.cacheRead, .inputVideo]
        case .cacheReadDocument: [.cacheReadImage, .inputDocument]
        case .reasoning, .citations, .outputAudio, .outputImage, .outputVideo: [.outputText]
        case .inputAudioMilliseconds, .outputAudioMilliseconds: [.audioMilliseconds]
        case .annotatedDocumentPages: [.documentPages]
        default: []
        }
    }

    /// All parents, their parents and so on.
    var ancestors: Set<UsageCounter> {
        self.parents.reduce(into: []) { $0.formUnion($1.ancestors.union([$1])) }
    }

    /// Returns the counters, this one or the nearest ancestors, that `hasRate` says yes to.
    ///
    /// One counter: its rate applies. None: there is no rate. Two: neither is more specific than the other.
    func nearestRated(_ hasRate: (UsageCounter) -> Bool) -> Set<UsageCounter> {
        if hasRate(self) { return [self] }
        let found = self.parents.reduce(into: Set<UsageCounter>()) { $0.formUnion($1.nearestRated(hasRate)) }
        let covered = found.reduce(into: Set<UsageCounter>()) { $0.formUnion($1.ancestors) }
        return found.subtracting(covered)
    }

    /// What one of this counter's quantity is: `token`, `request`, `millisecond`.
    public var unit: String {
        switch self {
        case .codeExecutionMilliseconds, .audioMilliseconds, .inputAudioMilliseconds, .outputAudioMilliseconds:
            "millisecond"
        case .cacheStorageTokenSeconds: "token-second"
        case .webSearches, .socialSearches, .storageSearches: "search"
        case .webFetches: "fetch"
        case .codeExecutions: "execution"
        case .codeExecutionSessions: "session"
        case .images: "image"
        case .inputPixels: "pixel"
        case .documentPages, .annotatedDocumentPages: "page"
        case .rerankUnits: "rerank unit"
        case .inputCharacters: "character"
        case .inputMessages: "message"
        case .requests: "request"
        default: "token"
        }
    }
}
