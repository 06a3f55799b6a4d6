internal import TallyEstimation

/// Writes the estimates for a request's body.
struct RequestAnswer {
    let console: Console
    let format: OutputFormat
    let run: RequestRun
    let showsItems: Bool

    /// Writes them in their order, and on standard error what a person should know about them.
    func write(_ estimates: [RequestRun.Estimate]) throws(CommandFailure) {
        if self.format == .table {
            try self.console.answer(Self.table(calls: self.run.calls).text(estimates.map { self.row($0) }))
            if self.showsItems {
                for estimate in estimates {
                    try self.console.answer("\n\(estimate.subject.name)\n" + Self.items.text(estimate.itemRows))
                }
            }
        } else {
            let head: JSONObject = [
                "calls": .integer(self.run.calls), "book": .object(self.run.book.members),
            ]
            var records = RecordWriter(self.console, self.format, table: nil, head: head, listName: "estimates")
            try records.begin()
            for estimate in estimates { try records.add(self.members(estimate), row: nil) }
            try records.end([:])
        }
        for estimate in estimates { try self.note(estimate) }
        try self.console.note("prices", self.run.book.summary)
    }

    private static func table(calls: Int) -> TextTable {
        var columns: [TextTable.Column] = [
            .text("model"), .number("input tokens"), .text("band"), .number("output"), .number("input cost"),
            .number("expected"),
        ]
        if calls > 1 { columns.append(.number("\(NumberText.grouped(calls)) calls")) }
        return TextTable(columns: columns + [.number("maximum"), .text("count")])
    }

    private static let items = TextTable(columns: [.text("part"), .number("tokens"), .text("band"), .text("source")])

    private func row(_ estimate: RequestRun.Estimate) -> [String] {
        let request = estimate.request
        var cells = [
            estimate.subject.name,
            NumberText.grouped(request.inputTokens),
            Self.text(request.inputBand),
            request.expectedOutputTokens.map { NumberText.grouped($0) } ?? "unknown",
            estimate.costs.input.cell,
            estimate.costs.expected?.cell ?? "unknown",
        ]
        if self.run.calls > 1 {
            let total = estimate.costs.expected?.known.map { MoneyText.short($0.times(self.run.calls)) }
            cells.append(total ?? estimate.costs.expected?.cell ?? "unknown")
        }
        return cells + [estimate.costs.maximum?.cell ?? "unknown", estimate.subject.choice.accuracy.rawValue]
    }

    fileprivate static func text(_ band: ClosedRange<Int>) -> String {
        band.count == 1
            ? "exact frame" : "\(NumberText.grouped(band.lowerBound)) to \(NumberText.grouped(band.upperBound))"
    }

    private func members(_ estimate: RequestRun.Estimate) -> JSONObject {
        let request = estimate.request
        func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
        var members: JSONObject = ["model": .string(estimate.subject.name)]
        members.append("provider", estimate.subject.model?.provider)
        members.append(estimate.subject.choice.members)
        members.append("framing", request.facts.framing.rawValue)
        members.append("input_tokens", .integer(request.inputTokens))
        members.append("input_tokens_at_least", .integer(request.inputBand.lowerBound))
        members.append("input_tokens_at_most", .integer(request.inputBand.upperBound))
        members.append("cached_tokens", .integer(self.run.cachedTokens))
        members.append("output_tokens", number(request.expectedOutputTokens))
        members.append("output_tokens_p95", number(request.highOutputTokens))
        members.append("maximum_output_tokens", number(request.maximumOutputTokens))
        members.append("items", .array(estimate.request.items.map { .object($0.members) }))
        members.append("uncounted", .array(request.uncounted.map { .string($0) }))
        members.append("input_cost", .money(estimate.costs.input.known))
        members.append("expected_cost", .money(estimate.costs.expected?.known))
        members.append("p95_cost", .money(estimate.costs.high?.known))
        members.append("maximum_cost", .money(estimate.costs.maximum?.known))
        members.append("calls", .integer(self.run.calls))
        members.append("expected_cost_of_calls", .money(estimate.costs.expected?.known?.times(self.run.calls)))
        return members
    }

    private func note(_ estimate: RequestRun.Estimate) throws(CommandFailure) {
        let name = estimate.subject.name
        try estimate.subject.choice.noteAccuracy(self.console)
        for uncounted in estimate.request.uncounted { try self.console.note(name, "not counted: \(uncounted)") }
        if estimate.request.exceedsInput == true {
            try self.console.note(name, "the input is more than the model takes")
        }
        let cost = estimate.costs.input
        if !cost.disregarded.isEmpty {
            try self.console.note(name, "unpriced: no price for \(cost.disregarded.joined(separator: ", "))")
        } else if cost.total == nil {
            let reasons = cost.unpriced.map { "\($0.counter.rawValue): \($0.reason.rawValue)" }
            try self.console.note(name, "unpriced: \(reasons.joined(separator: ", "))")
        }
    }
}

extension Cost {
    /// The total, if all that was asked for has a price.
    fileprivate var known: Money? {
        self.disregarded.isEmpty ? self.total : nil
    }

    /// The cell of a table.
    fileprivate var cell: String {
        if !self.disregarded.isEmpty { return "not offered" }
        return self.total.map { MoneyText.short($0) } ?? "unpriced"
    }
}

extension RequestRun.Estimate {
    fileprivate var itemRows: [[String]] {
        self.request.items.map { item in
            [
                item.kind.text, NumberText.grouped(item.tokens),
                item.band.count == 1 ? "" : RequestAnswer.text(item.band), item.source,
            ]
        }
    }
}

extension EstimateItem {
    fileprivate var members: JSONObject {
        [
            "part": .string(self.kind.text), "tokens": .integer(self.tokens),
            "at_least": .integer(self.band.lowerBound), "at_most": .integer(self.band.upperBound),
            "source": .string(self.source),
        ]
    }
}

extension EstimateItem.Kind {
    /// The part in a word or two.
    fileprivate var text: String {
        switch self {
        case .system: "system"
        case .message(let index): "message \(index)"
        case .tools: "tools"
        case .answerSchema: "schema of the answer"
        case .image(let message): "picture in message \(message)"
        case .document(let message): "document in message \(message)"
        case .thinking: "thinking"
        case .framing: "framing"
        }
    }
}
