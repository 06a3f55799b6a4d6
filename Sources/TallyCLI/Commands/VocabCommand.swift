internal import ArgumentParser

/// `tally vocab`: vocabulary files.
struct VocabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocab",
        abstract: "Work with vocabulary files.",
        discussion: """
            Installed vocabularies are found by --encoding NAME of every command. They are in the folder that \
            TALLY_VOCABULARIES names, else in tally/vocabularies below XDG_CACHE_HOME, else below ~/.cache.
            """,
        subcommands: [
            VocabAddCommand.self, VocabListCommand.self, VocabVerifyCommand.self, VocabPackCommand.self,
        ]
    )
}
