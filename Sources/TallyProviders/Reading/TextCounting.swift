internal import TallyPricing
internal import TallyTokenizer

/// Counts what the model wrote while it comes, so that a response that ends early has an output.
///
/// The text isn't kept: what each ``TokenStream`` holds is the end of it that more text can change.
struct TextCounting: Sendable {
    /// The most choices or parts that are counted apart from each other; all further ones are one text.
    private static let laneLimit = 16

    private struct Key: Hashable {
        let kind: TextKind
        let lane: Int
    }

    let makeStream: (@Sendable (String) -> TokenStream?)?
    private var streams: [Key: TokenStream] = [:]
    private var isUncounted = false

    init(_ makeStream: (@Sendable (String) -> TokenStream?)?) {
        self.makeStream = makeStream
    }

    /// Counts more text of a choice.
    mutating func append(_ bytes: Span<UInt8>, kind: TextKind, lane: Int, model: String?) {
        guard let makeStream, !self.isUncounted else { return }
        let key = Key(kind: kind, lane: lane >= 0 ? min(lane, Self.laneLimit) : 0)
        if self.streams[key] == nil {
            guard let model, let stream = makeStream(model) else {
                // A count without its beginning would be none.
                self.isUncounted = true
                self.streams = [:]
                return
            }
            self.streams[key] = stream
        }
        self.streams[key]?.append(bytes)
    }

    /// Forgets what was counted: the provider has said it.
    mutating func reset() {
        self.streams = [:]
        self.isUncounted = false
    }

    /// The tokens of a kind of text; nil if nothing could be counted or nothing came.
    func count(_ kinds: [TextKind]) -> Int? {
        var sum: Int?
        for (key, stream) in self.streams where kinds.contains(key.kind) {
            sum = (sum ?? 0).addingSaturated(stream.count)
        }
        return sum
    }
}
