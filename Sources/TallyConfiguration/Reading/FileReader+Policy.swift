internal import TallyMetering

extension FileReader {
    /// The policy of a whole file, and the sections that are left to other parts of Tally.
    mutating func policy(_ node: FileNode) -> (policy: UsagePolicy, reserved: [String]) {
        var policy = UsagePolicy()
        // A file of comments only.
        if case .scalar(let text, false) = node.kind, FileNode.isNull(text) { return (policy, []) }
        guard let values = self.mapping(node, "", .file) else { return (policy, []) }
        policy.rules = self.rules(values, "")
        if let section = values["environments"] {
            for (name, node) in self.entries(section, "environments", of: "environments to their rules") {
                let path = "environments.\(FileNode.short(name))"
                if let values = self.mapping(node, path, .environment) {
                    policy.environments[name] = self.rules(values, path + ".")
                }
            }
        }
        var names: Set<String> = []
        for (path, node) in self.section("budgets", values) {
            guard let budget = self.budget(node, path) else { continue }
            self.claim(budget.name, node, path, "budget", &names)
            policy.budgets.append(budget)
        }
        names = []
        for (path, node) in self.section("breakers", values) {
            guard let breaker = self.breaker(node, path) else { continue }
            self.claim(breaker.name, node, path, "breaker", &names)
            policy.breakers.append(breaker)
        }
        names = []
        for (path, node) in self.section("exceptions", values) {
            guard let exception = self.exception(node, path) else { continue }
            self.claim(exception.name, node, path, "exception", &names)
            policy.exceptions.append(exception)
        }
        return (policy, ConfigurationKeys.reserved.filter { values[$0] != nil })
    }

    private mutating func section(_ key: String, _ values: [String: FileNode]) -> [(path: String, node: FileNode)] {
        guard let node = values[key] else { return [] }
        return self.list(node, key)
    }

    /// Notes a name that was there before.
    mutating func claim(
        _ name: String,
        _ node: FileNode,
        _ path: String,
        _ what: String,
        _ names: inout Set<String>
    ) {
        if !names.insert(name).inserted {
            self.note(node, "\(path).name", "another \(what) is called '\(FileNode.short(name))'; give it another name")
        }
    }

    /// The rules of all environments or of one.
    private mutating func rules(_ values: [String: FileNode], _ prefix: String) -> PolicyRules {
        var rules = PolicyRules()
        if let node = values["tags"] {
            for (name, node) in self.entries(node, prefix + "tags", of: "tags to what is asked of them") {
                let path = "\(prefix)tags.\(FileNode.short(name))"
                let key = self.tagKey(name, node, path)
                if rules.tags[key] != nil {
                    self.note(node, path, "the tag \(key) is there already, written in another way")
                }
                rules.tags[key] = self.tag(node, path)
            }
        }
        if let node = values["models"], let values = self.mapping(node, prefix + "models", .models) {
            rules.approvedModels = values["approved"].map { self.patterns($0, prefix + "models.approved") }
        }
        if let node = values["limits"], let values = self.mapping(node, prefix + "limits", .limits) {
            let range = 0...1_000_000_000
            rules.maximumInputTokens = values["input_tokens"].flatMap {
                self.integer($0, prefix + "limits.input_tokens", range)
            }
            rules.maximumOutputTokens = values["output_tokens"].flatMap {
                self.integer($0, prefix + "limits.output_tokens", range)
            }
        }
        rules.unpriced = values["unpriced"].flatMap { self.unpriced($0, prefix + "unpriced") }
        rules.unknownOutput = values["unknown_output"].flatMap { self.unknownOutput($0, prefix + "unknown_output") }
        rules.isEnforced = values["enforce"].flatMap { self.boolean($0, prefix + "enforce") }
        return rules
    }

    private mutating func tag(_ node: FileNode, _ path: String) -> TagRule {
        var rule = TagRule(isRequired: false)
        guard let values = self.mapping(node, path, .tag) else { return rule }
        if let node = values["required"], let isRequired = self.boolean(node, path + ".required") {
            rule.isRequired = isRequired
        }
        if let node = values["values"] {
            let path = path + ".values"
            rule.knownValues = Set(self.list(node, path, orOne: true).compactMap { self.tagValue($0.node, $0.path) })
        }
        return rule
    }

    private mutating func unpriced(_ node: FileNode, _ path: String) -> UnpricedRule? {
        guard case .mapping = node.kind else {
            switch self.choice(node, path, ["deny", "flag"]) {
            case "deny": return .deny
            case "flag": return .flag
            default: return nil
            }
        }
        guard let values = self.mapping(node, path, .unpriced) else { return nil }
        guard let rate = values["assume_per_million_tokens"] else {
            self.expect("deny, flag, or a mapping with assume_per_million_tokens", node, path)
            return nil
        }
        return self.money(rate, path + ".assume_per_million_tokens").map { .assume(perMillionTokens: $0) }
    }

    private mutating func unknownOutput(_ node: FileNode, _ path: String) -> UnknownOutputRule? {
        guard case .mapping = node.kind else {
            return self.choice(node, path, ["deny"]).map { _ in .deny }
        }
        guard let values = self.mapping(node, path, .unknownOutput) else { return nil }
        guard let tokens = values["assume_tokens"] else {
            self.expect("deny, or a mapping with assume_tokens", node, path)
            return nil
        }
        return self.integer(tokens, path + ".assume_tokens", 0...1_000_000_000).map { .assume(tokens: $0) }
    }

    private mutating func exception(_ node: FileNode, _ path: String) -> PolicyException? {
        guard let values = self.mapping(node, path, .exception) else { return nil }
        self.require(["name", "rules", "owner", "reason", "expires"], values, node, path)
        let name = values["name"].flatMap { self.text($0, path + ".name") }
        let rules = values["rules"].map { self.ruleNames($0, path + ".rules") }
        let selector = values["for"].map { self.selector($0, path + ".for") } ?? UsageSelector()
        let owner = values["owner"].flatMap { self.text($0, path + ".owner") }
        let reason = values["reason"].flatMap { self.text($0, path + ".reason") }
        let expires = values["expires"].flatMap { self.moment($0, path + ".expires") }
        guard let name, let rules, let owner, let reason, let expires else { return nil }
        return PolicyException(name, from: rules, for: selector, owner: owner, reason: reason, expires: expires)
    }

    /// Patterns of names of rules that can have exceptions.
    private mutating func ruleNames(_ node: FileNode, _ path: String) -> [NamePattern] {
        let known = ["models", "limits.input", "limits.output", "unpriced", "unknown_output"]
        return self.list(node, path, orOne: true).compactMap { path, node -> NamePattern? in
            guard let text = self.text(node, path) else { return nil }
            let pattern = NamePattern(text)
            guard text.hasPrefix("tags.") || known.contains(where: { pattern.matches($0) }) else {
                let proposal = NearestKey.proposal(for: text, among: known + ["tags.*"])
                self.note(node, path, "there is no rule '\(FileNode.short(text))'; \(proposal)")
                return nil
            }
            return pattern
        }
    }

    /// Notes which of the keys are missing.
    mutating func require(_ keys: [String], _ values: [String: FileNode], _ node: FileNode, _ path: String) {
        let missing = keys.filter { values[$0] == nil }
        if !missing.isEmpty { self.note(node, path, "missing: \(missing.joined(separator: ", "))") }
    }
}
