import TallyVocabularies
import Testing

@testable import TallyEstimation

@Suite struct ToolTests {
    private static let schema = """
        {"type": "object", "properties": {"city": {"type": "string", "description": "The city."}, \
        "unit": {"type": "string", "enum": ["c", "f"]}, "days": {"type": "array", "items": {"type": "integer"}}}, \
        "required": ["city"]}
        """

    private static func tool() throws -> Tool {
        try Tool(name: "weather", description: "Tells the weather.", schema: Self.schema)
    }

    private static func request(_ count: Int = 1) throws -> Request {
        var request = Samples.user
        request.tools = Array(repeating: try Self.tool(), count: count)
        return request
    }

    private static func tools(_ request: Request, _ model: String) throws -> EstimateItem {
        try #require(try Samples.estimate(request, model).items.first { $0.kind == .tools })
    }

    @Test func openAIReadsTypeScript() throws {
        #expect(
            ToolText.typeScript([try Self.tool(), Tool(name: "now")]) == """
                # Tools

                ## functions

                namespace functions {

                // Tells the weather.
                type weather = (_: {
                // The city.
                city: string,
                unit?: "c" | "f",
                days?: number[],
                }) => any;

                type now = () => any;

                } // namespace functions
                """
        )
    }

    @Test func nestedAndAlternativeTypes() throws {
        let tool = try Tool(
            name: "f",
            schema: """
                {"properties": {"a": {"type": "object", "properties": {"b": {"type": "boolean", "default": true}}}, \
                "c": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "d": {"type": ["integer", "null"]}, "e": {}}}
                """
        )
        #expect(
            ToolText.typeScript([tool]).contains(
                """
                a?: {
                b?: boolean, // default: true
                },
                c?: string | null,
                d?: number | null,
                e?: any,
                }) => any;
                """
            )
        )
    }

    @Test func referencesAreFollowed() throws {
        let tool = try Tool(
            name: "f",
            schema: """
                {"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "object", "description": "An A.", \
                "properties": {"b": {"type": "string"}}}}}
                """
        )
        #expect(ToolText.typeScript([tool]).contains("// An A.\na?: {\nb?: string,\n},\n}) => any;"))
    }

    @Test func aSchemaThatContainsItselfEnds() throws {
        let tool = try Tool(
            name: "f",
            schema: """
                {"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "object", "properties": \
                {"l": {"$ref": "#/$defs/A"}, "m": {"$ref": "#/$defs/A"}, "n": {"$ref": "#/$defs/A"}}}}}
                """
        )
        #expect(ToolText.typeScript([tool]).utf8.count < 1_000_000)
    }

    @Test func aFunctionThatMustBeCalledIsNamedOnceMore() throws {
        var request = try Self.request()
        let tokens = try Self.tools(request, "gpt-4o").tokens
        request.toolChoice = .named("weather")
        #expect(try Self.tools(request, "gpt-4o").tokens == tokens + 4 + Samples.tokenizer.count("weather"))
        request.toolChoice = .automatic
        request.system = "Hello"
        #expect(try Self.tools(request, "gpt-4o").tokens == tokens - 4)
    }

    @Test func aSchemaThatIsTooDeepEnds() throws {
        var schema = JSONTree.object([])
        for _ in 0..<10_000 { schema = .object([.init("items", schema), .init("type", .string("array"))]) }
        let tool = Tool(name: "f", parameters: .object([.init("properties", .object([.init("a", schema)]))]))
        #expect(ToolText.typeScript([tool]).contains("object[][]"))
    }

    @Test func interfacesOfOpenAIDiffer() throws {
        let text = Samples.tokenizer.count(ToolText.typeScript([try Self.tool()]))
        var request = try Self.request()
        request.interface = .responses
        #expect(try Self.tools(request, "gpt-5").band == (text + 1)...(text + 2))
        #expect(try Self.tools(request, "gpt-5.2").band.contains(text + 17))
        request.interface = .chatCompletions
        #expect(try Self.tools(request, "gpt-5-mini").band == (text + 82)...(text + 84))
        #expect(try Self.tools(request, "gpt-4o").band == (text - 3)...(text + 3))
    }

    @Test(arguments: [
        ("claude-opus-4-8", 290, 410), ("claude-opus-4-7", 675, 804), ("claude-sonnet-5", 354, 474),
        ("claude-opus-4-6", 497, 589), ("claude-sonnet-4-6", 497, 589), ("claude-opus-4-5", 496, 588),
        ("claude-sonnet-4-5", 496, 588), ("claude-haiku-4-5", 496, 588), ("claude-opus-4-1", 313, 315),
        ("claude-sonnet-4-0", 313, 315), ("claude-3-5-haiku", 264, 355), ("claude-3-7-sonnet", 346, 313),
        ("claude-3-opus", 530, 281), ("claude-3-sonnet", 159, 235), ("claude-3-haiku", 264, 340),
    ])
    func claudeAddsThePublishedPrompt(model: String, automatic: Int, forced: Int) throws {
        let json = Samples.tokenizer.count(
            #"{"name": "weather", "description": "Tells the weather.", "parameters": \#(Self.schema)}"#
        )
        var request = try Self.request()
        #expect(try Self.tools(request, model).tokens == automatic + 2 + json)
        request.toolChoice = .required
        #expect(try Self.tools(request, model).tokens == forced + 2 + json)
        request.toolChoice = .named("weather")
        request.tools += request.tools
        #expect(try Self.tools(request, model).tokens == forced + 4 + 2 * json)
    }

    /// What was billed over the JSON: 498 to 502 with one function, 594 to 600 if any must be called.
    @Test func theBandOfClaudeHoldsWhatWasBilled() throws {
        var request = try Self.request()
        let json = try Self.tools(request, "claude-sonnet-4-5").tokens - 498
        #expect(try Self.tools(request, "claude-sonnet-4-5").band.contains(json + 502))
        request.toolChoice = .required
        #expect(try Self.tools(request, "claude-sonnet-4-5").band.contains(json + 594))
        #expect(try Self.tools(request, "claude-sonnet-4-5").band.contains(json + 600))
    }

    @Test func vertexBillsNamesDescriptionsAndStrings() throws {
        var request = try Self.request()
        request.interface = .vertex
        let texts = ["weather", "Tells the weather.", "city", "city", "The city.", "unit", "c", "f", "days"]
        let expected = texts.reduce(0) { $0 + Samples.tokenizer.count($1) }
        #expect(try Self.tools(request, "gemini-2.5-pro").band == expected...expected)
    }

    @Test func otherModelsSayThatTheTemplateIsNotCounted() throws {
        let item = try Self.tools(try Self.request(), "glm-5")
        #expect(item.band.upperBound > item.tokens)
    }
}
