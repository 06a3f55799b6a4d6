internal import ArgumentParser
internal import TallyConfiguration
internal import TallyReports

/// `tally report routing`: which model for which work.
struct RoutingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routing",
        abstract: "Say which model does which type of work best for its cost.",
        discussion: """
            For each type of work and model: how many sessions were accepted, what they cost and how long they took, \
            with 95% intervals. The advice is the model whose accepted work costs least among those that are not surely \
            accepted less often than the best; there is none below 30 outcomes of a model. What was done is not a trial: \
            a model that got the harder work looks worse.

            The advice is also given as the section routing of tally.yml, to paste.

            Examples:
              tally report routing ledger
              tally report routing ledger --by use_case --minimum 100
              tally report routing ledger --config tally.yml --format markdown
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What types of work are told apart by (default: work).", valueName: "dimension")
    )
    var dimension = "work"

    @Option(help: ArgumentHelp("How many outcomes of a model advice needs, at least 30.", valueName: "n"))
    var minimum = 30

    @Option(help: ArgumentHelp("How many types of work are shown.", valueName: "n"))
    var top = 50

    @Option(
        help: ArgumentHelp("The file with the policy (default: tally.yml, if it is there).", valueName: "file"),
        completion: .file()
    )
    var config: String?

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
        guard self.minimum >= 30 else { throw ValidationError("--minimum: expected 30 or more; fewer say nothing.") }
        guard !self.dimension.isEmpty else { throw ValidationError("--by: expected a tag or a field.") }
    }

    func run() throws {
        let policy = try PolicySection.document(of: self.config)?.routing ?? RoutingPolicy()
        let report = RoutingReport(
            by: Dimension(name: self.dimension) ?? .work,
            minimumOutcomes: self.minimum,
            top: self.top,
            policy: policy
        )
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }
}
