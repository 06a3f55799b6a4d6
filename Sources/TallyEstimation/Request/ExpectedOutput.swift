/// How much output a request is expected to have.
public enum ExpectedOutput: Sendable, Hashable {
    /// Nothing is known.
    case unknown
    /// This many tokens.
    case tokens(Int)
    /// This many per cent of the input tokens.
    case percentOfInput(Int)
    /// As much as earlier answers had: the median, and the 95th percentile for a bad day.
    case history([Int])

    /// The tokens to expect for an input of `input` tokens; nil if nothing is known.
    ///
    /// - Complexity: O(*n* log *n*) in the length of a history.
    func typical(input: Int) -> Int? {
        switch self {
        case .unknown: nil
        case .tokens(let tokens): max(0, tokens)
        case .percentOfInput(let percent): Self.share(percent, of: input)
        case .history(let answers): Self.percentile(50, of: answers)
        }
    }

    /// The tokens that 19 of 20 answers stay within; nil if nothing is known.
    ///
    /// - Complexity: O(*n* log *n*) in the length of a history.
    func high(input: Int) -> Int? {
        switch self {
        case .history(let answers): Self.percentile(95, of: answers)
        case .unknown, .tokens, .percentOfInput: self.typical(input: input)
        }
    }

    private static func share(_ percent: Int, of input: Int) -> Int {
        let product = Int128(max(0, percent)) * Int128(max(0, input))
        return Int(clamping: (product + 99) / 100)
    }

    /// The smallest answer that at least `percent` per cent of them do not exceed (nearest rank).
    private static func percentile(_ percent: Int, of answers: [Int]) -> Int? {
        let sorted = answers.filter { $0 >= 0 }.sorted()
        guard !sorted.isEmpty else { return nil }
        let rank = (sorted.count * percent + 99) / 100
        return sorted[max(1, rank) - 1]
    }
}
