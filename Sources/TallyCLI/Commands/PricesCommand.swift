internal import ArgumentParser

/// `tally prices`: what the price book says, and what another one would change.
struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices",
        abstract: "Show all prices of a model, or what another price book changes.",
        discussion: """
            tally prices MODEL shows the prices of a model; tally prices diff OLD NEW --ledger LEDGER what another book does \
            to the usage of a ledger.

            Examples:
              tally prices gpt-4o
              tally prices claude-sonnet-4-5 --provider aws --format json
              tally prices diff prices-october.bin bundled --ledger ledger
            """,
        subcommands: [PricesShowCommand.self, PricesDiffCommand.self],
        defaultSubcommand: PricesShowCommand.self
    )
}
