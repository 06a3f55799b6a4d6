internal import TallyEstimation

/// Writes estimates.
struct EstimateAnswer {
    let console: Console
    let format: OutputFormat
    let request: EstimateRequest
    let book: PriceBook

    /// Writes the estimates in their order, and on standard error what a person should know about them.
    func write(_ estimates: [CostEstimate]) throws(CommandFailure) {
        if self.format == .table {
            try self.console.answer(self.table.text(estimates.map { self.row($0) }))
        } else {
            let head: JSONObject = ["calls": .integer(self.request.calls), "book": .object(self.book.members)]
            var records = RecordWriter(self.console, self.format, table: nil, head: head, listName: "estimates")
            try records.begin()
            for estimate in estimates { try records.add(self.members(estimate), row: nil) }
            try records.end([:])
        }
        for estimate in estimates { try self.note(estimate) }
        try self.console.note("prices", self.book.summary)
    }

    private var table: TextTable {
        var columns: [TextTable.Column] = [
            .text("model"), .number("input tokens"), .number("of window"), .number("input cost"), .number("expected"),
        ]
        if self.request.calls > 1 { columns.append(.number("\(NumberText.grouped(self.request.calls)) calls")) }
        return TextTable(columns: columns + [.number("maximum"), .text("count")])
    }

    private func row(_ estimate: CostEstimate) -> [String] {
        let window = estimate.subject.model?.contextWindow
        var cells = [
            estimate.subject.name,
            NumberText.grouped(estimate.inputTokens),
            window.map { NumberText.share(estimate.inputTokens, of: $0) } ?? "unknown",
            estimate.input.text,
            estimate.expected.text,
        ]
        if self.request.calls > 1 { cells.append(self.forAllCalls(estimate.expected).text) }
        return cells + [estimate.maximum.text, estimate.subject.choice.accuracy.rawValue]
    }

    private func forAllCalls(_ amount: CostEstimate.Amount) -> CostEstimate.Amount {
        amount.money.map { .known($0.times(self.request.calls)) } ?? amount
    }

    private func members(_ estimate: CostEstimate) -> JSONObject {
        let model = estimate.subject.model
        var members: JSONObject = ["model": .string(estimate.subject.name)]
        members.append("provider", model?.provider)
        members.append(estimate.subject.choice.members)
        members.append("input_tokens", .integer(estimate.inputTokens))
        members.append("cached_tokens", .integer(self.request.cachedTokens))
        members.append("output_tokens", self.request.outputTokens.map { .integer($0) } ?? .null)
        members.append("context_window", model?.contextWindow.map { .integer($0) } ?? .null)
        members.append("processing", self.request.conditions.processing.rawValue)
        members.append("input_cost", .money(estimate.input.money))
        members.append("expected_cost", .money(estimate.expected.money))
        members.append("calls", .integer(self.request.calls))
        members.append("input_cost_of_calls", .money(self.forAllCalls(estimate.input).money))
        members.append("expected_cost_of_calls", .money(self.forAllCalls(estimate.expected).money))
        members.append("maximum_output_tokens", estimate.maximumOutputTokens.map { .integer($0) } ?? .null)
        members.append("maximum_from", estimate.bound?.rawValue)
        members.append("maximum_cost", .money(estimate.maximum.money))
        members.append("unpriced", estimate.worstReason)
        return members
    }

    private func note(_ estimate: CostEstimate) throws(CommandFailure) {
        let subject = estimate.subject
        try subject.choice.noteAccuracy(self.console)
        if let reason = estimate.worstReason { try self.console.note(subject.name, "unpriced: \(reason)") }
        if let window = subject.model?.contextWindow, estimate.inputTokens > window {
            try self.console.note(
                subject.name,
                "the input does not fit the context window of \(NumberText.grouped(window))"
            )
        }
        if estimate.bound == .contextWindow, let most = estimate.maximumOutputTokens {
            try self.console.note(
                subject.name,
                "maximum: \(NumberText.grouped(most)) output tokens, all that its context window leaves; --max-output-tokens sets fewer"
            )
        }
    }
}

extension CostEstimate.Amount {
    /// The cell of a table.
    var text: String {
        switch self {
        case .known(let money): MoneyText.short(money)
        case .unpriced: "unpriced"
        case .notOffered: "not offered"
        case .unknown: "unknown"
        }
    }
}

extension CostEstimate {
    /// Why some amount has no price, in words; nil if all that can be known is priced.
    fileprivate var worstReason: String? {
        for amount in [self.input, self.expected, self.maximum] {
            switch amount {
            case .unpriced(let parts):
                // The fee for the request itself is worth a word only if it alone has no price.
                let named =
                    parts.contains { $0.counter != .requests } ? parts.filter { $0.counter != .requests } : parts
                return named.map { "\($0.counter.rawValue): \($0.reason.rawValue)" }.joined(separator: ", ")
            case .notOffered(let conditions):
                return "no price for \(conditions.joined(separator: ", "))"
            case .known, .unknown:
                continue
            }
        }
        return nil
    }
}
