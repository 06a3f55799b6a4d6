internal import ArgumentParser

/// `tally report`: what a ledger answers.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Answer from a ledger: who spent what, on what, and was it worth it.",
        subcommands: [
            EfficiencyCommand.self, RoutingCommand.self, AnomaliesCommand.self, ValueCommand.self,
            VarianceCommand.self,
        ]
    )
}
