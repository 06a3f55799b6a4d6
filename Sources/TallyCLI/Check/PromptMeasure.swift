internal import TallyEstimation

/// A prompt on one side of a change, measured.
struct PromptMeasure {
    /// What a call costs, or why that is not known.
    enum Cost {
        case known(Money)
        case unpriced(String)

        var money: Money? {
            if case .known(let money) = self { money } else { nil }
        }
    }

    /// The size of the file.
    let bytes: Int
    /// The input tokens of a call.
    let tokens: Int
    /// Those of them that are written in the file, and not what placeholders are said to stand for.
    let writtenTokens: Int
    /// A call's input, and the output that is expected, if any is said.
    let costPerCall: Cost
    /// The calls of a month; nil if nobody says how many there are.
    let costPerMonth: Cost?

    /// A thousand calls.
    var costPerThousand: Cost {
        switch self.costPerCall {
        case .known(let money): .known(money.times(1_000))
        case .unpriced(let reason): .unpriced(reason)
        }
    }
}
