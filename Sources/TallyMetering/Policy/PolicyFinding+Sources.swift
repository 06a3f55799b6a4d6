// What budgets and breakers find, as findings of a policy.

extension BudgetFinding {
    var policyFinding: PolicyFinding {
        let verdict: PolicyVerdict =
            switch self.action {
            case .warn: .warn
            case .throttle(let delay): .throttle(after: delay)
            case .stop: .deny
            }
        return PolicyFinding("budgets.\(self.budget)", verdict, self.description)
    }
}

extension BudgetRefusal {
    var policyFindings: [PolicyFinding] {
        self.reasons.map { reason in
            switch reason {
            case .limit(let finding): finding.policyFinding
            case .unpriced(let budget), .unknownOutput(let budget):
                PolicyFinding("budgets.\(budget)", .deny, BudgetRefusal(reasons: [reason]).description)
            }
        }
    }
}

extension SpikeBreaker.Verdict {
    var policyFinding: PolicyFinding? {
        switch self {
        case .allow: nil
        case .probe(let finding):
            PolicyFinding(
                "breakers.\(finding.rule)",
                .warn,
                "\(finding); this call is let through to see if it is over"
            )
        case .warn(let finding): PolicyFinding("breakers.\(finding.rule)", .warn, "\(finding)")
        case .stop(let finding): PolicyFinding("breakers.\(finding.rule)", .deny, "\(finding)")
        }
    }
}
