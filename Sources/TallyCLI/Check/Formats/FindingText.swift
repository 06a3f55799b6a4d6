internal import TallyConfiguration

extension CheckReport {
    /// What a rule asks for, who says so, and what to do, in a few sentences.
    func reason(_ finding: CheckFinding) -> String {
        let place = self.place(of: finding).map { "It is asked for in \($0)." } ?? "This always holds."
        return "\(finding.rule.explanation) \(place) \(finding.rule.remedy)"
    }

    /// Where a rule is written: `line 12 of tally.yml`; nil for one that always holds.
    func place(of finding: CheckFinding) -> String? {
        guard let line = finding.configurationLine, line > 0, let configuration else { return nil }
        return "line \(line) of \(configuration.plainText)"
    }
}

extension CheckFinding {
    /// What was found, as a sentence on one line.
    var sentence: String {
        let text = self.message.onOneLine
        return text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }
}

extension CheckRule {
    /// What to do about it, in one sentence.
    fileprivate var remedy: String {
        switch self {
        case .maximumTokens: "Shorten the prompt, or raise max_tokens."
        case .maximumCostPerCall: "Shorten the prompt, take a cheaper model, or raise max_cost_per_call."
        case .maximumCostPerMonth: "Shorten the prompt, take a cheaper model, or raise max_cost_per_month."
        case .maximumGrowthTokens: "Add less, or raise max_growth_tokens."
        case .maximumGrowthPercent: "Add less, or raise max_growth_percent."
        case .cachePrefix: "Change what comes after the start, or lower cache_prefix."
        case .approvedModels: "Take an approved model, or add this one to approved_models."
        case .contextWindow: "Shorten the prompt, or take a model with a larger window."
        case .priced: "Take a model whose price is known, or give up the limit of its cost."
        case .countable: "Put the file right."
        }
    }
}

extension PromptException {
    /// The exception in a few words: `big-legacy, by search team until 2026-12-31: is split up in Q1`.
    var summary: String {
        "\(self.name), by \(self.owner) until \(self.lastDay): \(self.reason)".onOneLine
    }
}

extension CheckedPrompt {
    /// The lines of `tally.yml` that would let the prompt's broken rules through for a time; nil if nothing would.
    ///
    /// A prompt that can not be counted has to be put right: there is nothing that it could be held against.
    var exceptionProposal: [String]? {
        let rules = self.findings.filter { $0.isBroken && $0.rule != .countable }.map(\.rule.rawValue)
        guard !rules.isEmpty else { return nil }
        let names = rules.enumerated().filter { !rules[..<$0.offset].contains($0.element) }.map(\.element)
        return [
            "exceptions:",
            "  - {name: \(self.exceptionName), rules: [\(names.joined(separator: ", "))], "
                + "files: \(self.path.quotedPattern),",
            "     owner: YOUR TEAM, reason: WHY IT IS NEEDED, expires: YYYY-MM-DD}",
        ]
    }

    /// The file's name without its ending, in letters that need no quotes.
    private var exceptionName: String {
        let stem = self.path.name.prefix { $0 != UInt8(ascii: ".") }
        let isPlain = !stem.isEmpty && stem.count <= 40 && stem.allSatisfy(Self.isPlain) && stem[0] > 0x40
        return isPlain ? String(decoding: stem, as: UTF8.self) : "for-a-time"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension FilePath {
    /// The pattern in quotes, as YAML and JSON have them, with all that is hidden by its number.
    fileprivate var quotedPattern: String {
        JSONValue.string(self.pattern).text.escapingHidden { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let width = scalar.value < 0x1_0000 ? 4 : 8
            return (width == 4 ? "\\u" : "\\U") + String(repeating: "0", count: width - digits.count) + digits
        }
    }

    /// The pattern, as in `.gitignore`, that stands for this path and, if the path is UTF-8, for no other.
    private var pattern: String {
        var pattern = "/"
        for scalar in self.text.unicodeScalars {
            switch scalar {
            case "*", "?", "[", "\\", " ": pattern += "\\"
            default: break
            }
            pattern.unicodeScalars.append(scalar == "\u{FFFD}" ? "*" : scalar)
        }
        return pattern
    }
}
