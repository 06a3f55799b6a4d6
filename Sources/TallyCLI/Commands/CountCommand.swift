internal import ArgumentParser
internal import TallyEstimation

/// `tally count`: how many tokens texts are.
struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count the tokens of files, folders or standard input.",
        discussion: """
            Folders are walked in order of names, without what .gitignore and .git/info/exclude leave out. Links and \
            binary files (a NUL byte in the first 8,000 bytes) are skipped and reported. Files that are named are counted \
            even if ignored; standard input is always taken for text. Text that is not UTF-8 is counted with U+FFFD in \
            place of what is not, as the reference tokenizer does, and noted.

            With --jsonl, each input line is a JSON value and one of its string fields is counted: one answer a line, in \
            order. A line without such a field is answered with an error ('-' in a table) and the exit status is 3 at \
            the end; --skip-invalid answers it the same way without failing.

            With --diff, what changed in a git repository is counted before and after: the files on disk, new ones too, \
            compared with HEAD or, with --base, with where this branch left another one.

            A file of 512 KB or more is counted by all processors; the answer does not depend on how many. The \
            environment's TALLY_KERNELS (avx512, avx2, sse2, neon, scalar) chooses slower instructions than the best.

            Examples:
              tally count prompt.txt
              tally count Sources --model gpt-4o --format json
              git diff | tally count --total
              tally count --diff Sources
              tally count --jsonl --field messages.0.content --format jsonl < requests.jsonl
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var encoding: EncodingOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Print only the total, as plain digits (with --format json or jsonl: as one object).")
    var total = false

    @Flag(help: "Read JSON Lines: count one field of each line.")
    var jsonl = false

    @Option(
        help: ArgumentHelp(
            "The field to count with --jsonl; dots lead inwards, digits into arrays, '\\.' is a dot (default: text).",
            valueName: "path"
        )
    )
    var field: String?

    @Flag(help: "Count what changed in a git repository, before and after.")
    var diff = false

    @Option(help: ArgumentHelp("With --diff: compare with where this branch left REV.", valueName: "rev"))
    var base: String?

    @Option(help: ArgumentHelp("How many threads may count a large file (default: one a processor).", valueName: "n"))
    var threads: Int?

    @Flag(help: "With --jsonl: lines that can't be counted are answered, but are no failure.")
    var skipInvalid = false

    func validate() throws {
        if !self.jsonl, self.field != nil || self.skipInvalid {
            throw ValidationError("--field and --skip-invalid: need --jsonl.")
        }
        if self.base != nil, !self.diff { throw ValidationError("--base: needs --diff.") }
        if self.diff, self.jsonl || self.input.countsIgnored || self.input.countsBinaries {
            throw ValidationError("--diff: does not go with --jsonl, --no-ignore or --text.")
        }
        try ThreadNumber.validate(self.threads)
    }

    func run() throws {
        let choice = try self.encoding.choice()
        let console = Console(isQuiet: self.output.quiet)
        if self.jsonl {
            guard let path = JSONFieldPath(self.field ?? "text") else {
                throw CommandFailure(
                    .invalidArgument,
                    what: "--field",
                    why: "a part of the path is empty",
                    remedy: "--field messages.0.content"
                )
            }
            try choice.noteAccuracy(console)
            var count = LineCount(
                console,
                choice,
                self.output.format,
                path,
                toleratesInvalid: self.skipInvalid,
                showsOnlyTotal: self.total
            )
            try count.run(self.input.paths.map { FilePath($0) })
        } else if self.diff {
            try choice.noteAccuracy(console)
            var count = DifferenceCount(
                console,
                choice,
                self.output.format,
                threads: self.threads ?? Tokenizer.availableThreads,
                showsOnlyTotal: self.total
            )
            try count.run(self.input.paths.map { FilePath($0) }, base: self.base)
        } else {
            try choice.noteAccuracy(console)
            var count = FileCount(
                console,
                choice,
                self.output.format,
                threads: self.threads ?? Tokenizer.availableThreads,
                showsOnlyTotal: self.total
            )
            try count.run(self.input.reader)
        }
        try console.finish()
    }
}
