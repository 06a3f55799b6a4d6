internal import ArgumentParser
internal import TallyEstimation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// `tally init`: writes a `tally.yml` from the prompts that are there.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a tally.yml with limits for the prompts that are there.",
        discussion: """
            Looks for prompts where they usually are: files such as *.prompt, *.prompty, AGENTS.md and SKILL.md, and \
            texts and templates in folders called prompts, without what .gitignore and .git/info/exclude leave out. \
            They are counted for the model, and each folder gets a limit a little above its largest prompt. \
            Everything else that can be asked of prompts is in the file as comments.

            The file is written at the top of the repository, outside of one in the current folder; one that is there \
            already stays as it is, unless there is --force.

            Examples:
              tally init
              tally init --model claude-sonnet-4-5
              tally init --force --format json
            """
    )

    @Option(
        help: ArgumentHelp("The model that the prompts are sent to.", valueName: "name"),
        completion: .custom { _, _, _ in ModelCounter.knownModels }
    )
    var model = "gpt-4o"

    @Flag(help: "Replace the tally.yml that is there.")
    var force = false

    @OptionGroup var output: OutputOptions

    static let fileName = "tally.yml"

    func validate() throws {
        // What a configuration can't have as a model.
        if self.model.isEmpty || self.model.utf8.count > 1_024 || self.model.utf8.contains(UInt8(ascii: "*")) {
            throw ValidationError("--model: is the name of one model, without *; 'tally models' lists them.")
        }
    }

    func run() throws {
        try KernelRequest.validate()
        let choice = try EstimateSubject(self.model, .bundled).choice
        let top = try Self.top()
        let path = top.appending(Array(Self.fileName.utf8))
        if !self.force, OpenFile.kind(of: path) != nil {
            throw CommandFailure(
                .invalidArgument,
                what: path.displayText,
                why: "the file is there already",
                remedy: "tally init --force, which replaces it"
            )
        }
        let console = Console(isQuiet: self.output.quiet)
        try choice.noteAccuracy(console)
        let text = PolicyText(model: self.model, survey: try PromptSurvey(below: top, choice, console))
        try WholeFile.write(Array(text.text.utf8), to: path)
        try self.answer(text, path, choice, console)
        try console.finish()
    }

    private func answer(_ text: PolicyText, _ path: FilePath, _ choice: EncodingChoice, _ console: Console)
        throws(CommandFailure)
    {
        let survey = text.survey
        guard self.output.format == .table else {
            var record: JSONObject = ["path": .string(path.text), "model": .string(self.model)]
            record.append(choice.members)
            record.append("prompts", .integer(survey.prompts))
            record.append("skipped", .integer(survey.skipped))
            record.append("folders", .array(survey.folders.map { Self.members(of: $0) }))
            return try console.answer(record.text + "\n")
        }
        let prompts = NumberText.counted(survey.prompts, "prompt")
        let folders = NumberText.counted(survey.folders.count, "folder")
        let found = survey.prompts == 0 ? "no prompts found" : "\(prompts) in \(folders)"
        try console.answer("\(path.displayText): \(found), counted for \(self.model)\n")
    }

    private static func members(of folder: PromptFolder) -> JSONValue {
        .object([
            "folder": .string(folder.path.text), "prompts": .integer(folder.prompts),
            "largest": .string(folder.largest.text), "tokens": .integer(folder.tokens),
            "max_tokens": .integer(folder.limit),
        ])
    }

    /// The top of the repository around the current folder, or that folder.
    private static func top() throws(CommandFailure) -> FilePath {
        guard let resolved = unsafe realpath(".", nil) else {
            throw CommandFailure(.last, reading: "the current folder")
        }
        defer { unsafe free(resolved) }
        let folder = unsafe FilePath(bytes: Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
        var candidate: FilePath? = folder
        while let current = candidate {
            if OpenFile.kind(of: current.appending(IgnoreRules.repositoryName)) != nil { return current }
            candidate = current.parent
        }
        return folder
    }
}
