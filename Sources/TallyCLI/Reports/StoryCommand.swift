internal import ArgumentParser
internal import TallyEstimation
internal import TallyReports

/// `tally story`: what a feature is expected to use, and what it did use.
struct StoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "story",
        abstract: "Write down what a feature will use and cost, and hold it to that.",
        discussion: """
            A token story is a YAML file beside the code: a feature, who answers for it, what it is expected to use in \
            development, test and production, what it may cost, and what it is worth.

            Examples:
              tally story new answers --owner search -o answers.story.yml
              tally story render answers.story.yml -o answers.md
              tally story check answers.story.yml ledger --days 2026-11-01..2026-11-30
            """,
        subcommands: [StoryNewCommand.self, StoryRenderCommand.self, StoryCheckCommand.self]
    )
}

/// `tally story new`: a file to fill in.
struct StoryNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a story to fill in.",
        discussion: """
            A file that is there already is never overwritten.

            Example:
              tally story new answers --owner search -o answers.story.yml
            """
    )

    @Argument(help: ArgumentHelp("The feature, as its calls are tagged.", valueName: "feature"))
    var feature: String

    @Option(help: ArgumentHelp("Who answers for it.", valueName: "name"))
    var owner = "nobody yet"

    @Option(help: ArgumentHelp("The model.", valueName: "name"))
    var model = "gpt-4o"

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    func run() throws {
        let text = """
            # What the feature is expected to use in a month, and what that is worth.
            feature: \(Self.quoted(self.feature))      # as the tag `feature` of its calls
            owner: \(Self.quoted(self.owner))
            value: "What gets better by it, by how much, and how that will be seen."
            budget: 1000           # dollars a month for all phases
            phases:
              development:
                environment: development   # as the tag `environment` of its calls
                model: \(Self.quoted(self.model))
                calls: 2000
                input_tokens: 2000         # of one call, cached ones included
                output_tokens: 500
                budget: 50
              test:
                environment: test
                model: \(Self.quoted(self.model))
                calls: 5000
                input_tokens: 2000
                output_tokens: 500
                batch_share: 0%
                budget: 100
              production:
                environment: production
                model: \(Self.quoted(self.model))
                calls: 60000
                input_tokens: 2000
                output_tokens: 500
                cache_share: 30%
                overhead: 1.1              # retries: what is paid for each call once
                budget: 800

            """
        let console = Console()
        if let output = self.output {
            let path = FilePath(output)
            guard OpenFile.kind(of: path) == nil else {
                throw CommandFailure(
                    .unwritableOutput,
                    what: path.displayText,
                    why: "it is there already",
                    remedy: "another name, or remove it"
                )
            }
            try WholeFile.write(Array(text.utf8), to: path)
        } else {
            try console.answer(text)
        }
        try console.finish()
    }

    /// A text in double quotes, as YAML and JSON write it.
    private static func quoted(_ text: String) -> String { JSONValue.string(text).text }
}

/// `tally story render`: the story with its costs.
struct StoryRenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Show a story with its costs.",
        discussion: """
            Markdown unless another form is asked for; costs are those of the price book.

            Exit status: 0 shown, 2 a mistake in the file, 3 it can not be read.

            Example:
              tally story render answers.story.yml -o answers.md
            """
    )

    @Argument(help: ArgumentHelp("The story, in YAML; - is standard input.", valueName: "file"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("How to write the story.", valueName: "format"))
    var format = ReportForm.markdown

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup var pricing: PricingOptions

    func run() throws {
        let path = FilePath(self.file)
        let story = try TokenStory(tree: try YAMLInput.tree(at: path), file: path)
        let console = Console()
        let report = story.report(by: .bundled, at: try self.pricing.instant())
        try DocumentOptions.write(report, as: self.format, to: self.output, console)
        try console.finish()
    }
}

/// `tally story check`: the story against what was used.
struct StoryCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Hold a story against a ledger.",
        discussion: """
            Figures of the ledger are brought to a month by the days between its first and last call. Over is what costs \
            more than its budget, or has more calls or longer ones than expected with the tolerance, and calls of an \
            environment that the story does not have.

            Exit status: 0 as expected, 1 something is over, 2 a mistake in the file, 3 the ledger can not be read.

            Example:
              tally story check answers.story.yml ledger --days 2026-11-01..2026-11-30 --tolerance 10%
            """
    )

    @Argument(help: ArgumentHelp("The story, in YAML.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup var options: ReportOptions

    @Option(help: ArgumentHelp("How much more than expected is as expected (default: 20%).", valueName: "share"))
    var tolerance: ShareArgument?

    func validate() throws {
        if let tolerance, tolerance.value < 0 { throw ValidationError("--tolerance: expected 0% or more.") }
    }

    func run() throws {
        let path = FilePath(self.file)
        let story = try TokenStory(tree: try YAMLInput.tree(at: path), file: path)
        var check = StoryCheck(story, against: try self.options.scan())
        if let tolerance { check.tolerance = tolerance.value }
        let console = Console()
        let (report, isOver): (ReportDocument, Bool)
        do {
            (report, isOver) = try check.report()
        } catch let error as LedgerError {
            throw self.options.failure(error)
        }
        try self.options.write(report, to: console)
        try console.finish()
        if isOver { throw ExitStatus.answerIsNo.exitCode }
    }
}

extension TokenStory {
    /// The story that a file says.
    init(tree: JSONTree, file: FilePath) throws(CommandFailure) {
        var root = MappingReader(tree, path: "")
        self.init(
            feature: root.text("feature", isRequired: true) ?? "",
            owner: root.text("owner", isRequired: true) ?? "",
            value: root.text("value", isRequired: true) ?? "",
            phases: []
        )
        self.budget = root.money("budget")
        if var phases = root.mapping("phases") {
            for name in ["development", "test", "production"] {
                guard var phase = phases.mapping(name) else { continue }
                var use = SpendPlan.UseCase(
                    self.feature,
                    model: phase.text("model", isRequired: true) ?? "",
                    calls: phase.number("calls", in: 0...1e12, isRequired: true) ?? 0,
                    inputTokens: phase.count("input_tokens", isRequired: true) ?? 0,
                    outputTokens: phase.count("output_tokens", isRequired: true) ?? 0
                )
                use.provider = phase.text("provider")
                use.overhead = phase.number("overhead", in: 0...1_000)
                use.cacheShare = phase.number("cache_share", in: 0...1) ?? 0
                use.batchShare = phase.number("batch_share", in: 0...1) ?? 0
                let environment = phase.text("environment") ?? name
                self.phases.append(Phase(name, environment: environment, use: use, budget: phase.money("budget")))
                phases.add(phase)
            }
            root.add(phases)
        }
        try root.finish(file)
        guard !self.phases.isEmpty else {
            throw CommandFailure(
                .invalidArgument,
                what: file.displayText,
                why: "it has no phases",
                remedy: "tally story new \(self.feature), which writes a story to fill in"
            )
        }
    }
}
