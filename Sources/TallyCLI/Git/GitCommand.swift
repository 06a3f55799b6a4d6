#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The program git, and where and with which environment it is run.
///
/// What hooks are told by the environment (`GIT_DIR`, `GIT_INDEX_FILE`) reaches git as it is. What a person or a
/// repository may set to change how answers look or what is asked for does not.
struct GitCommand {
    /// The folder that git is run in; nil for the current one.
    let folder: FilePath?
    let environment: ChildEnvironment
    private let program: FilePath

    /// In bytes; far more than the names of a million files.
    private static let longestAnswer = 1 << 30

    /// - Throws: ``CommandFailure`` if there is no git on `PATH`.
    init(folder: FilePath?, environment: ChildEnvironment) throws(CommandFailure) {
        guard let program = environment.program("git") else {
            throw CommandFailure(
                .unreadableInput,
                what: "git",
                why: "there is none on PATH, and without it what changed in the repository is not known",
                remedy: "install git, or add its folder to PATH"
            )
        }
        self.program = program
        self.folder = folder
        self.environment = Self.prepared(environment)
    }

    /// What a run of git that went well wrote to standard output.
    ///
    /// - Throws: ``CommandFailure`` with git's reason if it ended with another status than 0.
    func answer(_ arguments: [String], paths: [[UInt8]] = []) throws(CommandFailure) -> [UInt8] {
        let (output, refusal) = try self.run(arguments, paths: paths)
        if let refusal { throw refusal.failure }
        return output
    }

    /// What a run of git wrote to standard output, and why it went wrong if it did.
    func run(
        _ arguments: [String],
        paths: [[UInt8]] = []
    ) throws(CommandFailure) -> (output: [UInt8], refusal: GitRefusal?) {
        let process = try self.start(arguments, paths: paths, takesInput: false)
        do throws(SystemError) {
            var output: [UInt8] = []
            while try process.read(into: &output) > 0 {
                if output.count > Self.longestAnswer { throw SystemError(number: EFBIG) }
            }
            return (output, GitRefusal(try process.end(), process.errorText, arguments))
        } catch {
            throw CommandFailure(.unreadableInput, what: "git \(arguments[0])", why: error.description)
        }
    }

    /// Starts a git that goes on until it is sent no more.
    func start(
        _ arguments: [String],
        paths: [[UInt8]] = [],
        takesInput: Bool
    ) throws(CommandFailure) -> ChildProcess {
        do throws(SystemError) {
            return try ChildProcess(
                self.program,
                arguments: self.place + (Self.settings + arguments).map { Array($0.utf8) } + paths,
                environment: self.environment,
                takesInput: takesInput
            )
        } catch {
            let program = self.program.displayText
            throw CommandFailure(.unreadableInput, what: program, why: "can not be started: \(error.description)")
        }
    }

    /// A person's own order of files would have to be there; answers are sorted anyway.
    private static let settings = ["--no-pager", "-c", "diff.orderFile=/dev/null"]

    private var place: [[UInt8]] { self.folder.map { [Array("-C".utf8), $0.bytes] } ?? [] }

    private static func prepared(_ environment: ChildEnvironment) -> ChildEnvironment {
        var result = environment
        // Messages are compared with what git says in English.
        result["LC_ALL"] = Array("C".utf8)
        // Nothing is written, so that nobody who works in the repository meanwhile finds it locked.
        result["GIT_OPTIONAL_LOCKS"] = Array("0".utf8)
        // Where objects are fetched on the way, a question for a password would wait for ever in a hook.
        result["GIT_TERMINAL_PROMPT"] = Array("0".utf8)
        for name in ["LITERAL", "GLOB", "NOGLOB", "ICASE"] { result["GIT_\(name)_PATHSPECS"] = nil }
        for name in ["GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS"] { result[name] = nil }
        return result
    }
}
