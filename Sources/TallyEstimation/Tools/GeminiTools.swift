internal import TallyTokenizer
internal import TallyVocabularies

/// What the definitions of functions cost with Gemini.
///
/// Vertex AI bills names, descriptions, names of properties, enumerated and required strings, and nothing else, as the
/// SDK's local counter does (google-genai, `local_tokenizer`); AI Studio adds 14 to 19 for the first function and about 8
/// for each parameter. Source: recorded requests (pydantic-ai's cassettes at 4fda389).
enum GeminiTools {
    static func item(_ request: Request, with counter: any TokenCounter) -> EstimateItem {
        var texts: [String] = []
        var parameters = 0
        for tool in request.tools {
            texts.append(tool.name)
            if let description = tool.description { texts.append(description) }
            Self.collect(tool.parameters, into: &texts, depth: 0)
            parameters += tool.parameters["properties"]?.members.count ?? 0
        }
        let tokens = texts.reduce(0) { $0 + counter.count($1) }
        let studio = 16 + 8 * parameters
        return switch request.interface {
        case .vertex: EstimateItem(.tools, tokens, source: "names and descriptions, measured on Vertex AI")
        case .aiStudio:
            EstimateItem(
                .tools,
                tokens + studio,
                under: 2 + 4 * parameters,
                over: 3 + 4 * parameters,
                source: "names and descriptions, and what AI Studio adds, measured to about 8 a parameter"
            )
        default: EstimateItem(.tools, tokens, over: studio + 3, source: "Vertex AI's; AI Studio adds more")
        }
    }

    private static func collect(_ schema: JSONTree, into texts: inout [String], depth: Int) {
        guard depth < JSONReader.depthLimit else { return }
        for name in ["format", "title", "description"] {
            if let text = schema[name]?.string, depth > 0 || name != "title" { texts.append(text) }
        }
        texts += schema["enum"]?.elements.compactMap(\.string) ?? []
        texts += schema["required"]?.elements.compactMap(\.string) ?? []
        for member in schema["properties"]?.members ?? [] {
            texts.append(member.name)
            Self.collect(member.value, into: &texts, depth: depth + 1)
        }
        if let items = schema["items"] { Self.collect(items, into: &texts, depth: depth + 1) }
        for name in ["anyOf", "oneOf", "allOf"] {
            for part in schema[name]?.elements ?? [] { Self.collect(part, into: &texts, depth: depth + 1) }
        }
    }
}
