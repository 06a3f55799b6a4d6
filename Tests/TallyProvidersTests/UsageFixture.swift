import TallyPricing
import TallyProviders
import TallyTestSupport
import Testing

/// A response written by hand, and what it says.
struct UsageFixture: Sendable, CustomTestStringConvertible {
    /// What stands in every prompt and answer of the fixtures, and must not be found in any report.
    static let text = "Zebra crossing, 4711 stripes"

    let name: String
    let format: WireFormat
    let body: [UInt8]
    let usage: TokenUsage
    var check = UsageCheck.notStated
    var isStream = false
    var isComplete = true
    var source = UsageSource.provider
    /// Whether the format can be told without naming it.
    var isDetected = true
    /// What else the report says, as text: `model=…`.
    var details: [String] = []

    var testDescription: String { self.name }

    init(
        _ name: String,
        _ format: WireFormat,
        _ body: String,
        _ usage: TokenUsage,
        _ check: UsageCheck = .notStated,
        details: [String] = []
    ) {
        self.init(name, format, bytes: Array(body.utf8), usage, check, details: details)
    }

    init(
        _ name: String,
        _ format: WireFormat,
        bytes: [UInt8],
        _ usage: TokenUsage,
        _ check: UsageCheck = .notStated,
        details: [String] = []
    ) {
        self.name = name
        self.format = format
        self.body = bytes
        self.usage = usage
        self.check = check
        self.details = details
    }

    /// The same, with other properties.
    func with(_ change: (inout UsageFixture) -> Void) -> UsageFixture {
        var copy = self
        change(&copy)
        return copy
    }

    /// The same as a stream.
    var streamed: UsageFixture { self.with { $0.isStream = true } }

    /// Returns what a reader reports of these pieces.
    static func report(_ parts: [ArraySlice<UInt8>], format: WireFormat? = nil) -> ReportedUsage {
        var reader = ResponseReader(format: format)
        for part in parts { reader.append(Array(part)) }
        return reader.finish()
    }
}

/// Server-sent events with these data.
func events(_ data: String...) -> String {
    data.map { "data: \($0)\n\n" }.joined()
}

extension ReportedUsage {
    /// What is said beside the usage, as `name=value`.
    var details: [String] {
        var details: [String] = []
        if let model { details.append("model=\(model)") }
        if let responseID { details.append("id=\(responseID)") }
        if let provider { details.append("provider=\(provider)") }
        if let serviceTier { details.append("tier=\(serviceTier)") }
        if let speed { details.append("speed=\(speed)") }
        if let region { details.append("region=\(region)") }
        if let finishReason { details.append("finish=\(finishReason)") }
        if let errorKind { details.append("error=\(errorKind)") }
        if let providerCost { details.append("cost=\(providerCost)") }
        if self.isBatch { details.append("batch") }
        for sampling in self.furtherSamplings {
            details.append("sampling=\(sampling.kind) \(sampling.model ?? "-") \(sampling.usage)")
        }
        return details
    }
}
