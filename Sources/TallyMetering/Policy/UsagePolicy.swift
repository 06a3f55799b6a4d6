/// What calls have to be like, and how much they may use: a value, as of a policy file.
public struct UsagePolicy: Hashable, Sendable {
    /// Rules for the calls of all environments.
    public var rules: PolicyRules
    /// Rules for the calls whose tag `environment` has this value, over those of all.
    public var environments: [String: PolicyRules]
    /// Rules that do not hold for some calls for some time.
    public var exceptions: [PolicyException]
    /// The limits.
    public var budgets: [Budget]
    /// The rules for spikes.
    public var breakers: [SpikeRule]

    /// Creates a policy; without arguments it allows everything.
    public init(
        rules: PolicyRules = PolicyRules(),
        environments: [String: PolicyRules] = [:],
        exceptions: [PolicyException] = [],
        budgets: [Budget] = [],
        breakers: [SpikeRule] = []
    ) {
        self.rules = rules
        self.environments = environments
        self.exceptions = exceptions
        self.budgets = budgets
        self.breakers = breakers
    }

    /// The rules for the calls of an environment.
    public func rules(of environment: String?) -> PolicyRules {
        self.rules.overlaid(by: environment.flatMap { self.environments[$0] })
    }

    /// Says what the rules find about a call; a pure function, which asks no budget and no breaker.
    ///
    /// - Complexity: O(*n*) in the number of rules and exceptions, but for patterns.
    public func decide(_ call: PlannedCall, at now: Timestamp) -> PolicyDecision {
        let rules = self.rules(of: call.tags.environment)
        return PolicyDecision(findings: self.broken(by: call, of: rules).map { self.excepted($0, call, at: now) })
    }

    private func broken(by call: PlannedCall, of rules: PolicyRules) -> [PolicyFinding] {
        let verdict: PolicyVerdict = rules.isEnforced ?? true ? .deny : .warn
        let place = call.tags.environment.map { " in \($0)" } ?? ""
        var findings: [PolicyFinding] = []
        if let approved = rules.approvedModels, !approved.contains(where: { $0.matches(call.model) }) {
            let list = approved.isEmpty ? "no model is" : "these are: " + approved.map(\.text).joined(separator: ", ")
            findings.append(PolicyFinding("models", verdict, "\(call.model) is not approved\(place); \(list)"))
        }
        for (key, rule) in rules.tags.sorted(by: { $0.key < $1.key }) {
            guard let value = call.tags[key] else {
                if rule.isRequired {
                    findings.append(PolicyFinding("tags.\(key)", verdict, "the tag \(key) is missing\(place)"))
                }
                continue
            }
            if let known = rule.knownValues, !known.contains(value) {
                let list = known.sorted().prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
                let message = "the tag \(key) is '\(value)', which is not known\(place); known are: \(list)"
                findings.append(PolicyFinding("tags.\(key)", verdict, message))
            }
        }
        if let most = rules.maximumInputTokens, call.inputTokens > most {
            let message = "\(call.inputTokens) input tokens are more than \(most), the most allowed\(place)"
            findings.append(PolicyFinding("limits.input", verdict, message))
        }
        let demand = CallDemand(call, unpriced: rules.unpricedRule, unknownOutput: rules.unknownOutputRule)
        if let most = rules.maximumOutputTokens, let output = call.maximumOutputTokens ?? demand.assumedOutput,
            output > most
        {
            let how = call.maximumOutputTokens == nil ? "are assumed, as the request sets no maximum" : "are asked for"
            let message = "\(output) output tokens \(how); \(most) is the most allowed\(place)"
            findings.append(PolicyFinding("limits.output", verdict, message))
        }
        if demand.tokens == nil {
            let message = "the request sets no maximum of output tokens; set one"
            findings.append(PolicyFinding("unknown_output", verdict, message))
        } else if demand.isUnpriced {
            switch rules.unpricedRule {
            case .deny:
                let message = "\(call.model) has no known price; add one to the price book"
                findings.append(PolicyFinding("unpriced", verdict, message))
            case .flag:
                findings.append(PolicyFinding("unpriced", .warn, "\(call.model) has no known price"))
            case .assume(let rate):
                let message = "\(call.model) has no known price; $\(rate) per million tokens is assumed"
                findings.append(PolicyFinding("unpriced", .warn, message))
            }
        }
        return findings
    }

    /// A finding as an exception leaves it; one that has expired is named in it.
    private func excepted(_ finding: PolicyFinding, _ call: PlannedCall, at now: Timestamp) -> PolicyFinding {
        guard finding.verdict > .warn else { return finding }
        var finding = finding
        var expired: PolicyException?
        for exception in self.exceptions {
            guard exception.rules.contains(where: { $0.matches(finding.rule) }),
                exception.selector.matches(tags: call.tags, model: call.model, provider: call.provider)
            else { continue }
            if now < exception.expires {
                finding.verdict = .warn
                finding.exception = exception.name
                finding.message += "; allowed by the exception \(exception.name) of \(exception.owner)"
                return finding
            }
            expired = expired ?? exception
        }
        if let expired {
            finding.message += "; the exception \(expired.name) of \(expired.owner) has expired"
        }
        return finding
    }
}

extension PolicyRules {
    /// The rule for unknown prices that holds if nobody states one.
    var unpricedRule: UnpricedRule { self.unpriced ?? .flag }
    /// The rule for unknown output that holds if nobody states one.
    var unknownOutputRule: UnknownOutputRule { self.unknownOutput ?? Self.usualOutput }
    /// What is assumed of a call without a limit if nobody says otherwise.
    static let usualOutput = UnknownOutputRule.assume(tokens: 4_096)
}
