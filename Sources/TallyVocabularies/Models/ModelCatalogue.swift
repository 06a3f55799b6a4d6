/// The models that this version knows: encoding, framing, windows, evidence.
///
/// ```swift
/// let facts = ModelCatalogue.facts(of: "anthropic/claude-sonnet-4-5-20250929")
/// facts?.encodingName    // "claude-v3"
/// facts?.maximumOutput   // 64000
/// ```
///
/// The rows are text in the image, read once when somebody first asks; a process that doesn't ask pays nothing.
/// Source: `facts.tsv` beside this file and the price list's names, joined by `models.py`.
public enum ModelCatalogue {
    private struct Index {
        let rows: [ModelFacts]
        var names: [String: Int] = [:]
        /// Beginnings of names, the longest first.
        var prefixes: [(text: String, row: Int)] = []

        init(_ rows: [ModelFacts]) {
            self.rows = rows
            for (row, facts) in rows.enumerated() {
                for name in [facts.name.lowercased()] + facts.aliases {
                    if name.hasSuffix("*") {
                        self.prefixes.append((String(name.dropLast()), row))
                    } else {
                        self.names[name] = row
                    }
                }
            }
            self.prefixes.sort { ($1.text.utf8.count, $0.text) < ($0.text.utf8.count, $1.text) }
        }

        func find(_ name: String) -> ModelFacts? {
            if let row = self.names[name] { return self.rows[row] }
            return self.prefixes.first { name.hasPrefix($0.text) }.map { self.rows[$0.row] }
        }
    }

    private static let index = Index(
        String(describing: Self.rows).split(separator: "\n").compactMap { ModelFacts(row: $0) }
    )

    /// Everything known, in the order of names; rules about beginnings of names among them.
    ///
    /// - Complexity: O(*n*) in the size of the catalogue at the first call, O(1) later.
    public static var all: [ModelFacts] { Self.index.rows }

    /// Returns what is known about a model, or about the names that begin like it; nil if that is nothing.
    ///
    /// A provider's prefix (`openai/`, `us.anthropic.`), a date, `-latest`, a version of Bedrock's (`-v1:0`) and what
    /// stands around the base of a fine-tuned model are passed over.
    ///
    /// - Complexity: O(*n*) in the number of rules.
    public static func facts(of model: String) -> ModelFacts? {
        let spellings = ModelSpelling.spellings(of: model)
        for spelling in spellings {
            if let row = Self.index.names[spelling] { return Self.index.rows[row] }
        }
        return spellings.lazy.compactMap { Self.index.find($0) }.first
    }

    /// Returns the models of a framing family, an encoding or a vendor, by its name in small or capital letters.
    public static func models(ofFamily family: String) -> [ModelFacts] {
        let wanted = family.lowercased()
        return Self.all.filter { facts in
            facts.framing.rawValue == wanted || facts.encodingName == wanted || facts.vendor.lowercased() == wanted
        }
    }
}

extension VocabularyError {
    /// No model of the catalogue has this name or begins like it.
    package static func unknownModel(_ name: String) -> VocabularyError {
        let nearest = NearestNames.of(name, among: ModelCatalogue.all.map(\.name).filter { !$0.hasSuffix("*") })
        return VocabularyError(
            .unknownModel,
            "the model '\(name)' is not known: "
                + NearestNames.proposal(nearest, otherwise: "'tally models' lists those that are")
        )
    }
}
