internal import ArgumentParser
internal import Tally

/// Which encoding to count with, by its own name or by a model's.
struct EncodingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The encoding to use (default: o200k_base).", valueName: "name"),
        completion: .custom { _, _, _ in EncodingChoice.names }
    )
    var encoding: String?

    @Option(
        help: ArgumentHelp("The model whose encoding to use.", valueName: "name"),
        completion: .custom { _, _, _ in ModelEncoding.knownModels }
    )
    var model: String?

    func validate() throws {
        if self.encoding != nil, self.model != nil {
            throw ValidationError("--encoding and --model: only one of them can be given.")
        }
    }

    /// Finds the encoding, and makes sure that it is used as the environment asks.
    func choice() throws(CommandFailure) -> EncodingChoice {
        try KernelRequest.validate()
        if let model { return try EncodingChoice(model: model) }
        return try EncodingChoice(encoding: self.encoding ?? "o200k_base")
    }
}

/// An encoding, and how far its counts can be trusted for what was asked.
struct EncodingChoice {
    let encoding: TokenEncoding
    let accuracy: Accuracy
    /// Why the counts are not exact.
    let reason: String?
    /// The model that was named, if one was.
    let model: String?

    /// The encoding of this name, built in or installed, which counts itself exactly.
    init(encoding name: String) throws(CommandFailure) {
        do throws(VocabularyError) {
            self.encoding = try .named(name)
        } catch {
            let failure = CommandFailure(error, what: "--encoding \(name)")
            guard error.code == .unknownEncoding, let encoding = try Self.installed(name) else { throw failure }
            self.encoding = encoding
        }
        self.accuracy = .exact
        self.reason = nil
        self.model = nil
    }

    /// The encoding of the installed vocabulary of this name, if there is one.
    private static func installed(_ name: String) throws(CommandFailure) -> TokenEncoding? {
        guard VocabularyFolder.isName(name), let folder = try? VocabularyFolder(), try folder.names().contains(name)
        else { return nil }
        return try InstalledVocabulary.read(name, in: folder).encoding(in: folder)
    }

    /// Whether an encoding of this name is built in, or could be.
    static func isBuiltIn(_ name: String) -> Bool {
        do throws(VocabularyError) {
            _ = try TokenEncoding.named(name)
            return true
        } catch {
            return error.code != .unknownEncoding
        }
    }

    /// The names of all encodings, built in and installed.
    static var names: [String] {
        TokenEncoding.bundled.map(\.name) + ((try? VocabularyFolder().names()) ?? [])
    }

    /// The encoding that counts for a model.
    init(model name: String) throws(CommandFailure) {
        do throws(VocabularyError) {
            let choice = try ModelEncoding(model: name)
            self.encoding = choice.encoding
            self.accuracy = choice.accuracy
            self.reason = choice.reason
        } catch {
            throw CommandFailure(error, what: "--model \(name)")
        }
        self.model = name
    }

    /// An encoding that stands in for one that is not known.
    init(standIn encoding: TokenEncoding, model: String, reason: String) {
        self.encoding = encoding
        self.accuracy = .approximate
        self.reason = reason
        self.model = model
    }

    /// The members that describe the choice in an answer.
    var members: JSONObject {
        var members: JSONObject = [:]
        members.append("encoding", self.encoding.name)
        members.append("accuracy", self.accuracy.rawValue)
        members.append("reason", self.reason)
        return members
    }

    /// Says on standard error that counts will not be exact, if so.
    func noteAccuracy(_ console: Console) throws(CommandFailure) {
        guard self.accuracy != .exact, let reason else { return }
        try console.note(self.model ?? self.encoding.name, "\(self.accuracy.rawValue): \(reason)")
    }
}
