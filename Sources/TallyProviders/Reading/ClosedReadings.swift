internal import TallyPricing

/// The sum of responses that came in one body: the lines of a batch's results, the turns of a realtime session.
struct ClosedReadings: Sendable {
    /// The most samplings that are kept apart.
    private static let samplingLimit = 1_024

    private(set) var usage: TokenUsage?
    private(set) var check = UsageCheck.notStated
    private(set) var samplings: [Sampling] = []
    private(set) var providerCost: Money?
    private(set) var isBatch = false
    private(set) var format: WireFormat?
    /// The numbers of the first response that does not add up.
    private(set) var raw: [RawQuantity] = []

    /// Adds a response.
    mutating func add(_ facts: Facts, format: WireFormat?) {
        if facts.has("custom_id") { self.isBatch = true }
        guard let format = format ?? WireFormat.detected(in: facts) else { return }
        self.format = format
        var reading = UsageReading(facts)
        format.reader.read(&reading)
        guard !reading.usage.isEmpty else { return }
        self.usage = self.usage.map { $0 + reading.usage } ?? reading.usage
        self.samplings += reading.samplings.prefix(Self.samplingLimit - self.samplings.count)
        if let cost = reading.providerCost { self.providerCost = (self.providerCost ?? .zero) + cost }
        if self.check.ambiguity == nil, self.check != reading.check {
            self.check = self.usage == reading.usage || reading.check.ambiguity != nil ? reading.check : .notStated
        }
        if reading.check.ambiguity != nil, self.raw.isEmpty { self.raw = facts.quantities(under: ReportedUsage.roots) }
    }
}
