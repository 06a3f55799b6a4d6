internal import TallyTokenizer

/// What counts for a model in this build; finding it makes no encoding.
package struct CounterChoice {
    /// The name of an encoding, or of a generation of Claude.
    package let name: String
    package let accuracy: Accuracy
    /// Why the counts are not exact; nil if they are.
    package let reason: String?
    /// How many per cent more the model's own tokenizer gave on sample texts, if another one stands in for it.
    package let spread: ClosedRange<Int>?

    /// Takes the model's own encoding if it is known and here, else one that stands in.
    ///
    /// - Throws: ``VocabularyError/Code/unknownModel``, proposing the nearest names.
    package init(model: String) throws(VocabularyError) {
        guard let known = KnownEncoding(model: model) else { throw .unknownModel(model) }
        if let own = known.name, Self.isHere(own) {
            self.init(own, known.accuracy, known.reason)
        } else if let own = known.name {
            self = .standIn(because: TokenEncoding.absence(of: own), spread: SampleSpread.of(own))
        } else {
            let vendor = ModelCatalogue.facts(of: model)?.vendor ?? "its maker"
            self = .standIn(because: "the tokenizer of \(vendor)'s models is not published", spread: nil)
        }
    }

    /// The encoding that counts for models whose own is not here.
    static func standIn(because reason: String, spread: ClosedRange<Int>?) -> CounterChoice {
        let gap = spread.map { "; its own gave \(SampleSpread.text($0)) more on sample texts" } ?? ""
        return CounterChoice("o200k_base", .approximate, "\(reason): counted with o200k_base\(gap)", spread)
    }

    private init(_ name: String, _ accuracy: Accuracy, _ reason: String?, _ spread: ClosedRange<Int>? = nil) {
        self.name = name
        self.accuracy = accuracy
        self.reason = reason
        self.spread = spread
    }

    private static func isHere(_ name: String) -> Bool {
        ClaudeVersion(counterName: name) == nil ? TokenEncoding.maker(of: name) != nil : ClaudeVersion.isEmbedded
    }
}
