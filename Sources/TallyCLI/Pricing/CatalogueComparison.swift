internal import TallyEstimation

/// What changed between two catalogues, as `tally models --format json` prints them.
struct CatalogueComparison {
    /// One model that came, went or changed.
    struct Change {
        let model: String
        /// What is different: a name, and the values before and after; nil where there was none.
        let members: [(name: String, old: JSONTree?, new: JSONTree?)]
        let kind: Kind
    }

    /// How a model changed.
    enum Kind: String {
        case added
        case removed
        case changed
    }

    let changes: [Change]

    var isEmpty: Bool { self.changes.isEmpty }

    init(old: FilePath, new: FilePath) throws(CommandFailure) {
        let (before, after) = (try Self.models(in: old), try Self.models(in: new))
        let former = Dictionary(before, uniquingKeysWith: { _, last in last })
        let latter = Dictionary(after, uniquingKeysWith: { _, last in last })
        self.changes = Set(former.keys).union(latter.keys).sorted().compactMap { name in
            switch (former[name], latter[name]) {
            case (nil, _?): return Change(model: name, members: [], kind: .added)
            case (_?, nil): return Change(model: name, members: [], kind: .removed)
            case (let old?, let new?):
                let known = old.members.map(\.name)
                let names = known + new.members.map(\.name).filter { !known.contains($0) }
                let different = names.filter { old[$0] != new[$0] }.map { (name: $0, old: old[$0], new: new[$0]) }
                return different.isEmpty ? nil : Change(model: name, members: different, kind: .changed)
            case (nil, nil): return nil
            }
        }
    }

    private static func models(in path: FilePath) throws(CommandFailure) -> [(String, JSONTree)] {
        let bytes = try WholeInput.bytes(of: path)
        let tree: JSONTree
        do throws(VocabularyError) {
            tree = try JSONTree(json: bytes)
        } catch {
            throw CommandFailure(.unreadableInput, what: path.displayText, why: error.message)
        }
        let models = (tree["models"]?.elements ?? []).compactMap { model in
            model["model"]?.string.map { ($0, model) }
        }
        if models.isEmpty {
            throw CommandFailure(
                .unreadableInput,
                what: path.displayText,
                why: "no catalogue: it has no 'models'",
                remedy: "tally models --format json > \(path.displayText)"
            )
        }
        return models
    }

    /// Writes the changes, one a line.
    func write(to console: Console, _ format: OutputFormat) throws(CommandFailure) {
        var records = RecordWriter(console, format, table: nil, head: [:], listName: "changes")
        try records.begin()
        for change in self.changes { try records.add(change.object, row: [change.line]) }
        try records.end([:])
    }
}

extension CatalogueComparison.Change {
    fileprivate var line: String {
        let details = self.members.map { "\($0.name) \(Self.text($0.old)) -> \(Self.text($0.new))" }
        return "\(self.kind.rawValue) \(self.model)" + (details.isEmpty ? "" : ": " + details.joined(separator: ", "))
    }

    fileprivate var object: JSONObject {
        var object: JSONObject = ["model": .string(self.model), "change": .string(self.kind.rawValue)]
        let members = self.members.map { member in
            JSONValue.object([
                "name": .string(member.name), "old": Self.value(member.old), "new": Self.value(member.new),
            ])
        }
        if !members.isEmpty { object.append("members", .array(members)) }
        return object
    }

    private static func text(_ value: JSONTree?) -> String {
        switch value {
        case .string(let text)?: text
        case .number(let digits)?: digits
        case .bool(let value)?: value ? "true" : "false"
        case .array?, .object?: "…"
        case .null?, nil: "unknown"
        }
    }

    private static func value(_ value: JSONTree?) -> JSONValue {
        switch value {
        case .string(let text)?: .string(text)
        case .number(let digits)?: .decimal(digits)
        case .bool(let value)?: .bool(value)
        case .array?, .object?, .null?, nil: .null
        }
    }
}
