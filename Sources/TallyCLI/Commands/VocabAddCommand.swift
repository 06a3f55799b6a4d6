internal import ArgumentParser
internal import TallyEstimation

/// `tally vocab add`: installs a vocabulary file.
struct VocabAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Install a vocabulary file, so that --encoding finds it.",
        discussion: """
            Takes tokenizer.json (BPE, of bytes or with fallback to bytes), SentencePiece's .model (BPE with fallback \
            to bytes), tekken.json and .tiktoken. What can't be reproduced exactly is refused with the reason. A .tiktoken file does not say how text is split: of well-known files that is known, \
            for others give --pattern with a name (\(VocabularyFile.patternNames.joined(separator: ", "))) or, in a build \
            with PCRE2, a regular expression.

            Tokens that are added but not special, as <think>, are taken as such wherever they occur; special tokens are \
            ordinary text unless --allow-special names them.

            Examples:
              tally vocab add tokenizer.json --name minimax
              tally vocab add llama3/tokenizer.model --name llama3
              tally count --encoding minimax prompt.txt
            """
    )

    @Argument(help: ArgumentHelp("The vocabulary file; '-' is standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("What to call it (default: the file's name).", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("How text is split: a name or a regular expression.", valueName: "pattern"))
    var pattern: String?

    @Option(
        name: .customLong("special"),
        help: ArgumentHelp("A special token and its id, for a .tiktoken file; may be repeated.", valueName: "token=id")
    )
    var specials: [String] = []

    @Flag(help: "Replace the vocabulary of this name.")
    var replace = false

    @Option(help: ArgumentHelp("How to write the answer: table, json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    func run() throws {
        let console = Console()
        let folder = try VocabularyFolder()
        let source = try VocabularySource(FilePath(self.file))
        let name = try self.name(source, folder)
        let described = source.file
        var file = try source.read()
        if let known = KnownFile.of(sha256: described.sha256) { known.complete(&file) }
        if let pattern {
            guard file.prefixSpace == nil else {
                throw CommandFailure(
                    .invalidArgument,
                    what: "--pattern",
                    why: "the file's tokens are made of characters, for which text is not split by a pattern"
                )
            }
            file.split = VocabularyFile.split(named: pattern)
        }
        for (token, id) in try self.specialTokens() { file.specialTokens[token] = id }
        guard let split = file.split else {
            throw CommandFailure(
                .invalidArgument,
                what: source.path.displayText,
                why: "the file does not say how text is split",
                remedy: "--pattern NAME, one of \(VocabularyFile.patternNames.joined(separator: ", "))"
            )
        }
        do throws(VocabularyError) {
            // Nothing is installed that could not be used.
            _ = try file.encoding(named: name, compiling: PatternCompiler.current)
        } catch {
            throw CommandFailure(.unreadableInput, what: source.path.displayText, why: error.message)
        }
        let installed = try InstalledVocabulary.install(file, split: split, named: name, source: described, in: folder)
        try self.answer(installed, console)
        try console.finish()
    }

    private func answer(_ installed: InstalledVocabulary, _ console: Console) throws(CommandFailure) {
        if self.format == .table {
            let ids = NumberText.grouped(installed.idCount)
            let specials = NumberText.grouped(installed.specialTokens.count)
            try console.answer(
                "\(installed.name): \(ids) ids, \(specials) special tokens, \(installed.format.rawValue)\n"
            )
        } else {
            try console.answer(installed.members.text + "\n")
        }
    }

    /// The name, which must be free.
    private func name(_ source: VocabularySource, _ folder: VocabularyFolder) throws(CommandFailure) -> String {
        guard let name = self.name ?? source.defaultName else {
            throw CommandFailure(
                .invalidArgument,
                what: source.path.displayText,
                why: "the file's name says nothing about it",
                remedy: "--name NAME"
            )
        }
        guard VocabularyFolder.isName(name) else {
            throw CommandFailure(
                .invalidArgument,
                what: "--name",
                why: "a name has letters, digits, '.', '_' and '-', at most 64, and starts with a letter or a digit"
            )
        }
        if EncodingChoice.isBuiltIn(name) {
            throw CommandFailure(.invalidArgument, what: "--name", why: "\(name) is an encoding that is built in")
        }
        if !self.replace, try folder.names().contains(name) {
            throw CommandFailure(
                .invalidArgument,
                what: "--name",
                why: "a vocabulary called \(name) is already installed",
                remedy: "--replace"
            )
        }
        return name
    }

    private func specialTokens() throws(CommandFailure) -> [(String, TokenID)] {
        var tokens: [(String, TokenID)] = []
        for text in self.specials {
            guard let sign = text.lastIndex(of: "="), sign != text.startIndex,
                let id = UInt32(text[text.index(after: sign)...]), id < 1 << 21
            else {
                throw CommandFailure(
                    .invalidArgument,
                    what: "--special",
                    why: "not a token, '=' and an id from 0 to 2,097,151",
                    remedy: "--special '<|endoftext|>=100257'"
                )
            }
            tokens.append((String(text[..<sign]), TokenID(rawValue: id)))
        }
        return tokens
    }
}
