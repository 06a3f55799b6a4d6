internal import TallyMetering

/// A conversation or a run of an agent while it goes on; also a request that is a single call.
struct SampleSession {
    let workload: SampleWorkload
    let model: SampleModel
    /// The id; nil for what is no session.
    let name: String?
    var tags: UsageTags
    let origin: CallOrigin
    /// The keyed hash of what the session's first prompt says after what all begin with.
    let opening: UInt64
    /// When the next call begins.
    private(set) var time: Timestamp
    /// Milliseconds between calls, where they are always the same.
    var pause: Int?

    /// Tokens of what was said before.
    private(set) var history = 0
    /// Tokens of the last prompt, which a cache may have; 0 before the first call.
    private(set) var lastPrompt = 0
    /// Tokens that the next call adds.
    var added = 0
    /// Tokens of its answer, without reasoning.
    var answer = 0
    /// Whether a cache has what came before.
    var isCached = false

    private static let repositories = ["acme/shop", "acme/search", "acme/mobile", "acme/billing"]

    init(
        _ workload: SampleWorkload,
        _ model: SampleModel,
        name: String?,
        start: Timestamp,
        _ random: inout SampleRandom
    ) {
        self.workload = workload
        self.model = model
        self.name = name
        self.time = start
        self.tags = SampleTags.make(for: workload, &random)
        self.opening = random.next()
        let isCode = workload.team == "platform"
        self.origin = CallOrigin(
            repository: isCode ? Self.repositories[random.below(Self.repositories.count)] : nil,
            tool: workload.tool,
            work: workload.work,
            callSite: "\(workload.feature)/\(workload.useCase)"
        )
    }

    var isFirst: Bool { self.lastPrompt == 0 }
    /// Tokens of the next prompt.
    var prompt: Int { self.workload.system + self.history + self.added }

    /// Takes what was asked and answered into the history; one that has grown too long is summed up to a quarter.
    mutating func grow(over longest: Int) {
        self.lastPrompt = self.prompt
        guard self.name != nil else { return }
        self.history += self.added + self.answer
        guard self.history > longest else { return }
        self.history /= 4
        self.lastPrompt = self.workload.system
    }

    mutating func wait(_ milliseconds: Int) {
        self.time.millisecondsSince1970 += Int64(milliseconds)
    }
}
