internal import ArgumentParser
internal import TallyEstimation

/// `tally bench`: how fast this machine counts, encodes and decodes a text.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast texts are counted, encoded and decoded here.",
        discussion: """
            One thread, unless --threads asks for more to count and encode a text; the texts are read, and one letter is counted and encoded, before any clock starts. 'cold' is the \
            process's first pass over a text, so only the first line has it; 'warm' is the median of the passes after it. \
            1 MB is 1,000,000 bytes. A folder's files are measured as one text.

            Before a time is believed, count and encode must agree, decode must give back the text, and all passes must \
            answer the same; else there are no figures and the exit status is 3, as for what can't be read.

            The environment's TALLY_KERNELS (avx512, avx2, sse2, neon, scalar) chooses slower kernels than the best. Other \
            processes disturb the figures: JSON also has each pass, with the thread's own processor time.

            Examples:
              tally bench prompts.txt
              tally bench prompts.txt --only encode --passes 11
              tally bench prompts.txt --small --model gpt-4
              tally bench *.txt --format json
            """
    )

    @Argument(help: ArgumentHelp("Files and folders; '-' is standard input.", valueName: "path"), completion: .file())
    var paths: [String]

    @OptionGroup var encoding: EncodingOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "What to measure: count, encode or decode; may be repeated (default: all three, in this order).",
            valueName: "operation"
        )
    )
    var only: [BenchOperation] = []

    @Option(help: ArgumentHelp("How many warm passes to make.", valueName: "n"))
    var passes = 5

    @Option(help: ArgumentHelp("How many threads may count and encode a text of 512 KB or more.", valueName: "n"))
    var threads = 1

    @Flag(help: "Measure calls on slices of 100 and of 4,096 bytes of the text's first megabyte.")
    var small = false

    private static let sliceSizes: [Int?] = [100, 4_096]

    func validate() throws {
        if !(1...1_000_000).contains(self.passes) {
            throw ValidationError("--passes \(self.passes): must be from 1 to 1,000,000.")
        }
        try ThreadNumber.validate(self.threads)
    }

    func run() throws {
        let choice = try self.encoding.choice()
        let encoding = try choice.encoding()
        let console = Console(isQuiet: self.output.quiet)
        try choice.noteAccuracy(console)
        // All before any is measured: reading between two measurements would disturb the second.
        let texts = try self.paths.map { try BenchText(FilePath($0), console) }
        var run = BenchRun(console, encoding, passes: self.passes, threads: self.threads)
        var head: JSONObject = ["version": .string(Version.current)]
        head.append("model", choice.model)
        head.append(choice.members)
        head.append(["kernels": .string(BenchMachine.kernels), "cores": .integer(BenchMachine.cores)])
        head.append("threads", .integer(self.threads))
        head.append("setup", .object(run.setup.members))
        let isTable = self.output.format == .table
        if isTable { try console.answer(self.heading(choice)) }
        var records = RecordWriter(
            console,
            self.output.format,
            table: BenchMeasurement.table,
            head: head,
            listName: "measurements"
        )
        try records.begin()
        for text in texts {
            for size in self.small ? Self.sliceSizes : [nil] {
                for operation in self.only.isEmpty ? BenchOperation.allCases : self.only {
                    let measurement = try run.measure(operation, text, sliceSize: size)
                    try records.add(measurement.members, row: isTable ? measurement.row : nil)
                }
            }
        }
        try records.end([:])
        try console.finish()
    }

    private func heading(_ choice: EncodingChoice) -> String {
        """
        \(choice.name), \(BenchMachine.kernels) kernels, \
        \(self.threads == 1 ? "one thread" : "\(NumberText.grouped(self.threads)) threads") on a machine of \
        \(NumberText.counted(BenchMachine.cores, "core")); warm is the median of \
        \(NumberText.counted(self.passes, "pass", "passes"))

        """
    }
}
