internal import TallyEstimation

/// What is written down beside an installed vocabulary: `NAME.json`, which names the packed file.
///
/// The packed file's name has a part of its hash, so that a new version never takes the place of one that is described by
/// an old text: the text alone decides, and it is replaced at once.
struct InstalledVocabulary {
    /// A file and what it was when it was written or read.
    struct File: Equatable {
        let name: String
        let bytes: Int
        let sha256: String
    }

    let name: String
    let format: VocabularyFile.Format
    /// The day on which it was added, as yyyy-mm-dd.
    let date: String
    let source: File
    let packed: File
    /// Finds accidental damage in a fraction of a millisecond per megabyte, where SHA-256 would take longer than all else.
    let checksum: UInt64
    let idCount: Int
    let split: SplitRule
    let normalization: VocabularyFile.Normalization
    let specialTokens: [String: TokenID]
    let atoms: [String: TokenID]
    /// Where spaces are put, of a vocabulary of characters.
    let prefixSpace: TextPreparation.PrefixSpace?

    /// Of a vocabulary of bytes; that of one of characters, which an older command would use as one of bytes, is 2.
    private static let version = 1

    /// The text beside the packed file.
    var text: String {
        let passes = self.split.passes.map { pass -> JSONValue in
            switch pass.pattern {
            case .regex(let text): .object(["regex": .string(text), "behavior": .string(pass.behavior.rawValue)])
            case .literal(let text): .object(["literal": .string(text), "behavior": .string(pass.behavior.rawValue)])
            case .cut(let rule): .object(["cut": .string(rule.rawValue), "behavior": .string(pass.behavior.rawValue)])
            }
        }
        var object: JSONObject = [
            "version": .integer(self.prefixSpace == nil ? Self.version : Self.version + 1),
            "name": .string(self.name), "format": .string(self.format.rawValue),
            "date": .string(self.date), "source": Self.value(self.source), "packed": Self.value(self.packed),
            "checksum": .string(String(self.checksum, radix: 16)), "ids": .integer(self.idCount),
            "normalization": .string(self.normalization.rawValue), "split": .array(passes),
            "specialTokens": Self.value(self.specialTokens), "atoms": Self.value(self.atoms),
        ]
        if let prefixSpace { object.append("prefixSpace", .string(prefixSpace.rawValue)) }
        return object.text + "\n"
    }

    private static func value(_ file: File) -> JSONValue {
        .object(["name": .string(file.name), "bytes": .integer(file.bytes), "sha256": .string(file.sha256)])
    }

    private static func value(_ tokens: [String: TokenID]) -> JSONValue {
        var object: JSONObject = [:]
        for (name, token) in tokens.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            object.append(name, JSONValue.integer(Int(token.rawValue)))
        }
        return .object(object)
    }
}

extension InstalledVocabulary {
    /// Reads the text; nil if it is not what ``text`` writes.
    init?(_ tree: JSONTree) {
        let prefixSpace = tree["prefixSpace"]?.string.flatMap(TextPreparation.PrefixSpace.init(rawValue:))
        guard tree["version"]?.integer == (prefixSpace == nil ? Self.version : Self.version + 1),
            let name = tree["name"]?.string, VocabularyFolder.isName(name),
            let format = tree["format"]?.string.flatMap(VocabularyFile.Format.init(rawValue:)),
            let date = tree["date"]?.string, let source = File(tree["source"]), let packed = File(tree["packed"]),
            VocabularyFolder.isName(packed.name),
            let checksum = tree["checksum"]?.string.flatMap({ UInt64($0, radix: 16) }),
            let idCount = tree["ids"]?.integer,
            let normalization = tree["normalization"]?.string.flatMap(VocabularyFile.Normalization.init(rawValue:)),
            let split = SplitRule(tree["split"]), let specialTokens = Self.tokens(tree["specialTokens"]),
            let atoms = Self.tokens(tree["atoms"])
        else { return nil }
        self.init(
            name: name,
            format: format,
            date: date,
            source: source,
            packed: packed,
            checksum: checksum,
            idCount: idCount,
            split: split,
            normalization: normalization,
            specialTokens: specialTokens,
            atoms: atoms,
            prefixSpace: prefixSpace
        )
    }

    private static func tokens(_ tree: JSONTree?) -> [String: TokenID]? {
        guard case .object(let members)? = tree else { return nil }
        var tokens: [String: TokenID] = [:]
        for member in members {
            guard !member.name.isEmpty, let id = member.value.integer, (0..<1 << 21).contains(id) else { return nil }
            tokens[member.name] = TokenID(rawValue: UInt32(id))
        }
        return tokens
    }
}

extension InstalledVocabulary.File {
    fileprivate init?(_ tree: JSONTree?) {
        guard let name = tree?["name"]?.string, let bytes = tree?["bytes"]?.integer, bytes >= 0,
            let sha256 = tree?["sha256"]?.string, sha256.utf8.count == 64
        else { return nil }
        self.init(name: name, bytes: bytes, sha256: sha256)
    }
}

extension SplitRule {
    fileprivate init?(_ tree: JSONTree?) {
        guard case .array(let list)? = tree else { return nil }
        var passes: [Pass] = []
        for pass in list {
            guard let behavior = pass["behavior"]?.string.flatMap(Behavior.init(rawValue:)) else { return nil }
            if let regex = pass["regex"]?.string {
                passes.append(Pass(.regex(regex), behavior))
            } else if let rule = pass["cut"]?.string.flatMap(CutRule.init(rawValue:)) {
                passes.append(Pass(.cut(rule), behavior))
            } else if let literal = pass["literal"]?.string, !literal.isEmpty {
                passes.append(Pass(.literal(literal), behavior))
            } else {
                return nil
            }
        }
        self.init(passes)
    }
}
