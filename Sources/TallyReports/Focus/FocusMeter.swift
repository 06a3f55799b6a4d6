internal import TallyPricing

/// What FOCUS calls the things that are counted.
///
/// The names are those of the examples in the draft of FOCUS 1.5, with the columns of FOCUS 1.2.
struct FocusMeter: Hashable, Sendable {
    /// `SkuMeter`.
    let name: String
    /// The key `x_TokenType` of `SkuPriceDetails`; nil for what is no token.
    let tokenType: String?
    /// `ConsumedUnit`: the plural of what is counted.
    let unit: String
    /// How many of it are one of `PricingUnit`, unless the price is for a number that does not go into it.
    let usualPer: Int

    /// The meter of a counter.
    init(_ counter: UsageCounter) {
        if let (name, type) = Self.tokens[counter] {
            (self.name, self.tokenType, self.unit, self.usualPer) = (name, type, "Tokens", 1_000_000)
            return
        }
        let words = Self.units[counter] ?? Self.titled(counter.rawValue)
        (self.name, self.tokenType, self.unit) = (Self.titled(counter.rawValue), nil, words)
        self.usualPer = 1
    }

    /// The meter of a cost that the provider itself said, for whole calls.
    static let providerReported = FocusMeter("Provider-Reported Cost", unit: "Requests")

    private init(_ name: String, unit: String) {
        (self.name, self.tokenType, self.unit, self.usualPer) = (name, nil, unit, 1)
    }

    private static let tokens: [UsageCounter: (String, String)] = [
        .inputUncached: ("Input Tokens", "Input"), .cacheRead: ("Cache Read Input Tokens", "CacheRead"),
        .cacheWrite5m: ("Cache Write Input Tokens (5 Minutes)", "CacheWrite"),
        .cacheWrite1h: ("Cache Write Input Tokens (1 Hour)", "CacheWrite"),
        .cacheWriteOther: ("Cache Write Input Tokens", "CacheWrite"),
        .toolUsePrompt: ("Tool Use Input Tokens", "Input"), .outputText: ("Output Tokens", "Output"),
        .reasoning: ("Reasoning Output Tokens", "Output"), .citations: ("Citation Output Tokens", "Output"),
        .inputAudio: ("Audio Input Tokens", "Input"), .inputImage: ("Image Input Tokens", "Input"),
        .inputVideo: ("Video Input Tokens", "Input"), .inputDocument: ("Document Input Tokens", "Input"),
        .cacheReadAudio: ("Cache Read Audio Input Tokens", "CacheRead"),
        .cacheReadImage: ("Cache Read Image Input Tokens", "CacheRead"),
        .cacheReadVideo: ("Cache Read Video Input Tokens", "CacheRead"),
        .cacheReadDocument: ("Cache Read Document Input Tokens", "CacheRead"),
        .outputAudio: ("Audio Output Tokens", "Output"), .outputImage: ("Image Output Tokens", "Output"),
        .outputVideo: ("Video Output Tokens", "Output"),
    ]

    // What the unit is not the counter's own name for.
    private static let units: [UsageCounter: String] = [
        .codeExecutionMilliseconds: "Milliseconds", .audioMilliseconds: "Milliseconds",
        .inputAudioMilliseconds: "Milliseconds", .outputAudioMilliseconds: "Milliseconds",
        .cacheStorageTokenSeconds: "Token-Seconds", .webSearches: "Searches", .socialSearches: "Searches",
        .storageSearches: "Searches", .webFetches: "Fetches", .codeExecutions: "Executions",
        .codeExecutionSessions: "Sessions", .inputPixels: "Pixels", .documentPages: "Pages",
        .annotatedDocumentPages: "Pages", .inputCharacters: "Characters", .inputMessages: "Messages",
    ]

    /// `web_searches` as `Web Searches`.
    private static func titled(_ name: String) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    /// The pricing unit of so many: `1000000 Tokens`, `Requests`.
    func pricingUnit(per: Int) -> String { per == 1 ? self.unit : "\(per) \(self.unit)" }
}
