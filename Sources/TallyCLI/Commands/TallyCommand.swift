internal import ArgumentParser

/// The command `tally`: the root of all others.
struct TallyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tally",
        abstract: "Counts LLM tokens offline and says what they cost.",
        discussion: """
            Nothing leaves this machine but what tally ship is told to send. Counts equal the provider's tokenizer, or say \
            how far they can be trusted.

            Exit status: 0 fine, 1 the answer is no, 2 wrong usage or configuration, 3 something failed, 130 interrupted.

            Shell completions: tally --generate-completion-script bash|zsh|fish
            """,
        version: Version.current,
        subcommands: [
            CheckCommand.self, CountCommand.self, EstimateCommand.self, ExplainCommand.self, InitCommand.self,
            EncodeCommand.self, DecodeCommand.self, ModelsCommand.self, PricesCommand.self, LedgerCommand.self,
            ReportCommand.self, ForecastCommand.self, WhatIfCommand.self, StoryCommand.self, ExportCommand.self,
            DemoCommand.self, ShipCommand.self, VocabCommand.self, BenchCommand.self,
        ]
    )
}
