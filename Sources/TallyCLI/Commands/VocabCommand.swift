internal import ArgumentParser
internal import Tally

/// `tally vocab`: vocabulary files.
struct VocabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocab",
        abstract: "Work with vocabulary files.",
        subcommands: [VocabPackCommand.self]
    )
}

/// `tally vocab pack`: a vocabulary file in the form that is used in place.
struct VocabPackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Pack a .tiktoken file into the form that is used without parsing.",
        discussion: """
            The packed form is what Vocabulary(packed:) takes. Equal ranks give equal bytes. The file appears under its \
            name only when it is complete.

            Example:
              tally vocab pack mine.tiktoken --output mine.vocab
            """
    )

    @Argument(help: ArgumentHelp("The .tiktoken file; '-' is standard input.", valueName: "file"))
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The packed file to write.", valueName: "path"))
    var output: String

    @Option(help: ArgumentHelp("How to write the answer: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    func run() throws {
        let console = Console()
        let vocabulary = try self.vocabulary()
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

    private func vocabulary() throws(CommandFailure) -> Vocabulary {
        let path = FilePath(self.file)
        let buffer = InputBuffer()
        do throws(SystemError) {
            try buffer.readToEnd(path == .standardInput ? .standardInput() : OpenFile(path, followsLinks: true))
        } catch {
            throw CommandFailure(error, reading: path.displayText)
        }
        let content = buffer.withBytes { bytes in (0..<bytes.count).map { bytes[$0] } }
        do throws(VocabularyError) {
            return try self.file.hasSuffix(".pieces") ? Vocabulary(pieces: content) : Vocabulary(tiktoken: content)
        } catch {
            throw CommandFailure(.unreadableInput, what: path.displayText, why: error.message)
        }
    }
}
