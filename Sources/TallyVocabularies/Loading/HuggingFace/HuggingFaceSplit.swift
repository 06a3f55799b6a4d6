/// The pre-tokenizer of a `tokenizer.json` as a split rule.
enum HuggingFaceSplit {
    /// GPT-2's pattern, which `ByteLevel` brings along.
    static let byteLevel = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

    /// Returns the rule for byte-level models.
    ///
    /// - Throws: ``VocabularyError/Code/unsupportedFile`` for what can't be reproduced; so for every pre-tokenizer that
    ///   does not end with the step to bytes, as those of SentencePiece's models.
    static func rule(_ tree: JSONTree?) throws(VocabularyError) -> SplitRule {
        guard let tree else {
            throw HuggingFaceFile.unsupported(
                "a model without pre-tokenizer, which merges characters instead of bytes,"
            )
        }
        var steps = [tree]
        if tree["type"]?.string == "Sequence" { steps = tree["pretokenizers"]?.elements ?? [] }
        var passes: [SplitRule.Pass] = []
        for (index, step) in steps.enumerated() {
            let isLast = index == steps.count - 1
            switch step["type"]?.string {
            case "Split": passes.append(try Self.split(step))
            case "Digits":
                let pattern = try step.flag("individual_digits") ? #"\p{N}"# : #"\p{N}+"#
                passes.append(SplitRule.Pass(.regex(pattern), .isolated))
            case "ByteLevel" where isLast:
                if try step.flag("add_prefix_space", otherwise: true) {
                    throw HuggingFaceFile.unsupported("ByteLevel with 'add_prefix_space'")
                }
                if try step.flag("use_regex", otherwise: true) {
                    passes.append(SplitRule.Pass(.regex(Self.byteLevel), .isolated))
                }
                return SplitRule(passes)
            case let type:
                let place = isLast ? " at the end" : ""
                throw HuggingFaceFile.unsupported("the pre-tokenizer \(type ?? "without a type")\(place)")
            }
        }
        throw HuggingFaceFile.unsupported("a pre-tokenizer that does not end with ByteLevel")
    }

    private static func split(_ step: JSONTree) throws(VocabularyError) -> SplitRule.Pass {
        let pattern: SplitRule.Pattern
        if let regex = step["pattern"]?["Regex"]?.string {
            pattern = .regex(try OnigurumaPattern.rewrite(regex))
        } else if let literal = step["pattern"]?["String"]?.string, !literal.isEmpty {
            pattern = .literal(literal)
        } else {
            throw VocabularyError(.malformedFile, "a Split has neither a 'Regex' nor a 'String'")
        }
        let invert = try step.flag("invert")
        switch (step["behavior"]?.string, invert) {
        case ("Isolated", _): return SplitRule.Pass(pattern, .isolated)
        case ("Removed", true): return SplitRule.Pass(pattern, .matchesOnly)
        case ("Removed", false): return SplitRule.Pass(pattern, .gapsOnly)
        case (let behavior, _): throw HuggingFaceFile.unsupported("a Split that is \(behavior ?? "without behavior")")
        }
    }
}
