internal import ArgumentParser
internal import TallyEstimation

/// A request's body to estimate for, and what its bytes don't tell.
struct RequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The JSON body of a request (OpenAI, Anthropic, Gemini) instead of texts; '-' is standard input.",
            valueName: "path"
        ),
        completion: .file()
    )
    var request: String?

    @Option(help: ArgumentHelp("With --request: the size of pictures that are only linked.", valueName: "WxH"))
    var imageSize: String?

    @Option(help: ArgumentHelp("With --request: the output to expect, in per cent of the input.", valueName: "n"))
    var outputShare: Int?

    @Option(
        help: ArgumentHelp(
            "With --request: a file of earlier answers' tokens, one number a line; their median is expected.",
            valueName: "path"
        ),
        completion: .file()
    )
    var outputHistory: String?

    @Flag(help: "With --request: show every part of the input with its error band.")
    var items = false

    /// Refuses what doesn't go together; called by the command, which knows its other arguments.
    func validate(besides paths: [String]) throws {
        guard self.request != nil else {
            if self.imageSize != nil || self.outputShare != nil || self.outputHistory != nil || self.items {
                throw ValidationError("--image-size, --output-share, --output-history and --items: need --request.")
            }
            return
        }
        if !paths.isEmpty { throw ValidationError("--request: stands alone, without other paths.") }
        if let share = self.outputShare, share < 0 {
            throw ValidationError("--output-share: must not be negative.")
        }
        if self.outputShare != nil, self.outputHistory != nil {
            throw ValidationError("--output-share and --output-history: only one of them can be given.")
        }
        if self.imageSize != nil, self.size == nil {
            throw ValidationError("--image-size: two numbers of pixels, as in 1024x768.")
        }
    }

    /// The size of ``imageSize``.
    var size: ImageSize? {
        let sides = (self.imageSize ?? "").split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], width > 0, height > 0 else { return nil }
        return ImageSize(width: width, height: height)
    }
}
