internal import TallyTokenizer
internal import TallyVocabularies

/// The definitions of functions as models get to read them.
enum ToolText {
    /// One JSON object a line, as most chat templates write them.
    static func json(_ tools: [Tool]) -> String {
        tools.map { tool in
            JSONTree.object([
                JSONTree.Member("type", .string("function")),
                JSONTree.Member("function", self.object(tool)),
            ]).text(.spaced)
        }.joined(separator: "\n")
    }

    /// Name, description and parameters of a function.
    static func object(_ tool: Tool) -> JSONTree {
        var members = [JSONTree.Member("name", .string(tool.name))]
        if let description = tool.description { members.append(JSONTree.Member("description", .string(description))) }
        return .object(members + [JSONTree.Member("parameters", tool.parameters)])
    }

    /// An item for a model of which it isn't known how it reads them.
    static func jsonItem(_ tools: [Tool], with counter: any TokenCounter) -> EstimateItem {
        let tokens = counter.count(self.json(tools))
        return EstimateItem(
            .tools,
            tokens,
            under: tokens / 2,
            over: 200 + tokens / 4,
            source: "JSON of the definitions; how this model reads them is not known"
        )
    }

    /// The namespace of TypeScript types that OpenAI's models read.
    ///
    /// The form is that of gpt-oss's published chat template; for the hosted models it is known by the counts that they
    /// report.
    static func typeScript(_ tools: [Tool]) -> String {
        var text = "# Tools\n\n## functions\n\nnamespace functions {\n\n"
        for tool in tools {
            if let description = tool.description { text += Self.comment(description, indent: "") }
            if tool.parameters["properties"]?.members.isEmpty ?? true {
                text += "type \(tool.name) = () => any;\n\n"
            } else {
                text += "type \(tool.name) = (_: {\n"
                text += TypeScript.members(of: tool.parameters)
                text += "}) => any;\n\n"
            }
        }
        return text + "} // namespace functions"
    }

    /// The schema of an answer, as gpt-oss's published format has it.
    static func answerSchema(_ answer: Request.AnswerSchema) -> String {
        var text = "# Response Formats\n\n## \(answer.name)\n\n"
        if let description = answer.description { text += Self.comment(description, indent: "") + "\n" }
        return text + answer.schema.text(.compact)
    }

    /// The text as comment lines.
    static func comment(_ text: String, indent: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "\(indent)// \($0)\n" }.joined()
    }
}
