internal import TallyMetering

extension FileReader {
    /// Which calls a budget, a breaker or an exception is about.
    mutating func selector(_ node: FileNode, _ path: String) -> UsageSelector {
        var selector = UsageSelector()
        guard let values = self.mapping(node, path, .selector) else { return selector }
        if let node = values["tags"] {
            for (name, node) in self.entries(node, path + ".tags", of: "tags to their values") {
                let path = "\(path).tags.\(FileNode.short(name))"
                let key = self.tagKey(name, node, path)
                selector.tags[key] = self.condition(node, path)
            }
        }
        selector.models = values["models"].map { self.patterns($0, path + ".models") } ?? []
        selector.providers = values["providers"].map { self.patterns($0, path + ".providers") } ?? []
        return selector
    }

    private mutating func condition(_ node: FileNode, _ path: String) -> TagCondition? {
        switch node.kind {
        case .scalar: return self.tagValue(node, path).map { .equals($0) }
        case .list: return .anyOf(Set(self.list(node, path).compactMap { self.tagValue($0.node, $0.path) }))
        case .mapping:
            guard let values = self.mapping(node, path, .condition) else { return nil }
            guard let present = values["present"] else {
                self.expect("a value, a list of values, or a mapping with present", node, path)
                return nil
            }
            return self.boolean(present, path + ".present").map { $0 ? .present : .absent }
        }
    }

    /// One pattern or several.
    mutating func patterns(_ node: FileNode, _ path: String) -> [NamePattern] {
        self.list(node, path, orOne: true).compactMap { path, node in
            self.text(node, path, "a name, in which * stands for any characters").map { NamePattern($0) }
        }
    }

    /// A tag's key as tags have it, so that `use-case` is `use_case`.
    mutating func tagKey(_ name: String, _ node: FileNode, _ path: String) -> String {
        let tags = UsageTags([name: "value"])
        guard let key = tags.keys.first, !tags.wasTruncated else {
            self.note(node, path, "a tag's name has 1 to \(UsageTags.maximumKeyLength) bytes")
            return name
        }
        return key
    }

    /// A tag's value as tags have it: one that no tag can have would never match.
    mutating func tagValue(_ node: FileNode, _ path: String) -> String? {
        guard let text = self.text(node, path, "a tag's value") else { return nil }
        let tags = UsageTags(["value": text])
        guard tags["value"] == text else {
            let most = UsageTags.maximumValueLength
            self.note(node, path, "a tag's value has 1 to \(most) bytes and no control characters")
            return nil
        }
        return text
    }
}
