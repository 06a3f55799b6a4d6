internal import TallyMetering

extension FileReader {
    /// Which model does which work.
    mutating func routing(_ node: FileNode) -> RoutingPolicy {
        var policy = RoutingPolicy()
        let path = "routing"
        // Mistakes of the file's own mapping are told where the policy is read.
        guard let node = node.value(of: path), let values = self.mapping(node, path, .routing) else { return policy }
        if values["default"] != nil {
            policy.usual = self.route(values, node, path)
        } else if let stray = values["escalation"] ?? values["attempts"] {
            self.note(stray, path, "missing: default, the model that is tried first")
        }
        if let node = values["work"] {
            for (name, node) in self.entries(node, path + ".work", of: "types of work to their models") {
                let path = "\(path).work.\(FileNode.short(name))"
                policy.work[name] = self.mapping(node, path, .route).flatMap { self.route($0, node, path) }
            }
        }
        return policy
    }

    private mutating func route(_ values: [String: FileNode], _ node: FileNode, _ path: String) -> ModelRoute? {
        self.require(["default"], values, node, path)
        let model = values["default"].flatMap { self.routedModel($0, path + ".default") }
        let escalation = values["escalation"].flatMap { self.routedModel($0, path + ".escalation") }
        let attempts = values["attempts"].flatMap { self.integer($0, path + ".attempts", 1...1_000) }
        if let node = values["attempts"], values["escalation"] == nil {
            self.note(node, path + ".attempts", "it is of use only with escalation")
        }
        return model.map { ModelRoute($0, escalation: escalation, attempts: attempts ?? 1) }
    }

    private mutating func routedModel(_ node: FileNode, _ path: String) -> String? {
        guard let name = self.text(node, path, "the name of a model") else { return nil }
        guard !name.utf8.contains(UInt8(ascii: "*")) else {
            self.expect("the name of one model, without *", node, path)
            return nil
        }
        return name
    }
}
