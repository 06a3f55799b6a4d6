internal import ArgumentParser

/// What to read and how.
struct InputOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Files and folders; '-' or nothing is standard input.", valueName: "path"),
        completion: .file()
    )
    var paths: [String] = []

    @Flag(name: .customLong("no-ignore"), help: "Count what .gitignore and .git/info/exclude leave out.")
    var countsIgnored = false

    @Flag(name: .customLong("text"), help: "Count binary files as if they were text.")
    var countsBinaries = false

    var reader: InputReader {
        InputReader(
            paths: self.paths.map { FilePath($0) },
            ignoresFiles: !self.countsIgnored,
            countsBinaries: self.countsBinaries
        )
    }
}

/// How to answer.
struct OutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How to write answers: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    @Flag(name: .shortAndLong, help: "No notes on standard error; errors are still reported.")
    var quiet = false
}
