internal import TallyEstimation

/// Why a command can't do what it was asked, in the parts that a person needs.
///
/// It carries names, numbers and positions, never text that was read.
struct CommandFailure: Error, Equatable {
    /// The kind of failure, which decides the exit status.
    enum Code: String {
        case invalidArgument
        case unknownEncoding
        case unknownModel
        case unreadableInput
        case invalidLine
        case invalidToken
        case unwritableOutput
        /// A receiver did not take what it was sent.
        case unsent
        /// Two ways to the same answer gave two answers.
        case wrongAnswer

        var exitStatus: ExitStatus {
            switch self {
            case .invalidArgument, .unknownEncoding, .unknownModel: .usage
            case .unreadableInput, .invalidLine, .invalidToken, .unwritableOutput, .unsent, .wrongAnswer: .failure
            }
        }
    }

    let code: Code
    /// The argument, file or line that it is about.
    let what: String
    /// What is wrong with it.
    let why: String
    /// The flag or command to try, if there is one.
    let remedy: String?

    init(_ code: Code, what: String, why: String, remedy: String? = nil) {
        self.code = code
        self.what = what
        self.why = why
        self.remedy = remedy
    }

    /// The lines for standard error.
    var text: String {
        let line = "tally: \(self.what): \(self.why)\n"
        return self.remedy.map { line + "  try: \($0)\n" } ?? line
    }
}

extension CommandFailure {
    /// What the vocabularies said about `what`, with the command that lists the right names.
    init(_ error: VocabularyError, what: String) {
        switch error.code {
        case .unknownModel:
            self.init(.unknownModel, what: what, why: error.message, remedy: "tally models")
        default:
            // Only what this build has is worth a try.
            let names = TokenEncoding.bundledNames
            let name = names.first { $0 == "o200k_base" } ?? names.first
            self.init(.unknownEncoding, what: what, why: error.message, remedy: name.map { "--encoding \($0)" })
        }
    }

    /// What the system said about an input.
    init(_ error: SystemError, reading path: String) {
        self.init(.unreadableInput, what: path, why: error.description)
    }
}
