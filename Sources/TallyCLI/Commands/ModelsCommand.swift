internal import ArgumentParser
internal import Tally

/// `tally models`: which models are known, and what is known about them.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List models with their encoding, accuracy, context window and prices.",
        discussion: """
            Without an argument, models whose encoding is known by name; many more resolve by the beginning of their \
            names. With one, every model of the price book whose name or provider contains it. Prices are dollars for a \
            million tokens of ordinary input and output; 'unpriced' is not known, not free.

            Examples:
              tally models
              tally models mistral --format jsonl
            """
    )

    @Argument(help: ArgumentHelp("A part of the name or the provider.", valueName: "text"))
    var text: String?

    @OptionGroup var pricing: PricingOptions

    @Option(help: ArgumentHelp("How to write answers: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    private static let table = TextTable(columns: [
        .text("model"), .text("encoding"), .text("accuracy"), .number("context window"), .number("input / 1M"),
        .number("output / 1M"),
    ])

    func run() throws {
        let instant = try self.pricing.instant()
        let book = PriceBook.bundled
        let models = self.names(book).map { ListedModel($0, book, at: instant) }
        if models.isEmpty {
            throw CommandFailure(
                .unknownModel,
                what: self.text ?? "models",
                why: "no model's name or provider contains this",
                remedy: "tally models"
            )
        }
        let console = Console()
        if self.format == .table {
            try console.answer(Self.table.text(models.map(\.row)))
        } else {
            let head: JSONObject = ["book": .object(book.members)]
            var records = RecordWriter(console, self.format, table: nil, head: head, listName: "models")
            try records.begin()
            for model in models { try records.add(model.members, row: nil) }
            try records.end([:])
        }
        try console.finish()
    }

    private func names(_ book: PriceBook) -> [String] {
        guard let wanted = self.text?.lowercased() else { return ModelEncoding.knownModels }
        let known = ModelEncoding.knownModels.filter { $0.lowercased().contains(wanted) }
        let listed = book.models.map { "\($0.provider)/\($0.id)" }.filter { $0.lowercased().contains(wanted) }
        return known + listed
    }
}
