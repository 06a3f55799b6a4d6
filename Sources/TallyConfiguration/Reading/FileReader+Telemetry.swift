extension FileReader {
    mutating func telemetry(_ values: [String: FileNode], _ node: FileNode, _ path: String) -> OTLPPlan? {
        let content = self.content(values, path)
        let isFromEnvironment = values["from_environment"].flatMap { self.boolean($0, path + ".from_environment") }
        guard isFromEnvironment == true else {
            if values["endpoint"] == nil {
                self.note(node, path, "missing: endpoint, or from_environment: true")
                return nil
            }
            guard let endpoint = self.endpoint(values, "endpoint", node, path) else { return nil }
            var plan = OTLPPlan(.endpoint(endpoint))
            plan.content = content
            return plan
        }
        for key in ConfigurationKeys.endpoint where values[key] != nil {
            self.note(
                values[key] ?? node,
                "\(path).\(key)",
                "with from_environment it is the variables OTEL_EXPORTER_OTLP_… that say it; leave it out"
            )
        }
        var plan = OTLPPlan(.environment)
        plan.content = content
        return plan
    }

    mutating func telemetryFile(_ values: [String: FileNode], _ node: FileNode, _ path: String) -> OTLPFilePlan? {
        let content = self.content(values, path)
        let folder = self.folder(values, node, path)
        var plan = OTLPFilePlan(folder: .text(""))
        guard let folder else { return nil }
        plan.folder = folder
        plan.content = content
        return plan
    }

    private mutating func content(_ values: [String: FileNode], _ path: String) -> OTLPContentPlan {
        var content = OTLPContentPlan()
        if let node = values["signals"] {
            let words = OTLPContentPlan.Signal.allCases.map(\.rawValue)
            let signals = self.list(node, path + ".signals", orOne: true).compactMap { path, node in
                self.choice(node, path, words).flatMap { OTLPContentPlan.Signal(rawValue: $0) }
            }
            if case .list(let nodes) = node.kind, nodes.isEmpty {
                self.expect("some of: \(words.joined(separator: ", "))", node, path + ".signals")
            }
            content.signals = Set(signals)
        }
        let words = OTLPContentPlan.Conventions.allCases.map(\.rawValue)
        content.conventions = values["semconv"].flatMap { self.choice($0, path + ".semconv", words) }
            .flatMap { OTLPContentPlan.Conventions(rawValue: $0) }
        content.tags = values["tags"].map { self.tagKeys($0, path + ".tags") }
        content.metricTags = values["metric_tags"].map { self.tagKeys($0, path + ".metric_tags") } ?? []
        content.includesCost = values["cost"].flatMap { self.boolean($0, path + ".cost") }
        content.includesCountedUsage = values["counted_usage"].flatMap { self.boolean($0, path + ".counted_usage") }
        content.includesRecords = values["records"].flatMap { self.boolean($0, path + ".records") }
        content.writesCountsAsNumbers = values["counts_as_numbers"].flatMap {
            self.boolean($0, path + ".counts_as_numbers")
        }
        content.cardinalityLimit = values["cardinality_limit"].flatMap {
            self.integer($0, path + ".cardinality_limit", 2...1_000_000)
        }
        content.service = values["service"].flatMap { self.text($0, path + ".service") }
        if let node = values["resource"] {
            for (name, node) in self.entries(node, path + ".resource", of: "names of attributes to their values") {
                let value = self.text(node, "\(path).resource.\(FileNode.short(name))")
                if let value { content.attributes[name] = value }
            }
        }
        return content
    }

    private mutating func tagKeys(_ node: FileNode, _ path: String) -> Set<String> {
        Set(
            self.list(node, path, orOne: true).compactMap { path, node in
                self.text(node, path, "the name of a tag").map { self.tagKey($0, node, path) }
            }
        )
    }
}
