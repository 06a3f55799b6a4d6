internal import TallyMetering

extension FileReader {
    mutating func budget(_ node: FileNode, _ path: String) -> Budget? {
        guard let values = self.mapping(node, path, .budget) else { return nil }
        self.require(["name", "per"], values, node, path)
        let name = values["name"].flatMap { self.text($0, path + ".name") }
        let limit = self.amount(values, node, path, "its limit")
        let window = values["per"].flatMap { self.window($0, path + ".per") }
        let zone = values["time_zone"].map { self.timeZone($0, path + ".time_zone") } ?? .utc
        let selector = values["for"].map { self.selector($0, path + ".for") } ?? UsageSelector()
        let each = values["each"].flatMap { node in
            self.text(node, path + ".each", "the name of a tag").map { self.tagKey($0, node, path + ".each") }
        }
        if let node = values["maximum_values"], values["each"] == nil {
            self.note(node, path + ".maximum_values", "it is of use only with each")
        }
        let most = values["maximum_values"].flatMap { self.integer($0, path + ".maximum_values", 1...1_000_000) }
        let thresholds = values["thresholds"].map { self.thresholds($0, path + ".thresholds") }
        guard let name, let limit, let window, let zone else { return nil }
        let budget = Budget(
            name,
            limit,
            per: window,
            in: zone,
            of: selector,
            perValueOf: each,
            maximumValues: most ?? 10_000,
            thresholds: thresholds ?? [BudgetThreshold(percent: 100, .stop)]
        )
        if let problem = budget.problem { self.note(node, path, problem) }
        return budget
    }

    mutating func breaker(_ node: FileNode, _ path: String) -> SpikeRule? {
        guard let values = self.mapping(node, path, .breaker) else { return nil }
        self.require(["name"], values, node, path)
        let name = values["name"].flatMap { self.text($0, path + ".name") }
        let minimum = self.amount(values, node, path, "the use of a minute that is no spike yet")
        guard let name, let minimum else { return nil }
        var rule = SpikeRule(name, above: minimum)
        if let node = values["for"] { rule.selector = self.selector(node, path + ".for") }
        if let node = values["at"], let percent = self.percent(node, path + ".at", 101...100_000) {
            rule.percent = percent
        }
        var isShort = false
        if let node = values["baseline"], let minutes = self.minutes(node, path + ".baseline") {
            rule.baselineMinutes = minutes
            isShort = minutes < rule.warmUpMinutes
        }
        if let node = values["warm_up"], let minutes = self.minutes(node, path + ".warm_up") {
            rule.warmUpMinutes = minutes
        } else if isShort {
            rule.warmUpMinutes = rule.baselineMinutes
        }
        if let node = values["cool_down"], let time = self.duration(node, path + ".cool_down") { rule.coolDown = time }
        if let node = values["probes"], let probes = self.integer(node, path + ".probes", 1...1_000_000) {
            rule.probes = probes
        }
        if let node = values["do"] {
            let action = self.choice(node, path + ".do", SpikeRule.Action.allCases.map(\.rawValue))
            if let action = action.flatMap(SpikeRule.Action.init) { rule.action = action }
        }
        if let problem = rule.problem { self.note(node, path, problem) }
        return rule
    }

    /// The one of `money` and `tokens` that is there.
    private mutating func amount(
        _ values: [String: FileNode],
        _ node: FileNode,
        _ path: String,
        _ what: String
    ) -> BudgetAmount? {
        switch (values["money"], values["tokens"]) {
        case (let money?, nil): return self.money(money, path + ".money").map { .money($0) }
        case (nil, let tokens?): return self.integer(tokens, path + ".tokens", 0...(.max)).map { .tokens($0) }
        case (nil, nil):
            self.note(node, path, "missing: money or tokens, \(what)")
            return nil
        case (_?, let tokens?):
            self.note(tokens, path + ".tokens", "there is money already; a limit in tokens is another entry")
            return nil
        }
    }

    private mutating func window(_ node: FileNode, _ path: String) -> BudgetWindow? {
        let calendar: [String: BudgetWindow] = [
            "minute": .minute, "hour": .hour, "day": .day, "week": .week, "month": .month,
        ]
        if case .scalar(let text, _) = node.kind {
            if let window = calendar[text] { return window }
            if let duration = Self.duration(text) { return .rolling(duration) }
            let names = ["minute", "hour", "day", "week", "month"]
            let nearest = NearestKey.of(text, among: names).map { "; did you mean '\($0)'?" } ?? ""
            self.expect(names.joined(separator: ", ") + ", or a time such as 24h" + nearest, node, path)
        } else {
            self.expect("minute, hour, day, week, month, or a time such as 24h", node, path)
        }
        return nil
    }

    private mutating func timeZone(_ node: FileNode, _ path: String) -> BudgetTimeZone? {
        guard let name = self.text(node, path, "the name of a time zone, such as Europe/Berlin") else { return nil }
        do {
            return try BudgetTimeZone(named: name)
        } catch {
            self.note(node, path, error.message)
            return nil
        }
    }

    private mutating func thresholds(_ node: FileNode, _ path: String) -> [BudgetThreshold] {
        self.list(node, path).compactMap { path, node in
            guard let values = self.mapping(node, path, .threshold) else { return nil }
            self.require(["at", "do"], values, node, path)
            let percent = values["at"].flatMap { self.percent($0, path + ".at", 1...1_000) }
            let choice = values["do"].flatMap { self.choice($0, path + ".do", ["warn", "throttle", "stop"]) }
            let delay = values["delay"].flatMap { self.duration($0, path + ".delay") }
            if choice == "throttle", values["delay"] == nil { self.require(["delay"], values, node, path) }
            if let node = values["delay"], let choice, choice != "throttle" {
                self.note(node, path + ".delay", "it is of use only with do: throttle")
            }
            guard let percent, let choice else { return nil }
            switch choice {
            case "warn": return BudgetThreshold(percent: percent, .warn)
            case "stop": return BudgetThreshold(percent: percent, .stop)
            default: return delay.map { BudgetThreshold(percent: percent, .throttle($0)) }
            }
        }
    }
}
