internal import TallyMetering

extension FileReader {
    /// When finished work was worth its tokens.
    mutating func efficiency(_ node: FileNode) -> EfficiencyRules {
        var rules = EfficiencyRules()
        let path = "efficiency"
        // Mistakes of the file's own mapping are told where the policy is read.
        guard let node = node.value(of: path), let values = self.mapping(node, path, .efficiency) else { return rules }
        rules.limits = self.efficiencyLimits(values, path).over(.usual)
        if let node = values["use_cases"] {
            for (name, node) in self.entries(node, path + ".use_cases", of: "use cases to their limits") {
                let path = "\(path).use_cases.\(FileNode.short(name))"
                if let values = self.mapping(node, path, .efficiencyLimits) {
                    rules.useCases[name] = self.efficiencyLimits(values, path)
                }
            }
        }
        if let node = values["minimum_sessions"],
            let count = self.integer(node, path + ".minimum_sessions", 1...1_000_000)
        {
            rules.minimumSessions = count
        }
        if let node = values["keep_from"], let percent = self.percent(node, path + ".keep_from", 1...99) {
            rules.keepPercent = percent
        }
        if let node = values["cut_below"], let percent = self.percent(node, path + ".cut_below", 1...99) {
            rules.cutPercent = percent
        }
        if rules.cutPercent > rules.keepPercent {
            self.note(
                values["cut_below"] ?? node,
                path + ".cut_below",
                "cut_below is \(rules.cutPercent)% and keep_from \(rules.keepPercent)%; what is kept can not be cut"
            )
        }
        return rules
    }

    private mutating func efficiencyLimits(_ values: [String: FileNode], _ path: String) -> EfficiencyLimits {
        EfficiencyLimits(
            maximumCost: values["max_cost"].flatMap { self.money($0, path + ".max_cost") },
            maximumTokens: values["max_tokens"].flatMap {
                self.integer($0, path + ".max_tokens", 1...1_000_000_000_000)
            },
            medianPercent: values["max_of_median"].flatMap {
                self.percent($0, path + ".max_of_median", 101...1_000_000)
            },
            retryPercent: values["max_retries"].flatMap { self.percent($0, path + ".max_retries", 0...100) }
        )
    }
}

extension FileNode {
    /// The value of a key of a mapping; nil if there is none or it is a section of comments only.
    func value(of name: String) -> FileNode? {
        guard case .mapping(let pairs) = self.kind else { return nil }
        for (key, value) in pairs {
            guard case .scalar(name, _) = key.kind else { continue }
            if case .scalar(let text, false) = value.kind, FileNode.isNull(text) { return nil }
            return value
        }
        return nil
    }
}
