internal import TallyMetering

extension FileReader {
    /// What the file asks of prompts.
    mutating func prompts(_ node: FileNode) -> PromptPolicy {
        // Mistakes of the file's own mapping are told where the policy is read.
        guard case .mapping(let pairs) = node.kind else { return PromptPolicy() }
        for (key, value) in pairs {
            if case .scalar("prompts", _) = key.kind { return self.promptPolicy(value, "prompts") }
        }
        return PromptPolicy()
    }

    private mutating func promptPolicy(_ node: FileNode, _ path: String) -> PromptPolicy {
        var policy = PromptPolicy()
        // A section of comments only.
        if case .scalar(let text, false) = node.kind, FileNode.isNull(text) { return policy }
        guard let values = self.mapping(node, path, .prompts) else { return policy }
        policy.files = values["files"].map { node in
            self.pathPatterns(node, path + ".files", ifEmpty: "leave it out for the usual prompts")
        }
        if let node = values["exclude"] { policy.exclude = self.pathPatterns(node, path + ".exclude") }
        if let node = values["rules"] { policy.rules = self.promptRules(node, path + ".rules") }
        var names: Set<String> = []
        if let node = values["exceptions"] {
            for (path, node) in self.list(node, path + ".exceptions") {
                guard let exception = self.promptException(node, path) else { continue }
                self.claim(exception.name, node, path, "exception", &names)
                policy.exceptions.append(exception)
            }
        }
        return policy
    }

    private mutating func promptRule(_ node: FileNode, _ path: String) -> PromptRule? {
        guard let values = self.mapping(node, path, .promptRule) else { return nil }
        var rule = PromptRule(line: node.line)
        if let node = values["files"] {
            rule.files = self.pathPatterns(node, path + ".files", ifEmpty: "leave it out for every prompt")
        }
        rule.model = values["model"].flatMap { self.model($0, path + ".model") }
        rule.callsPerMonth = values["calls_per_month"].flatMap {
            self.integer($0, path + ".calls_per_month", 0...1_000_000_000_000)
        }
        rule.outputTokens = self.tokens(values, "output_tokens", path)
        if let node = values["placeholders"] { rule.placeholders = self.placeholders(node, path + ".placeholders") }
        rule.countsFrontMatter = values["front_matter"]
            .flatMap { self.choice($0, path + ".front_matter", ["counted", "left out"]) }
            .map { $0 == "counted" }
        self.limits(values, path, &rule)
        return rule
    }

    private mutating func limits(_ values: [String: FileNode], _ path: String, _ rule: inout PromptRule) {
        rule.maximumTokens = self.tokens(values, "max_tokens", path, atLeast: 1)
        rule.maximumCostPerCall = values["max_cost_per_call"].flatMap { self.money($0, path + ".max_cost_per_call") }
        rule.maximumCostPerMonth = values["max_cost_per_month"].flatMap { self.money($0, path + ".max_cost_per_month") }
        rule.maximumGrowthTokens = self.tokens(values, "max_growth_tokens", path)
        rule.maximumGrowthPercent = values["max_growth_percent"].flatMap {
            self.percent($0, path + ".max_growth_percent", 0...100_000)
        }
        rule.cachePrefixTokens = self.tokens(values, "cache_prefix", path, atLeast: 1)
        rule.approvedModels = values["approved_models"].map { node in
            self.noteIfEmpty(node, path + ".approved_models", "a name, or leave it out to approve every model")
            return self.patterns(node, path + ".approved_models")
        }
    }

    private mutating func tokens(
        _ values: [String: FileNode],
        _ key: String,
        _ path: String,
        atLeast least: Int = 0
    ) -> Int? {
        values[key].flatMap { self.integer($0, "\(path).\(key)", least...1_000_000_000) }
    }

