internal import ArgumentParser
internal import TallyEstimation

/// `tally explain`: where the tokens of a prompt are.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show where the tokens of a prompt are, and what would make it smaller.",
        discussion: """
            Sections are Markdown's headings, tags on lines of their own that are closed, and names of roles ("system:"); \
            in a text without any, its paragraphs. Every token belongs to one section, so that they add up to the total. \
            Then come the largest lines and words, blocks of lines that are said again word for word, white space and \
            rulers, and what each script takes. Savings by tidying are found by counting the text tidied.

            Short pieces of the text are shown. With --format html all of it is, with its tokens coloured, in one page \
            that loads nothing; what would hide or reorder text is shown by its name.

            Claude's tokens are not published: sections, lines and blocks are counted on their own, and o200k_base \
            stands in for what needs single tokens, such as colours; the answer says so.

            Examples:
              tally explain prompt.md
              tally explain prompt.md --model gpt-4o --calls 50000
              tally explain prompt.md --format html --output prompt.html
            """
    )

    @Argument(
        help: ArgumentHelp("The prompt; '-' is standard input.", valueName: "file"),
        completion: .file()
    )
    var file: String

    @OptionGroup var encoding: EncodingOptions

    @Option(help: ArgumentHelp("How to write the answer: table, json or html.", valueName: "format"))
    var format = ExplainFormat.table

    @Option(
        help: ArgumentHelp("With --format html: the file to write (default: standard output).", valueName: "path"),
        completion: .file()
    )
    var output: String?

    @Option(help: ArgumentHelp("How many sections, lines, words and blocks to show.", valueName: "n"))
    var top = 10

    @Option(help: ArgumentHelp("With --model: the calls to give the cost of.", valueName: "n"))
    var calls: Int?

    @Option(help: ArgumentHelp("With --format html: how many tokens to show one by one.", valueName: "n"))
    var limit = 200_000

    func validate() throws {
        if !(1...1_000).contains(self.top) { throw ValidationError("--top: must be from 1 to 1000.") }
        if let calls, calls < 1 { throw ValidationError("--calls: must be at least 1.") }
        if self.calls != nil, self.encoding.model == nil { throw ValidationError("--calls: needs --model.") }
        if self.output != nil, self.format != .html { throw ValidationError("--output: needs --format html.") }
        if !(0...10_000_000).contains(self.limit) { throw ValidationError("--limit: must be from 0 to 10000000.") }
    }

    func run() throws {
        let choice = try self.encoding.choice()
        let console = Console()
        let report = try self.report(choice)
        switch self.format {
        case .table: try console.answer(ExplainTable(report: report).text)
        case .json: try console.answer(ExplainJSON(report: report).object.text + "\n")
        case .html:
            var page = ExplainPage(report, limit: self.limit)
            let html = page.html()
            if let output {
                try WholeFile.write(html, to: FilePath(output))
            } else {
                try console.output.write(html)
            }
        }
        try console.finish()
    }

    private func report(_ choice: EncodingChoice) throws -> ExplainReport {
        let path = FilePath(self.file)
        var bytes = try PromptFile.bytes(of: path)
        let size = bytes.count
        let invalid = bytes.withSpan { $0.offsetOfInvalidUTF8 }
        if invalid != nil { bytes = Array(String(decoding: bytes, as: UTF8.self).utf8) }
        let explanation = Explanation(try ExplainSubject(bytes, choice), most: self.top)
        let cost = try self.encoding.model.map { model in
            try ExplainCost(
                model: model,
                tokens: explanation.subject.total,
                calls: self.calls,
                PriceBook.bundled,
                instant: SystemClock.now
            )
        }
        return ExplainReport(
            path,
            explanation,
            cost: cost,
            bytes: size,
            invalidOffset: invalid,
            most: self.top
        )
    }
}

/// How an explanation is written.
enum ExplainFormat: String, CaseIterable, ExpressibleByArgument {
    case table
    case json
    /// One page that loads nothing.
    case html
}
