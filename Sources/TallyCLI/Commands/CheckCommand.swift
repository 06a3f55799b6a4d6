internal import ArgumentParser
internal import TallyEstimation

/// `tally check`: what a change to prompts costs, and whether it keeps to the rules.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Show what a change to prompts costs, and hold it against the rules of tally.yml.",
        discussion: """
            Compares the prompts in git's index with HEAD, as a commit would change them: tokens before and after, cost a \
            call and for many calls, the share of the context window. --base main compares with where a branch began. \
            Prompts that are named are checked even if they did not change. Outside a repository there is nothing to \
            compare with, and the files are checked as they are. When no prompt changed, nothing is printed.

            Prompts are found by their names (*.prompt, *.prompty, *.prompt.md, prompts/, AGENTS.md, CLAUDE.md, SKILL.md, \
            .cursor/rules, .github/copilot-instructions.md) or by the patterns of tally.yml. A JSON or YAML file that is a \
            request, a list of messages or of functions is counted as such, with frames. Placeholders count by the sizes \
            that tally.yml gives, else as they are written. Links, submodules and binary files are passed over.

            The rules are in the section 'prompts' of tally.yml at the top of the repository; 'tally init' writes a start. \
            As a hook of pre-commit it compares with $PRE_COMMIT_FROM_REF, if that is set.

            Exit status: 0 fine, 1 a rule is broken, 2 wrong usage or configuration, 3 something failed.

            Examples:
              tally check
              tally check --all --model claude-sonnet-4-5
              tally check --base origin/main --format markdown
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Files and folders to check, also unchanged ones (default: what changed).",
            valueName: "path"
        ),
        completion: .file()
    )
    var paths: [String] = []

    @Option(
        help: ArgumentHelp("Compare with where this branch left REV, in place of HEAD.", valueName: "rev")
    )
    var base: String?

    @Flag(help: "Check all prompts, not only those that changed.")
    var all = false

    @Flag(help: "Take files as they are on disk, also untracked ones, not as they are in the index.")
    var workingTree = false

    @Option(
        help: ArgumentHelp("The file with the rules (default: tally.yml at the top).", valueName: "path"),
        completion: .file()
    )
    var config: String?

    @Option(
        help: ArgumentHelp("The model to count and price for, in place of those of tally.yml.", valueName: "name"),
        completion: .custom { _, _, _ in ModelCounter.knownModels }
    )
    var model: String?

    @Option(help: ArgumentHelp("The output tokens to expect of a call, in place of tally.yml's.", valueName: "n"))
    var outputTokens: Int?

    @OptionGroup var pricing: PricingOptions

    @Option(help: ArgumentHelp("How to answer: table, json, github, sarif or markdown.", valueName: "format"))
    var format = CheckFormat.table

    @Flag(name: .shortAndLong, help: "Print a table only if a rule is broken, and no notes.")
    var quiet = false

    func validate() throws {
        if let outputTokens, outputTokens < 0 { throw ValidationError("--output-tokens: must not be negative.") }
        if self.all, !self.paths.isEmpty { throw ValidationError("--all: stands alone, without paths.") }
    }

    func run() throws {
        try KernelRequest.validate()
        let console = Console(isQuiet: self.quiet)
        let request = CheckRequest(
            paths: self.paths.map { FilePath($0) },
            base: self.base ?? EnvironmentVariable.text("PRE_COMMIT_FROM_REF"),
            takesWorkingTree: self.workingTree,
            takesAll: self.all,
            model: self.model,
            outputTokens: self.outputTokens,
            configuration: self.config.map { FilePath($0) },
            conditions: PricingConditions(at: try self.pricing.instant())
        )
        let report = try CheckRun(request: request, console: console).report()
        try self.answer(report, console)
        try console.finish()
        if report.isBroken { throw ExitStatus.answerIsNo.exitCode }
    }

    private func answer(_ report: CheckReport, _ console: Console) throws(CommandFailure) {
        switch self.format {
        case .table:
            if !self.quiet || report.isBroken { try console.answer(report.tableText) }
        case .json: try console.answer(report.json.text + "\n")
        case .sarif: try console.answer(report.sarif.text + "\n")
        case .markdown: try console.answer(report.markdownText)
        case .github:
            try console.answer(report.gitHubText)
            if let path = EnvironmentVariable.text("GITHUB_STEP_SUMMARY") {
                try JobSummary.append(report.gitHubSummary, to: FilePath(path))
            }
        }
    }
}
