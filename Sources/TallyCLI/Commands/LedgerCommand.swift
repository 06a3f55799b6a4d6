internal import ArgumentParser

/// `tally ledger`: what services wrote down.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Look at the ledger that a service writes.",
        discussion: """
            A ledger is a folder with a folder for each day in UTC (dt=2026-11-21), and files of JSON Lines in them.
            """,
        subcommands: [LedgerVerifyCommand.self, LedgerTailCommand.self]
    )
}
