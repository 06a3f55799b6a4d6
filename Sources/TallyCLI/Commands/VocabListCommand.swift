internal import ArgumentParser
internal import TallyEstimation

/// `tally vocab list`: which vocabularies are installed.
struct VocabListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the installed vocabularies.",
        discussion: """
            One whose description can't be read is reported, and the exit status is 3.

            Example:
              tally vocab list --format jsonl
            """
    )

    @Option(help: ArgumentHelp("How to write answers: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    private static let table = TextTable(columns: [
        .text("name", minimumWidth: 20), .text("format", minimumWidth: 13), .number("ids", minimumWidth: 9),
        .number("special", minimumWidth: 7), .number("bytes", minimumWidth: 12), .text("added", minimumWidth: 10),
        .text("source"),
    ])

    func run() throws {
        let console = Console()
        let folder = try VocabularyFolder()
        let head: JSONObject = ["folder": .string(folder.path.text)]
        var records = RecordWriter(console, self.format, table: Self.table, head: head, listName: "vocabularies")
        try records.begin()
        for name in try folder.names() {
            do throws(CommandFailure) {
                let installed = try InstalledVocabulary.read(name, in: folder)
                try records.add(installed.members, row: installed.row)
            } catch {
                try console.report(error)
                try records.add(["name": .string(name), "error": .string(error.why)], row: nil)
            }
        }
        try records.end([:])
        try console.finish()
    }
}
