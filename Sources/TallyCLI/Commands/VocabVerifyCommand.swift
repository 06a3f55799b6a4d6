internal import ArgumentParser
internal import TallyEstimation

/// `tally vocab verify`: whether the installed vocabularies are what was installed.
struct VocabVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that installed vocabularies are intact.",
        discussion: """
            Compares the SHA-256 of each packed file with the one that was written down, and checks all tables. The exit \
            status is 1 if one is damaged or missing.

            Example:
              tally vocab verify minimax
            """
    )

    @Argument(help: ArgumentHelp("Installed vocabularies; nothing is all of them.", valueName: "name"))
    var names: [String] = []

    @Option(help: ArgumentHelp("How to write answers: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    private static let table = TextTable(columns: [.text("name", minimumWidth: 20), .text("state")])

    func run() throws {
        let console = Console()
        let folder = try VocabularyFolder()
        let installed = try folder.names()
        if let unknown = self.names.first(where: { !installed.contains($0) }) {
            throw CommandFailure(
                .invalidArgument,
                what: VocabularyFolder.isName(unknown) ? unknown : "NAME",
                why: "no vocabulary of this name is installed",
                remedy: "tally vocab list"
            )
        }
        var records = RecordWriter(console, self.format, table: Self.table, head: [:], listName: "vocabularies")
        try records.begin()
        var isIntact = true
        for name in self.names.isEmpty ? installed : self.names {
            do throws(CommandFailure) {
                try InstalledVocabulary.read(name, in: folder).verify(in: folder)
                try records.add(["name": .string(name), "intact": .bool(true)], row: [name, "intact"])
            } catch {
                isIntact = false
                try records.add(
                    ["name": .string(name), "intact": .bool(false), "error": .string(error.why)],
                    row: [name, "damaged: \(error.why)"]
                )
            }
        }
        try records.end([:])
        try console.finish()
        if !isIntact { throw ExitStatus.answerIsNo.exitCode }
    }
}
