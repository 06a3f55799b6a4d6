internal import ArgumentParser
internal import TallyEstimation

/// `tally encode`: the ids of a text's tokens.
struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Print the token ids of files or standard input.",
        discussion: """
            Ids are separated by blanks, one line per input. Special tokens such as <|endoftext|> are ordinary text \
            unless --allow-special names them.

            Examples:
              echo -n 'hello world' | tally encode
              tally encode prompt.txt --model gpt-4o | tally decode --model gpt-4o
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var encoding: EncodingOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("allow-special"),
        help: ArgumentHelp(
            "A special token that the text may contain as such, or 'all'; may be repeated.",
            valueName: "name"
        )
    )
    var allowedSpecials: [String] = []

    func run() throws {
        let choice = try self.encoding.choice()
        let console = Console(isQuiet: self.output.quiet)
        let tokenizer = Tokenizer(try choice.encoding())
        try choice.noteAccuracy(console)
        let specials = self.allowedSpecials.contains("all") ? .all : SpecialTokens(Set(self.allowedSpecials))
        var records = RecordWriter(console, self.output.format, table: nil, head: choice.members, listName: "files")
        try records.begin()
        try self.input.reader.forEach { input in
            switch input {
            case .text(let path, let content):
                let tokens = content.withBytes { tokenizer.encode($0, allowing: specials) }
                let ids = tokens.map { JSONValue.integer(Int($0.rawValue)) }
                let isTable = self.output.format == .table
                try records.add(
                    isTable ? [:] : ["path": .string(path.text), "tokens": .integer(tokens.count), "ids": .array(ids)],
                    row: isTable ? tokens.map { String($0.rawValue) } : nil
                )
            case .skipped(let path, let reason):
                try console.note(path.displayText, "skipped, \(reason.name): \(reason.explanation)")
                try records.add(["path": .string(path.text), "skipped": .string(reason.name)], row: nil)
            case .failed(let path, let failure):
                try console.report(failure)
                try records.add(["path": .string(path.text), "error": .string(failure.why)], row: nil)
            }
        }
        try records.end([:])
        try console.finish()
    }
}
