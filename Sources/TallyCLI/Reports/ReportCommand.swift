internal import ArgumentParser

/// `tally report`: what a ledger answers.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Answer from a ledger: who spent what, on what, and was it worth it.",
        discussion: """
            Every report takes the same records (--days, --where) and comes in the same forms (--format table, json, csv, \
            markdown, html). Without a kind, tally report LEDGER is tally report spend LEDGER. No ledger yet? tally demo \
            writes one.
            """,
        subcommands: [
            SpendCommand.self, TokensCommand.self, AllocationCommand.self, BaselineCommand.self,
            EfficiencyCommand.self, RoutingCommand.self, AnomaliesCommand.self, ValueCommand.self,
            VarianceCommand.self, WasteCommand.self, AuditCommand.self,
        ],
        defaultSubcommand: SpendCommand.self
    )
}
