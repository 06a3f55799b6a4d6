public import TallyTokenizer

extension TokenEncoding {
    /// The encodings that are part of this build, in the order of their names.
    ///
    /// - Complexity: The first time, that of making those whose vocabulary is not stored as tables, some tenths of a second
    ///   each; ``bundledNames`` makes none.
    public static var bundled: [TokenEncoding] {
        Self.bundledNames.compactMap { Self.maker(of: $0)?() }
    }

    /// The names of the encodings that are part of this build, in order.
    public static let bundledNames = Self.names.filter { Self.maker(of: $0) != nil }

    /// The names of all encodings that this version can be built with, in order.
    static let names = Self.traits.map(\.name)

    /// Each encoding with the trait that embeds it, in the order of the names.
    private static let traits: [(name: String, trait: String)] = [
        ("cl100k_base", "CL100KBase"),
        ("deepseek_v3", "DeepSeek"),
        ("deepseek_v4", "DeepSeek"),
        ("gemma3", "Gemma"),
        ("gemma4", "Gemma"),
        ("glm_4.5", "GLM"),
        ("glm_5", "GLM"),
        ("gpt2", "P50KBase"),
        ("kimi_k2", "KimiK2"),
        ("mistral_spm", "MistralSPM"),
        ("o200k_base", "O200KBase"),
        ("o200k_harmony", "O200KBase"),
        ("p50k_base", "P50KBase"),
        ("p50k_edit", "P50KBase"),
        ("qwen3", "Qwen3"),
        ("qwen3.5", "Qwen35"),
        ("r50k_base", "P50KBase"),
        ("tekken", "Tekken"),
    ]

    /// What gives the encoding of this name, if it is part of this build; asked for, it makes it.
    static func maker(of name: String) -> (() -> TokenEncoding)? {
        switch name {
        #if CL100KBase
        case "cl100k_base": { .cl100kBase }
        #endif
        #if DeepSeek
        case "deepseek_v3": { .deepSeekV3 }
        case "deepseek_v4": { .deepSeekV4 }
        #endif
        #if Gemma
        case "gemma3": { .gemma3 }
        case "gemma4": { .gemma4 }
        #endif
        #if GLM
        case "glm_4.5": { .glm45 }
        case "glm_5": { .glm5 }
        #endif
        #if KimiK2
        case "kimi_k2": { .kimiK2 }
        #endif
        #if MistralSPM
        case "mistral_spm": { .mistralSPM }
        #endif
        #if O200KBase
        case "o200k_base": { .o200kBase }
        case "o200k_harmony": { .o200kHarmony }
        #endif
        #if P50KBase
        case "gpt2": { .gpt2 }
        case "p50k_base": { .p50kBase }
        case "p50k_edit": { .p50kEdit }
        case "r50k_base": { .r50kBase }
        #endif
        #if Qwen3
        case "qwen3": { .qwen3 }
        #endif
        #if Qwen35
        case "qwen3.5": { .qwen35 }
        #endif
        #if Tekken
        case "tekken": { .tekken }
        #endif
        default: nil
        }
    }

    /// Returns the encoding with this name, such as `o200k_base`.
    ///
    /// - Complexity: O(1); for r50k_base, gpt2, glm_4.5 and kimi_k2 a few tenths of a second the first time.
    /// - Throws: ``VocabularyError/Code/unknownEncoding``, proposing the nearest names, or
    ///   ``VocabularyError/Code/notEmbedded``, naming the trait to enable.
    public static func named(_ name: String) throws(VocabularyError) -> TokenEncoding {
        if let maker = Self.maker(of: name) { return maker() }
        if ClaudeVersion(counterName: name) != nil {
            throw VocabularyError(.unknownEncoding, "\(name) has no published tokens: ClaudeCounter counts them")
        }
        if Self.names.contains(name) || ModelCatalogue.all.contains(where: { $0.encodingName == name }) {
            throw VocabularyError(.notEmbedded, Self.absence(of: name))
        }
        let nearest = NearestNames.of(name, among: Self.names)
        throw VocabularyError(
            .unknownEncoding,
            "no encoding is named '\(name)': "
                + NearestNames.proposal(nearest, otherwise: "there are \(Self.names.joined(separator: ", "))")
        )
    }

    /// Says that an encoding is known but not here, and how to get it.
    static func absence(of name: String) -> String {
        if ClaudeVersion(counterName: name) != nil {
            return "\(name) is not part of this build: enable the trait Claude of swift-tally"
        }
        guard let (_, trait) = Self.traits.first(where: { $0.name == name }) else {
            return "\(name) is not part of this version: load it from its file (`tally vocab add FILE --name \(name)`)"
        }
        return "\(name) is not part of this build: enable the trait \(trait) of swift-tally, "
            + "or load it from its file (`tally vocab add FILE --name \(name)`)"
    }

    /// Returns the encoding of an OpenAI model, as the reference's `encoding_for_model` does.
    ///
    /// Dated, sized and fine-tuned names resolve by their beginnings: `gpt-4o-2024-08-06`, `ft:gpt-4o-mini:acme::x`.
    /// For other providers' models, see ``ModelCounter``.
    ///
    /// - Throws: ``VocabularyError/Code/unknownModel``, proposing the nearest names, or
    ///   ``VocabularyError/Code/notEmbedded`` if the encoding is known but not part of this build or version.
    public static func forModel(_ model: String) throws(VocabularyError) -> TokenEncoding {
        guard let name = ModelNames.encoding(of: model) else {
            let nearest = NearestNames.of(model, among: ModelCounter.knownModels)
            throw VocabularyError(
                .unknownModel,
                "no exact encoding is known for the model '\(model)': "
                    + NearestNames.proposal(nearest, otherwise: "name an encoding instead")
            )
        }
        return try Self.named(name)
    }
}
