/// One part of a request's input, with its tokens and how far they may be off.
public struct EstimateItem: Sendable, Hashable {
    /// Which part.
    public enum Kind: Sendable, Hashable {
        /// The instructions before the conversation.
        case system
        /// The message with this number, from 0, with what its provider puts around it.
        case message(Int)
        /// The definitions of the functions.
        case tools
        /// The schema of the answer.
        case answerSchema
        /// A picture in the message with this number.
        case image(message: Int)
        /// A document in the message with this number.
        case document(message: Int)
        /// What thinking adds to the input.
        case thinking
        /// What belongs to no message: start, default instructions, the opening of the answer.
        case framing
    }

    /// Which part.
    public let kind: Kind
    /// The tokens.
    public let tokens: Int
    /// What they may be, from the evidence; the two ends are ``tokens`` where it was measured to be exact.
    public let band: ClosedRange<Int>
    /// Where the figure comes from.
    public let source: String

    /// Creates an item that may have `under` fewer and `over` more tokens.
    init(_ kind: Kind, _ tokens: Int, under: Int = 0, over: Int = 0, source: String) {
        self.kind = kind
        self.tokens = tokens
        self.band = max(0, tokens - max(0, under))...(tokens + max(0, over))
        self.source = source
    }

    /// The item with a band that is wider by these per cent of its tokens.
    func widened(by percent: ClosedRange<Int>) -> EstimateItem {
        let low = self.band.lowerBound + self.tokens * min(0, percent.lowerBound) / 100
        let high = self.band.upperBound + (self.tokens * max(0, percent.upperBound) + 99) / 100
        return EstimateItem(
            self.kind,
            self.tokens,
            under: self.tokens - max(0, low),
            over: high - self.tokens,
            source: self.source
        )
    }
}
