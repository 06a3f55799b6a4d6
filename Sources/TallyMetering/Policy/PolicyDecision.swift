/// What may be done with a call.
public enum PolicyVerdict: Hashable, Sendable {
    /// It may be made.
    case allow
    /// It may be made, and is marked.
    case warn
    /// It may be made after waiting that long.
    case throttle(after: Duration)
    /// It may not be made.
    case deny
}

extension PolicyVerdict: Comparable {
    /// Returns whether the first is less strict.
    public static func < (left: PolicyVerdict, right: PolicyVerdict) -> Bool {
        if case .throttle(let first) = left, case .throttle(let second) = right { return first < second }
        return left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .allow: 0
        case .warn: 1
        case .throttle: 2
        case .deny: 3
        }
    }
}

/// A rule that a call breaks, or would but for an exception.
public struct PolicyFinding: Hashable, Sendable {
    /// The name of the rule: `models`, `tags.team`, `limits.input`, `limits.output`, `unpriced`, `unknown_output`,
    /// `budgets.search`, `breakers.all`.
    public var rule: String
    /// What follows from this finding alone.
    public var verdict: PolicyVerdict
    /// What is wrong, with the numbers and what is expected.
    public var message: String
    /// The exception by which the call may be made all the same.
    public var exception: String?

    init(_ rule: String, _ verdict: PolicyVerdict, _ message: String, exception: String? = nil) {
        self.rule = rule
        self.verdict = verdict
        self.message = message
        self.exception = exception
    }
}

extension PolicyFinding: CustomStringConvertible {
    /// The finding in words.
    public var description: String { "\(self.rule): \(self.message)" }
}

/// What may be done with a call, and why.
public struct PolicyDecision: Hashable, Sendable {
    /// All findings, in the order of the rules.
    public var findings: [PolicyFinding]

    init(findings: [PolicyFinding]) {
        self.findings = findings
    }

    /// The strictest verdict of the findings; a call of which nothing was found may be made.
    public var verdict: PolicyVerdict { self.decisive?.verdict ?? .allow }

    /// The finding that decides: the first of the strictest; nil if nothing was found.
    public var decisive: PolicyFinding? {
        self.findings.reduce(nil) { strictest, finding in
            guard let strictest, strictest.verdict >= finding.verdict else { return finding }
            return strictest
        }
    }
}

extension PolicyDecision: CustomStringConvertible {
    /// All findings in words, one a line; `allowed` if there are none.
    public var description: String {
        self.findings.isEmpty ? "allowed" : self.findings.map(\.description).joined(separator: "\n")
    }
}
