extension FileReader {
    private static let encodings = ["ndjson", "json", "cloudevents", "lago", "clickhouse"]

    /// A word, or a mapping with the word under `as` and what else it needs.
    mutating func encoding(_ node: FileNode, _ path: String) -> EncodingPlan? {
        guard case .mapping(let pairs) = node.kind else {
            switch self.choice(node, path, Self.encodings) {
            case "ndjson": return .ndjson
            case "json": return .json
            case "cloudevents": return .cloudEvents(CloudEventsPlan())
            case "lago":
                self.note(node, path, "it needs a code: write { as: lago, code: … }")
                return nil
            case "clickhouse":
                self.note(node, path, "it needs a table: write { as: clickhouse, table: … }")
                return nil
            default: return nil
            }
        }
        let word = pairs.first { key, _ in
            if case .scalar("as", _) = key.kind { return true }
            return false
        }
        guard let word else {
            self.note(node, path, "missing: as, one of: \(Self.encodings.joined(separator: ", "))")
            return nil
        }
        switch self.choice(word.value, path + ".as", Self.encodings) {
        case "cloudevents": return self.cloudEvents(node, path).map { .cloudEvents($0) }
        case "lago": return self.lago(node, path).map { .lago($0) }
        case "clickhouse": return self.clickHouse(node, path).map { .clickHouse($0) }
        case "ndjson": return self.mapping(node, path, .plainEncoding).map { _ in .ndjson }
        case "json": return self.mapping(node, path, .plainEncoding).map { _ in .json }
        default: return nil
        }
    }

    private mutating func cloudEvents(_ node: FileNode, _ path: String) -> CloudEventsPlan? {
        guard let values = self.mapping(node, path, .cloudEvents) else { return nil }
        var plan = CloudEventsPlan()
        let words = CloudEventsPlan.Detail.allCases.map(\.rawValue)
        plan.detail = values["event_for"].flatMap { self.choice($0, path + ".event_for", words) }
            .flatMap { CloudEventsPlan.Detail(rawValue: $0) }
        plan.source = values["source"].flatMap { self.text($0, path + ".source", "a URI that stays the same for ever") }
        plan.type = values["type"].flatMap { self.text($0, path + ".type") }
        plan.subject = values["subject"].flatMap { self.chargedTag($0, path + ".subject") } ?? ChargedTag()
        return plan
    }

    private mutating func lago(_ node: FileNode, _ path: String) -> LagoPlan? {
        guard let values = self.mapping(node, path, .lago) else { return nil }
        self.require(["code"], values, node, path)
        let subscription = values["subscription"].flatMap { self.chargedTag($0, path + ".subscription") }
        guard let code = values["code"].flatMap({ self.text($0, path + ".code") }) else { return nil }
        var plan = LagoPlan(code: code)
        plan.subscription = subscription ?? ChargedTag()
        return plan
    }

    private mutating func clickHouse(_ node: FileNode, _ path: String) -> ClickHousePlan? {
        guard let values = self.mapping(node, path, .clickHouse) else { return nil }
        self.require(["table"], values, node, path)
        return values["table"].flatMap { self.tableName($0, path + ".table") }.map { ClickHousePlan(table: $0) }
    }

    private mutating func tableName(_ node: FileNode, _ path: String) -> String? {
        let expected = "the name of a table, or database.table, of letters, digits and underscores"
        guard let text = self.text(node, path, expected) else { return nil }
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        guard names.count <= 2, names.allSatisfy({ Self.isIdentifier(String($0)) }) else {
            self.expect(expected, node, path)
            return nil
        }
        return text
    }

    private mutating func chargedTag(_ node: FileNode, _ path: String) -> ChargedTag? {
        guard let values = self.mapping(node, path, .chargedTag) else { return nil }
        let tag = values["tag"].flatMap { node in
            self.text(node, path + ".tag", "the name of a tag").map { self.tagKey($0, node, path + ".tag") }
        }
        return ChargedTag(tag: tag, fallback: values["fallback"].flatMap { self.text($0, path + ".fallback") })
    }
}
