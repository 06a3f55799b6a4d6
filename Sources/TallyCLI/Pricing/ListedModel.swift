internal import TallyEstimation

/// What is known about a model, in one row.
struct ListedModel {
    private let name: String
    private let counter: CounterChoice?
    private let model: PricedModel?
    /// What a million tokens cost.
    private let input: Money?
    private let output: Money?

    init(_ name: String, _ book: PriceBook, at instant: Int64) {
        self.name = name
        self.counter = try? CounterChoice(model: name)
        self.model = book.model(name)
        guard let model else {
            (self.input, self.output) = (nil, nil)
            return
        }
        let usage = TokenUsage(inputUncached: 1, outputText: 1)
        let lines = book.cost(of: usage, model: model, conditions: PricingConditions(at: instant)).lines
        func rate(_ counter: UsageCounter) -> Money? {
            lines.first { $0.counter == counter }.map { $0.rate.perMillion(per: $0.per) }
        }
        self.input = rate(.inputUncached)
        self.output = rate(.outputText)
    }

    /// The cells of a table's row.
    var row: [String] {
        [
            self.name,
            self.counter?.name ?? "unknown",
            self.counter?.accuracy.rawValue ?? "unknown",
            self.model?.contextWindow.map { NumberText.grouped($0) } ?? "unknown",
            self.input.map { MoneyText.exact($0) } ?? "unpriced",
            self.output.map { MoneyText.exact($0) } ?? "unpriced",
        ]
    }

    /// The members of an answer.
    var members: JSONObject {
        var members: JSONObject = [
            "model": .string(self.name),
            "encoding": self.counter.map { .string($0.name) } ?? .null,
            "accuracy": self.counter.map { .string($0.accuracy.rawValue) } ?? .null,
        ]
        members.append("reason", self.counter?.reason)
        if let facts = ModelCatalogue.facts(of: self.name) {
            members.append("own_encoding", facts.encodingName)
            members.append("framing", facts.framing.rawValue)
            members.append("maximum_input", facts.maximumInput.map { .integer($0) } ?? .null)
            members.append("maximum_output", facts.maximumOutput.map { .integer($0) } ?? .null)
            members.append("evidence", facts.evidence)
            members.append("checked", facts.checked)
        }
        members.append("provider", self.model?.provider)
        members.append("context_window", self.model?.contextWindow.map { .integer($0) } ?? .null)
        members.append("input_per_million", .money(self.input))
        members.append("output_per_million", .money(self.output))
        if let model { members.append("deprecated", .bool(model.isDeprecated)) }
        return members
    }
}
