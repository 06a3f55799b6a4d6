internal import ArgumentParser
internal import TallyEstimation

/// `tally prices show`, or `tally prices` alone: everything that the price book says about a model.
struct PricesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all prices of a model.",
        discussion: """
            One row for each thing that is charged and each condition under which its price holds. Of the standard prices \
            in force the last one holds; a price for a special condition (batch, a service tier) goes before it. What \
            has no row has no known price of its own.

            Examples:
              tally prices gpt-4o
              tally prices claude-sonnet-4-5 --provider aws --format json
            """
    )

    @Argument(help: ArgumentHelp("The model, by the name that its provider answers with.", valueName: "model"))
    var model: String

    @Option(help: ArgumentHelp("The provider that serves it, where the name does not tell.", valueName: "name"))
    var provider: String?

    @OptionGroup var pricing: PricingOptions

    @Option(help: ArgumentHelp("How to write answers: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    private static let table = TextTable(columns: [
        .text("what"), .number("price"), .text("per"), .text("condition"), .text("in force"),
    ])

    func run() throws {
        let instant = try self.pricing.instant()
        let book = PriceBook.bundled
        let model = try book.find(self.model, provider: self.provider)
        let rates = ListedRate.all(of: model)
        let console = Console()
        if self.format == .table {
            try console.answer(Self.title(model))
            try console.answer(Self.table.text(rates.map { $0.row(at: instant) }))
            try console.answer("\n\(book.summary)\n")
        } else {
            var head = Self.members(model)
            head.append("book", .object(book.members))
            var records = RecordWriter(console, self.format, table: nil, head: head, listName: "prices")
            try records.begin()
            for rate in rates {
                var record: JSONObject = ["model": .string(model.id), "provider": .string(model.provider)]
                record.append(rate.members(at: instant))
                try records.add(record, row: nil)
            }
            try records.end([:])
        }
        try console.finish()
    }

    private static func title(_ model: PricedModel) -> String {
        var parts = ["\(model.name) (\(model.provider)/\(model.id))"]
        if model.listProvider != model.provider { parts.append("priced as listed by \(model.listProvider)") }
        if let window = model.contextWindow { parts.append("context window \(NumberText.grouped(window))") }
        if model.isDeprecated { parts.append("deprecated") }
        return parts.joined(separator: ", ") + "\n\n"
    }

    private static func members(_ model: PricedModel) -> JSONObject {
        [
            "requested": .string(model.requestedName), "model": .string(model.id), "name": .string(model.name),
            "provider": .string(model.provider), "list_provider": .string(model.listProvider),
            "matched_by": .string(model.match.rawValue),
            "context_window": model.contextWindow.map { .integer($0) } ?? .null,
            "deprecated": .bool(model.isDeprecated),
        ]
    }
}
