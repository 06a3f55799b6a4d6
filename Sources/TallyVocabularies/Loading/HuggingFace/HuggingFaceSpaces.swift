internal import TallyTokenizer

/// What the normalizer and the pre-tokenizer of a `tokenizer.json` do with spaces, for a model that merges characters.
///
/// Such models write a space as U+2581. The normalizers `Prepend` and `Replace` do so, or the pre-tokenizer `Metaspace`;
/// both see each stretch between added tokens by itself. A `Split` at spaces does nothing where there are none left.
struct HuggingFaceSpaces {
    private(set) var prefix = TextPreparation.PrefixSpace.none
    /// Whether the text is cut before each space.
    private(set) var splits = false
    /// Whether text is rewritten before added tokens with `normalized` are looked for, which are rewritten themselves.
    private(set) var isNormalized = false

    init(normalizer: JSONTree?, preTokenizer: JSONTree?) throws(VocabularyError) {
        var isReplaced = false
        for step in Self.steps(normalizer, "normalizers") {
            switch step["type"]?.string {
            case "Prepend" where step["prepend"]?.string == "\u{2581}" && self.prefix == .none:
                self.prefix = .stretches
            case "Replace" where step["pattern"]?["String"]?.string == " " && step["content"]?.string == "\u{2581}":
                isReplaced = true
            case let type:
                throw HuggingFaceFile.unsupported("the normalizer \(type ?? "without a type") of a model of characters")
            }
            self.isNormalized = true
        }
        let steps = Self.steps(preTokenizer, "pretokenizers")
        guard steps.count <= 1 else {
            throw HuggingFaceFile.unsupported("a pre-tokenizer of \(steps.count) steps for a model of characters")
        }
        if let step = steps.first {
            switch step["type"]?.string {
            case "Metaspace":
                try self.readMetaSpace(step)
                isReplaced = true
            case "Split" where isReplaced && step["pattern"]?["String"]?.string == " ":
                if try step.flag("invert") { throw HuggingFaceFile.unsupported("a Split with 'invert'") }
            case let type:
                throw HuggingFaceFile.unsupported(
                    "the pre-tokenizer \(type ?? "without a type") before a model that falls back to bytes"
                )
            }
        }
        guard isReplaced else {
            throw HuggingFaceFile.unsupported("a model that falls back to bytes and takes spaces as they are")
        }
    }

    /// The steps of a sequence, or the one that there is.
    private static func steps(_ tree: JSONTree?, _ name: String) -> [JSONTree] {
        guard let tree else { return [] }
        return tree["type"]?.string == "Sequence" ? tree[name]?.elements ?? [] : [tree]
    }

    private mutating func readMetaSpace(_ step: JSONTree) throws(VocabularyError) {
        guard step["replacement"]?.string == "\u{2581}" else {
            throw HuggingFaceFile.unsupported("a Metaspace that does not write U+2581")
        }
        let scheme = step["prepend_scheme"]?.string ?? "always"
        if try step.flag("add_prefix_space", otherwise: scheme != "never") != (scheme != "never") {
            throw HuggingFaceFile.unsupported("a Metaspace whose 'add_prefix_space' and 'prepend_scheme' differ")
        }
        self.splits = try step.flag("split", otherwise: true)
        let prefix: TextPreparation.PrefixSpace
        switch scheme {
        case "never": prefix = .none
        case "first": prefix = .unspacedText
        case "always": prefix = .unspacedStretches
        default: throw VocabularyError(.malformedFile, "a Metaspace has the unknown 'prepend_scheme' \(scheme)")
        }
        // Behind Prepend each stretch starts with a space already.
        if self.prefix == .none { self.prefix = prefix }
    }
}
