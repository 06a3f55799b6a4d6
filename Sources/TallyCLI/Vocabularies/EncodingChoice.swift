internal import TallyEstimation

/// What counts, and how far its counts can be trusted for what was asked.
struct EncodingChoice {
    /// The name of the encoding, or of what counts in place of one.
    let name: String
    let counter: any TokenCounter
    let accuracy: Accuracy
    /// Why the counts are not exact.
    let reason: String?
    /// How many per cent more the model's own tokenizer gave on sample texts, if another one stands in for it.
    let spread: ClosedRange<Int>?
    /// The model that was named, if one was.
    let model: String?

    private let known: TokenEncoding?

    /// The encoding of this name, built in or installed, which counts itself exactly.
    init(encoding name: String) throws(CommandFailure) {
        if let claude = ModelCounter.claude(name) {
            let reason = "Claude's tokens are not published: counted by a model of them"
            self.init(claude, name, nil, .reconstructed, reason)
            return
        }
        // Asked for an encoding that is not built in, the library would first look for names like it.
        if !TokenEncoding.bundledNames.contains(name), let encoding = try Self.installed(name) {
            self.init(Tokenizer(encoding), name, encoding, .exact, nil)
            return
        }
        do throws(VocabularyError) {
            let encoding = try TokenEncoding.named(name)
            self.init(Tokenizer(encoding), name, encoding, .exact, nil)
        } catch {
            throw CommandFailure(error, what: "--encoding \(name)")
        }
    }

    /// What counts for a model: its own encoding if it is built in or installed under the name that the catalogue has
    /// for it, else one that stands in.
    init(model name: String) throws(CommandFailure) {
        let found: ModelCounter
        do throws(VocabularyError) {
            let choice = try CounterChoice(model: name)
            if choice.accuracy == .approximate, let own = ModelCatalogue.facts(of: name)?.encodingName,
                own != choice.name, let encoding = try? Self.installed(own)
            {
                found = ModelCounter(model: name, encoding: encoding)
            } else {
                found = try ModelCounter(model: name)
            }
        } catch {
            throw CommandFailure(error, what: "--model \(name)")
        }
        self.init(found)
    }

    /// A counter for a model.
    init(_ counter: ModelCounter) {
        // The tokenizer itself where there is one: it can use several threads.
        self.counter = counter.encoding.map(Tokenizer.init) ?? counter
        self.name = counter.name
        self.known = counter.encoding
        self.accuracy = counter.accuracy
        self.reason = counter.reason
        self.spread = counter.spread
        self.model = counter.model
    }

    private init(
        _ counter: any TokenCounter,
        _ name: String,
        _ encoding: TokenEncoding?,
        _ accuracy: Accuracy,
        _ reason: String?
    ) {
        self.counter = counter
        self.name = name
        self.known = encoding
        self.accuracy = accuracy
        self.reason = reason
        self.spread = nil
        self.model = nil
    }

    /// The encoding, for what needs tokens and not only their number.
    func encoding() throws(CommandFailure) -> TokenEncoding {
        if let known { return known }
        throw CommandFailure(
            .invalidArgument,
            what: self.model ?? self.name,
            why: "its tokens are not published: they can only be counted",
            remedy: "tally count, or --encoding NAME"
        )
    }

    /// Counts with at most so many threads.
    func count(_ text: Span<UInt8>, threads: Int) -> Int {
        if let tokenizer = self.counter as? Tokenizer { return tokenizer.count(text, threads: threads) }
        return self.counter.count(text)
    }

    /// The encoding of the installed vocabulary of this name, if there is one.
    private static func installed(_ name: String) throws(CommandFailure) -> TokenEncoding? {
        guard VocabularyFolder.isName(name), let folder = try? VocabularyFolder(), try folder.names().contains(name)
        else { return nil }
        return try InstalledVocabulary.read(name, in: folder).encoding(in: folder)
    }

    /// Whether an encoding of this name is built in.
    static func isBuiltIn(_ name: String) -> Bool {
        TokenEncoding.bundledNames.contains(name) || ClaudeVersion(counterName: name) != nil
    }

    /// The names of all encodings, built in and installed.
    static var names: [String] {
        let claude = ClaudeVersion.isEmbedded ? ClaudeVersion.allCases.map(\.counterName) : []
        return (TokenEncoding.bundledNames + claude).sorted() + ((try? VocabularyFolder().names()) ?? [])
    }

    /// The members that describe the choice in an answer.
    var members: JSONObject {
        var members: JSONObject = [:]
        members.append("encoding", self.name)
        members.append("accuracy", self.accuracy.rawValue)
        members.append("reason", self.reason)
        return members
    }

    /// Says on standard error that counts will not be exact, if so.
    func noteAccuracy(_ console: Console) throws(CommandFailure) {
        guard self.accuracy != .exact, let reason else { return }
        try console.note(self.model ?? self.name, "\(self.accuracy.rawValue): \(reason)")
    }
}
