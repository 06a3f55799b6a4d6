internal import ArgumentParser
internal import TallyEstimation

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
              tally models --family claude-v3
              tally models diff old.json new.json
            """
    )

    @Argument(help: ArgumentHelp("A part of the name or the provider; or 'diff' and two files.", valueName: "text"))
    var words: [String] = []

    @Option(help: ArgumentHelp("A frame, an encoding or a maker.", valueName: "name"))
    var family: String?

    @OptionGroup var pricing: PricingOptions

    @Option(help: ArgumentHelp("How to write answers: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    private static let table = TextTable(columns: [
        .text("model"), .text("encoding"), .text("accuracy"), .number("context window"), .number("input / 1M"),
        .number("output / 1M"),
    ])

    private var text: String? { self.words.first }
    private var isComparison: Bool { self.words.count == 3 && self.words[0] == "diff" }

    func validate() throws {
        if self.words.count > 1, !self.isComparison {
            throw ValidationError("one text, or 'diff' and two files.")
        }
        if self.family != nil, !self.words.isEmpty {
            throw ValidationError("--family: stands alone, without a text.")
        }
    }

    func run() throws {
        if self.isComparison {
            let console = Console()
            let comparison = try CatalogueComparison(old: FilePath(self.words[1]), new: FilePath(self.words[2]))
            try comparison.write(to: console, self.format)
            try console.finish()
            if !comparison.isEmpty { throw ExitStatus.answerIsNo.exitCode }
            return
        }
        let instant = try self.pricing.instant()
        let book = PriceBook.bundled
        let models = self.names(book).map { ListedModel($0, book, at: instant) }
        if models.isEmpty {
            throw CommandFailure(
                .unknownModel,
                what: self.family.map { "--family \($0)" } ?? self.text ?? "models",
                why: self.family == nil
                    ? "no model's name or provider contains this"
                    : "no model has a frame, an encoding or a maker of this name",
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
        if let family { return ModelCatalogue.models(ofFamily: family).filter { !$0.isRule }.map(\.name) }
        guard let wanted = self.text?.lowercased() else { return ModelCounter.knownModels }
        let known = ModelCounter.knownModels.filter { $0.lowercased().contains(wanted) }
        let listed = book.models.map { "\($0.provider)/\($0.id)" }.filter { $0.lowercased().contains(wanted) }
        return known + listed
    }
}
