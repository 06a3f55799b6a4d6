internal import ArgumentParser
internal import TallyEstimation

/// `tally vocab pack`: a vocabulary file in the form that is used in place.
struct VocabPackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Pack a vocabulary file into the form that is used without parsing.",
        discussion: """
            Takes .tiktoken, tokenizer.json, .model, tekken.json and the .pieces files that this package's own scripts \
            write. The packed form is what Vocabulary(packed:) takes. Equal ranks give equal bytes. The file appears under its name only when it is complete.

            Example:
              tally vocab pack mine.tiktoken --output mine.vocab
            """
    )

    @Argument(help: ArgumentHelp("The vocabulary file; '-' is standard input.", valueName: "file"))
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The packed file to write.", valueName: "path"))
    var output: String

    @Option(help: ArgumentHelp("How to write the answer: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    func run() throws {
        let console = Console()
        let vocabulary = try VocabularySource(FilePath(self.file)).vocabulary()
        let packed = vocabulary.packed
        try WholeFile.write(packed, to: FilePath(self.output))
        if self.format == .table {
            let (ids, bytes) = (NumberText.grouped(vocabulary.idCount), NumberText.grouped(packed.count))
            try console.answer("\(FilePath(self.output).displayText): \(ids) ids, \(bytes) bytes\n")
        } else {
            let record: JSONObject = [
                "path": .string(self.output), "ids": .integer(vocabulary.idCount), "bytes": .integer(packed.count),
                "longest": .integer(vocabulary.maxTokenLength),
            ]
            try console.answer(record.text + "\n")
        }
        try console.finish()
    }
}
