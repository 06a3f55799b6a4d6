internal import TallyEstimation

/// The figures of a prompt as people read them.
enum ChangeText {
    /// `+1,240`, `-3`, `0`.
    static func signed(_ value: Int) -> String {
        (value > 0 ? "+" : "") + NumberText.grouped(value)
    }

    /// A number of things, with its sign: `+1 token`.
    static func signed(_ value: Int, _ noun: String) -> String {
        "\(Self.signed(value)) \(noun)" + (value.magnitude == 1 ? "" : "s")
    }

    /// `+$3.10`, `-$0.05`, `$0`.
    static func signed(_ money: Money) -> String {
        (money > .zero ? "+" : "") + MoneyText.short(money)
    }

    /// What a change adds, and how much that is of what was: `+310 (+7.8%)`.
    static func difference(_ prompt: CheckedPrompt) -> String {
        guard let difference = prompt.tokenDifference else { return "not counted" }
        return Self.signed(difference) + (Self.share(prompt).map { " (\($0))" } ?? "")
    }

    /// The same in a sentence: `+310 tokens a call (+7.8%)`.
    static func differenceOfCall(_ prompt: CheckedPrompt) -> String {
        guard let difference = prompt.tokenDifference else { return "not counted" }
        return "\(Self.signed(difference, "token")) a call" + (Self.share(prompt).map { " (\($0))" } ?? "")
    }

    private static func share(_ prompt: CheckedPrompt) -> String? {
        guard let difference = prompt.tokenDifference else { return nil }
        switch prompt.change {
        case .added: return "new"
        case .deleted: return "gone"
        case .modified, .renamed, .unchanged:
            let before = (prompt.after?.tokens ?? 0) - difference
            return difference != 0 && before > 0 ? Self.percent(difference, of: before) : nil
        }
    }

    /// A signed share of a whole: `+7.8%`.
    static func percent(_ part: Int, of whole: Int) -> String {
        (part < 0 ? "-" : "+") + NumberText.share(Int(clamping: part.magnitude), of: whole)
    }

    /// An amount, or that it is not known.
    static func cost(_ cost: PromptMeasure.Cost?) -> String {
        switch cost {
        case nil: ""
        case .known(let money): MoneyText.short(money)
        case .unpriced: "unpriced"
        }
    }

    /// How much of the model's context window a prompt takes.
    static func window(_ prompt: CheckedPrompt) -> String {
        guard let after = prompt.after, let window = prompt.contextWindow else { return "" }
        return NumberText.share(after.tokens, of: window)
    }

    /// What the tightest of the rules about the most still leaves: `690 tokens`, `$0.0012 a call`, `-$12.50 a month`.
    static func left(_ prompt: CheckedPrompt) -> String {
        var limits: [(share: Double, text: String)] = []
        if let left = prompt.tokensLeft, let most = prompt.settings.maximumTokens?.value {
            let text = "\(NumberText.grouped(left)) token" + (left.magnitude == 1 ? "" : "s")
            limits.append((Double(left) / Double(max(most, 1)), text))
        }
        if let left = prompt.costPerCallLeft, let most = prompt.settings.maximumCostPerCall?.value {
            limits.append((Self.share(left, of: most), "\(MoneyText.short(left)) a call"))
        }
        if let left = prompt.costPerMonthLeft, let most = prompt.settings.maximumCostPerMonth?.value {
            limits.append((Self.share(left, of: most), "\(MoneyText.short(left)) a month"))
        }
        return limits.min { $0.share < $1.share }?.text ?? ""
    }

    private static func share(_ part: Money, of whole: Money) -> Double {
        Double(part.picodollars) / Double(max(whole.picodollars, 1))
    }

    /// Breaks a text between words into lines of at most `width` characters; a longer word has a line of its own.
    ///
    /// - Parameter later: the indent of the lines after the first; nil for the same.
    static func wrapped(_ text: String, indent: String, later: String? = nil, width: Int = 100) -> String {
        var indent = indent
        var lines = ""
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent.count + line.count + 1 + word.count > width {
                lines += indent + line + "\n"
                indent = later ?? indent
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + indent + line + "\n"
    }
}
