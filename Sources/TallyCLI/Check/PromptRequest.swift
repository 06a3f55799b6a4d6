internal import TallyConfiguration
internal import TallyEstimation
internal import TallyVocabularies

/// A file that holds a request, messages or functions, in JSON or YAML.
struct PromptRequest {
    enum DataFormat {
        case json
        case yaml
    }

    /// Why a file that looks like data is none; never text of it.
    struct Unreadable: Error {
        let reason: String
    }

    let kind: CheckedPrompt.Kind
    let body: RequestBody

    /// Reads a file; nil if it is other data, which is text for a model.
    ///
    /// - Complexity: O(*n*).
    static func read(_ file: [UInt8], _ format: DataFormat) throws(Unreadable) -> PromptRequest? {
        let json = format == .json ? Self.withoutMark(file) : try Self.json(yaml: file)
        let tree = try Self.tree(json)
        if case .array(let elements) = tree, !elements.isEmpty {
            if elements.allSatisfy({ $0["role"]?.string != nil }) {
                return try Self.request(json, "{\"messages\":", "}", .messages)
            }
            if elements.allSatisfy(Self.isTool) {
                return try Self.request(json, "{\"messages\":[],\"tools\":", "}", .tools)
            }
        } else if Self.isTool(tree) {
            return try Self.request(json, "{\"messages\":[],\"tools\":[", "]}", .tools)
        } else if let tools = tree["tools"], tree.members.count == 1, tools.elements.contains(where: Self.isTool) {
            let members = json.drop { $0 != UInt8(ascii: "{") }.dropFirst()
            return try Self.request(Array(members), "{\"messages\":[],", "", .tools)
        } else if Self.isRequest(tree) {
            return try Self.request(json, "", "", nil)
        }
        return nil
    }

    private static func tree(_ json: [UInt8]) throws(Unreadable) -> JSONTree {
        do throws(VocabularyError) {
            return try JSONTree(json: json)
        } catch {
            throw Unreadable(reason: error.message)
        }
    }

    /// Whether an object is what is sent to a provider, and not data that happens to have a member of the same name.
    private static func isRequest(_ tree: JSONTree) -> Bool {
        if let messages = tree["messages"]?.elements, messages.contains(where: { $0["role"] != nil }) { return true }
        if let contents = tree["contents"]?.elements, contents.contains(where: { $0["parts"] != nil }) { return true }
        return tree["input"] != nil && tree["model"]?.string != nil
    }

    /// A function as OpenAI's or Anthropic's interfaces have it.
    private static func isTool(_ tree: JSONTree) -> Bool {
        if tree["type"]?.string == "function" { return tree["function"] != nil || tree["parameters"] != nil }
        return tree["name"]?.string != nil && tree["input_schema"] != nil
    }

    private static func request(
        _ json: [UInt8],
        _ start: String,
        _ end: String,
        _ kind: CheckedPrompt.Kind?
    ) throws(Unreadable) -> PromptRequest {
        do throws(EstimationError) {
            let body = try RequestBody(json: Array(start.utf8) + json + Array(end.utf8))
            return PromptRequest(kind: kind ?? .request(body.format), body: body)
        } catch {
            throw Unreadable(reason: error.message)
        }
    }

    private static func json(yaml file: [UInt8]) throws(Unreadable) -> [UInt8] {
        guard let text = String(validating: file, as: UTF8.self) else { throw Unreadable(reason: "it is not UTF-8") }
        do throws(ConfigurationError) {
            return try YAMLText.json(of: text, file: "file")
        } catch {
            let problem = error.problems[0]
            throw Unreadable(reason: problem.line > 0 ? "line \(problem.line): \(problem.message)" : problem.message)
        }
    }

    /// The bytes without a byte order mark, which JSON does not allow and editors write.
    private static func withoutMark(_ file: [UInt8]) -> [UInt8] {
        file.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(file.dropFirst(3)) : file
    }
}
