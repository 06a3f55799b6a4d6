public import TallyTokenizer

extension TokenEncoding {
    /// The encodings that are part of this build, in the order of their names.
    public static var bundled: [TokenEncoding] {
        Self.names.compactMap { Self.embedded(named: $0) }
    }

    /// The names of all encodings that this version can be built with, in order.
    static let names = ["cl100k_base", "o200k_base", "o200k_harmony"]

    private static func embedded(named name: String) -> TokenEncoding? {
        switch name {
        #if CL100KBase
        case "cl100k_base": .cl100kBase
        #endif
        #if O200KBase
        case "o200k_base": .o200kBase
        case "o200k_harmony": .o200kHarmony
        #endif
        default: nil
        }
    }

    /// The trait that embeds an encoding.
    private static func trait(of name: String) -> String {
        name == "cl100k_base" ? "CL100KBase" : "O200KBase"
    }

    /// Returns the encoding with this name, such as `o200k_base`.
    ///
    /// - Complexity: O(1).
    /// - Throws: ``VocabularyError/Code/unknownEncoding``, proposing the nearest names, or
    ///   ``VocabularyError/Code/notEmbedded``, naming the trait to enable.
    public static func named(_ name: String) throws(VocabularyError) -> TokenEncoding {
        if let encoding = Self.embedded(named: name) { return encoding }
        if Self.names.contains(name) {
            throw VocabularyError(
                .notEmbedded,
                "\(name) is not part of this build: enable the trait \(Self.trait(of: name)) of swift-tally"
            )
        }
        let nearest = NearestNames.of(name, among: Self.names)
        throw VocabularyError(
            .unknownEncoding,
            "no encoding is named '\(name)': "
                + NearestNames.proposal(nearest, otherwise: "there are \(Self.names.joined(separator: ", "))")
        )
    }

    /// Returns the encoding of an OpenAI model, as the reference's `encoding_for_model` does.
    ///
    /// Dated, sized and fine-tuned names resolve by their beginnings: `gpt-4o-2024-08-06`, `ft:gpt-4o-mini:acme::x`.
    /// For other providers' models, see ``ModelEncoding``.
    ///
    /// - Throws: ``VocabularyError/Code/unknownModel``, proposing the nearest names, or
    ///   ``VocabularyError/Code/notEmbedded`` if the encoding is known but not part of this build or version.
    public static func forModel(_ model: String) throws(VocabularyError) -> TokenEncoding {
        guard let name = ModelNames.encoding(of: model) else {
            let nearest = NearestNames.of(model, among: ModelNames.exact.keys + ModelFamily.exampleModels)
            throw VocabularyError(
                .unknownModel,
                "no exact encoding is known for the model '\(model)': "
                    + NearestNames.proposal(nearest, otherwise: "name an encoding instead")
            )
        }
        guard Self.names.contains(name) else {
            throw VocabularyError(
                .notEmbedded,
                "the model '\(model)' uses \(name), which this version does not have: load it from its .tiktoken file"
            )
        }
        return try Self.named(name)
    }
}