    /// Notes where a month's cost is limited and nobody says how many calls there are: it could never be held.
    private mutating func promptRules(_ list: FileNode, _ path: String) -> [PromptRule] {
        var rules: [PromptRule] = []
        var limit: (path: String, node: FileNode)?
        let mistakes = self.problems.count
        for (path, node) in self.list(list, path) {
            guard let rule = self.promptRule(node, path) else { continue }
            if limit == nil, rule.maximumCostPerMonth != nil { limit = (path, node) }
            rules.append(rule)
        }
        if let limit, self.problems.count == mistakes, !rules.contains(where: { $0.callsPerMonth != nil }) {
            self.note(
                limit.node,
                limit.path + ".max_cost_per_month",
                "no rule says calls_per_month, without which a month has no cost; add it to this rule or to another"
            )
        }
        return rules
    }

    /// The name of one model.
    private mutating func model(_ node: FileNode, _ path: String) -> String? {
        guard let name = self.text(node, path, "the name of a model") else { return nil }
        guard !name.utf8.contains(UInt8(ascii: "*")) else {
            self.expect("the name of one model; patterns are for approved_models", node, path)
            return nil
        }
        return name
    }

    private mutating func placeholders(_ node: FileNode, _ path: String) -> [String: Int] {
        var placeholders: [String: Int] = [:]
        for (name, node) in self.entries(node, path, of: "names of placeholders to their tokens") {
            let path = "\(path).\(FileNode.short(name))"
            if Self.isPlaceholder(name) {
                placeholders[name] = self.integer(node, path, 0...1_000_000_000)
            } else {
                self.note(node, path, Self.advice(onPlaceholder: name))
            }
        }
        return placeholders
    }

    private static func isPlaceholder(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 128
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.value > 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
                    && !"{}[]()<>$%|#\"'`".unicodeScalars.contains(scalar)
            }
    }

    private static func advice(onPlaceholder name: String) -> String {
        let marks = Set("{}[]()<>$%| ".unicodeScalars)
        var bare = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(129) where !marks.contains(scalar) { bare.append(scalar) }
        let rule = "a placeholder's name has 1 to 128 bytes, without the marks around it and without spaces"
        return Self.isPlaceholder(String(bare)) ? rule + "; write '\(FileNode.short(String(bare)))'" : rule
    }

    private mutating func promptException(_ node: FileNode, _ path: String) -> PromptException? {
        guard let values = self.mapping(node, path, .promptException) else { return nil }
        self.require(["name", "rules", "owner", "reason", "expires"], values, node, path)
        let name = values["name"].flatMap { self.text($0, path + ".name") }
        let rules = values["rules"].map { node in
            self.noteIfEmpty(node, path + ".rules", "the name of a rule")
            return self.promptRuleNames(node, path + ".rules")
        }
        let files = values["files"].map { node in
            self.pathPatterns(node, path + ".files", ifEmpty: "leave it out for every prompt")
        }
        let owner = values["owner"].flatMap { self.text($0, path + ".owner") }
        let reason = values["reason"].flatMap { self.text($0, path + ".reason") }
        let expires = values["expires"].flatMap { self.moment($0, path + ".expires") }
        guard let name, let rules, let owner, let reason, let expires else { return nil }
        return PromptException(
            name,
            from: rules,
            files: files ?? [],
            owner: owner,
            reason: reason,
            expires: expires,
            line: node.line
        )
    }

    /// The rules that can have exceptions.
    private static let promptRuleNames = [
        "max_tokens", "max_cost_per_call", "max_cost_per_month", "max_growth_tokens", "max_growth_percent",
        "cache_prefix", "approved_models", "context_window", "priced",
    ]

    private mutating func promptRuleNames(_ node: FileNode, _ path: String) -> [NamePattern] {
        self.list(node, path, orOne: true).compactMap { path, node -> NamePattern? in
            guard let text = self.text(node, path, "the name of a rule") else { return nil }
            let pattern = NamePattern(text)
            guard Self.promptRuleNames.contains(where: { pattern.matches($0) }) else {
                let proposal = NearestKey.proposal(for: text, among: Self.promptRuleNames)
                self.note(node, path, "there is no rule '\(FileNode.short(text))'; \(proposal)")
                return nil
            }
            return pattern
        }
    }

    /// Notes that a list has nothing in it, and what to do.
    mutating func noteIfEmpty(_ node: FileNode, _ path: String, _ remedy: String) {
        if case .list(let nodes) = node.kind, nodes.isEmpty {
            self.note(node, path, "found an empty list; expected \(remedy)")
        }
    }
}
