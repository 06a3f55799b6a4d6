extension FileReader {
    /// The plans of a file, which are beside its policy.
    mutating func exporters(_ node: FileNode) -> ExporterPlans {
        var plans = ExporterPlans()
        // Mistakes of the mappings themselves are told where the policy is read.
        guard case .mapping(let pairs) = node.kind else { return plans }
        for (key, value) in pairs {
            switch key.kind {
            case .scalar("exporters", _): plans.standard = self.exporterList(value, "exporters")
            case .scalar("environments", _):
                guard case .mapping(let environments) = value.kind else { continue }
                for (key, value) in environments {
                    guard case .scalar(let name, _) = key.kind, case .mapping(let rules) = value.kind else { continue }
                    let path = "environments.\(FileNode.short(name)).exporters"
                    for (key, value) in rules {
                        guard case .scalar("exporters", _) = key.kind else { continue }
                        plans.environments[name] = self.exporterList(value, path)
                    }
                }
            default: continue
            }
        }
        return plans
    }

    private mutating func exporterList(_ node: FileNode, _ path: String) -> [ExporterPlan] {
        var names: Set<String> = []
        var plans: [ExporterPlan] = []
        for (path, node) in self.list(node, path) {
            guard let plan = self.exporter(node, path) else { continue }
            if !names.insert(plan.name).inserted {
                self.note(node, path + ".name", "another exporter is called '\(plan.name)'; give it another name")
            }
            plans.append(plan)
        }
        self.checkSpools(plans, node)
        return plans
    }

    /// Exporters with one spool have to agree on it.
    private mutating func checkSpools(_ plans: [ExporterPlan], _ list: FileNode) {
        guard case .list(let nodes) = list.kind else { return }
        var seen: [ConfiguredText: ExporterPlan] = [:]
        for plan in plans {
            guard let spool = plan.spool else { continue }
            guard let first = seen[spool.folder] else {
                seen[spool.folder] = plan
                continue
            }
            guard first.spool != spool, let place = plan.place,
                let node = nodes.first(where: { $0.line == place.line && $0.column == place.column })
            else { continue }
            self.note(
                node,
                place.path + ".spool",
                "it shares its folder with the spool of '\(first.name)', and differs from it; write the same, or another "
                    + "folder"
            )
        }
    }

    private static let types = ["file", "http", "otlp", "otlp-file", "console"]

    private mutating func exporter(_ node: FileNode, _ path: String) -> ExporterPlan? {
        guard case .mapping(let pairs) = node.kind else {
            self.expect("a mapping with name and type", node, path)
            return nil
        }
        let type = pairs.first { key, _ in
            if case .scalar("type", _) = key.kind { return true }
            return false
        }
        // What else is right or wrong depends on it.
        guard let type else {
            self.note(node, path, "missing: type, one of: \(Self.types.joined(separator: ", "))")
            return nil
        }
        guard let word = self.choice(type.value, path + ".type", Self.types),
            let keys = ConfigurationKeys.exporters[word], let values = self.mapping(node, path, keys)
        else { return nil }
        let name = self.exporterName(values, node, path)
        let destination = self.destination(word, values, node, path)
        let spool = values["spool"].flatMap { self.spool($0, path + ".spool") }
        let batch = self.batch(values, path)
        if case .http(let plan) = destination, case .lago = plan.encoding, batch.records ?? 0 > 100 {
            self.note(node, path + ".batch.records", "Lago takes at most 100 events at once")
        }
        guard let name, let destination else { return nil }
        var plan = ExporterPlan(name, to: destination, spool: spool)
        plan.batch = batch
        plan.place = ConfigurationPlace(file: self.file, line: node.line, column: node.column, path: path)
        return plan
    }

    private mutating func exporterName(
        _ values: [String: FileNode],
        _ node: FileNode,
        _ path: String
    ) -> String? {
        guard let node = values["name"] else {
            self.require(["name"], values, node, path)
            return nil
        }
        guard let name = self.text(node, path + ".name") else { return nil }
        let isName =
            name.utf8.count <= 64 && name.first.map { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? false
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "._-".utf8.contains(byte)
                }
            }
        guard isName else {
            // It names files in a spool.
            self.expect("a name of at most 64 letters, digits, '.', '_' and '-'", node, path + ".name")
            return nil
        }
        return name
    }

    private mutating func destination(
        _ type: String,
        _ values: [String: FileNode],
        _ node: FileNode,
        _ path: String
    ) -> ExporterPlan.Destination? {
        switch type {
        case "file": return self.ledger(values, node, path).map { .file($0) }
        case "http": return self.receiver(values, node, path).map { .http($0) }
        case "otlp": return self.telemetry(values, node, path).map { .otlp($0) }
        case "otlp-file": return self.telemetryFile(values, node, path).map { .otlpFile($0) }
        default:
            var plan = ConsolePlan()
            let streams = ConsolePlan.Stream.allCases.map(\.rawValue)
            if let node = values["stream"], let word = self.choice(node, path + ".stream", streams),
                let stream = ConsolePlan.Stream(rawValue: word)
            {
                plan.stream = stream
            }
            return .console(plan)
        }
    }

    /// The folder that a mapping must name.
    mutating func folder(_ values: [String: FileNode], _ node: FileNode, _ path: String) -> ConfiguredText? {
        self.require(["folder"], values, node, path)
        return values["folder"].flatMap { self.configuredText($0, path + ".folder", "the path of a folder") }
    }

    private mutating func ledger(_ values: [String: FileNode], _ node: FileNode, _ path: String) -> FilePlan? {
        var plan = FilePlan(folder: .text(""))
        let folder = self.folder(values, node, path)
        plan.sync = values["sync"].flatMap { self.sync($0, path + ".sync") }
        if let node = values["rotation"], let values = self.mapping(node, path + ".rotation", .rotation) {
            (plan.rotationBytes, plan.rotationTime) = self.rotation(values, path + ".rotation")
        }
        let words = FilePlan.Compression.allCases.map(\.rawValue)
        plan.compression = values["compression"].flatMap { self.choice($0, path + ".compression", words) }
            .flatMap { FilePlan.Compression(rawValue: $0) }
        if let node = values["retention"], let values = self.mapping(node, path + ".retention", .retention) {
            plan.retentionAge = values["age"].flatMap { self.positiveDuration($0, path + ".retention.age") }
            plan.retentionBytes = values["bytes"].flatMap { self.bytes($0, path + ".retention.bytes") }
        }
        guard let folder else { return nil }
        plan.folder = folder
        return plan
    }

    private mutating func rotation(_ values: [String: FileNode], _ path: String) -> (bytes: Int?, time: Duration?) {
        (
            values["bytes"].flatMap { self.bytes($0, path + ".bytes") },
            values["time"].flatMap { self.positiveDuration($0, path + ".time") }
        )
    }

    private mutating func sync(_ node: FileNode, _ path: String) -> FilePlan.Sync? {
        if case .scalar(let text, _) = node.kind {
            if text == "batch" { return .batch }
            if text == "never" { return .never }
            if let time = Self.duration(text), time > .zero { return .interval(time) }
        }
        self.expect("batch, never, or a time such as 1s", node, path)
        return nil
    }

    /// A time that is not nothing.
    mutating func positiveDuration(_ node: FileNode, _ path: String) -> Duration? {
        guard let time = self.duration(node, path) else { return nil }
        guard time > .zero else {
            self.expect("a time of more than nothing", node, path)
            return nil
        }
        return time
    }

    private mutating func spool(_ node: FileNode, _ path: String) -> SpoolPlan? {
        guard let values = self.mapping(node, path, .spool) else { return nil }
        let folder = self.folder(values, node, path)
        var plan = SpoolPlan(folder: .text(""))
        plan.bytes = values["bytes"].flatMap { self.bytes($0, path + ".bytes") }
        plan.overflow = values["drop"].flatMap { self.choice($0, path + ".drop", ["oldest", "newest"]) }
            .flatMap { SpoolPlan.Overflow(rawValue: $0) }
        plan.age = values["age"].flatMap { self.positiveDuration($0, path + ".age") }
        plan.sync = values["sync"].flatMap { self.sync($0, path + ".sync") }
        guard let folder else { return nil }
        plan.folder = folder
        return plan
    }

    private mutating func batch(_ values: [String: FileNode], _ path: String) -> BatchPlan {
        var plan = BatchPlan()
        let hasSpool = values["spool"] != nil
        if let node = values["batch"], let values = self.mapping(node, path + ".batch", .batch) {
            plan.records = values["records"].flatMap { self.integer($0, path + ".batch.records", 1...1_000_000) }
            plan.bytes = values["bytes"].flatMap { self.bytes($0, path + ".batch.bytes") }
            plan.delay = values["delay"].flatMap { self.duration($0, path + ".batch.delay") }
            if let node = values["delay"], !hasSpool { self.noteNeedsSpool(node, path + ".batch.delay") }
        }
        if let node = values["retry"], let values = self.mapping(node, path + ".retry", .retry) {
            plan.firstRetryDelay = values["first_delay"].flatMap {
                self.positiveDuration($0, path + ".retry.first_delay")
            }
            plan.longestRetryDelay = values["longest_delay"].flatMap {
                self.positiveDuration($0, path + ".retry.longest_delay")
            }
            if !hasSpool { self.noteNeedsSpool(node, path + ".retry") }
        }
        return plan
    }

    private mutating func noteNeedsSpool(_ node: FileNode, _ path: String) {
        self.note(
            node,
            path,
            "it is of use only with spool; without one it is the pipeline that waits, for all exporters"
        )
    }
}
