internal import ArgumentParser
internal import TallyEstimation

/// Which encoding to count with, by its own name or by a model's.
struct EncodingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The encoding to use (default: o200k_base).", valueName: "name"),
        completion: .custom { _, _, _ in EncodingChoice.names }
    )
    var encoding: String?

    @Option(
        help: ArgumentHelp("The model whose encoding to use.", valueName: "name"),
        completion: .custom { _, _, _ in ModelCounter.knownModels }
    )
    var model: String?

    func validate() throws {
        if self.encoding != nil, self.model != nil {
            throw ValidationError("--encoding and --model: only one of them can be given.")
        }
    }

    /// Finds what counts, and makes sure that it does so as the environment asks.
    func choice() throws(CommandFailure) -> EncodingChoice {
        try KernelRequest.validate()
        if let model { return try EncodingChoice(model: model) }
        return try EncodingChoice(encoding: self.encoding ?? "o200k_base")
    }
}
