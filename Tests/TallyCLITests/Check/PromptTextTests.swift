import TallyEstimation
import Testing

@testable import TallyCLI

@Suite struct PromptTextTests {
    private func read(_ text: String, _ path: String, _ placeholders: [String: Int] = [:]) -> PromptText {
        var settings = PromptSettings()
        settings.placeholders = placeholders
        return PromptText(Array(text.utf8), at: FilePath(path), settings)
    }

    private func sent(_ text: PromptText) -> String { String(decoding: text.bytes, as: UTF8.self) }

    @Test(arguments: ["a.prompt", "a.prompty", "x/a.prompt.md", "a.instructions.md", "a.mdc"])
    func frontMatterIsLeftOut(path: String) {
        let text = self.read("---\nname: x\nmodel: y\n---\nHello\n", path)
        #expect(self.sent(text) == "Hello\n")
        #expect(text.notes == ["the front matter is not sent and not counted"])
        #expect(self.sent(self.read("\u{FEFF}---\r\na: b\r\n---\r\nHello", path)) == "Hello")
        #expect(self.sent(self.read("---\na: b\n---", path)) == "")
    }

    @Test(arguments: ["SKILL.md", "AGENTS.md", "prompts/a.txt", "prompts/a.md"])
    func frontMatterCountsElsewhere(path: String) {
        #expect(self.sent(self.read("---\na: b\n---\nHello", path)) == "---\na: b\n---\nHello")
    }

    @Test(arguments: ["Hello\n---\n", "---", "---\nno end", "----\na\n----\n", " ---\na\n---\n"])
    func whatOnlyLooksLikeFrontMatterStays(text: String) {
        #expect(self.sent(self.read(text, "a.prompt")) == text)
    }

    @Test func settingsDecideAboutFrontMatter() {
        var settings = PromptSettings()
        settings.countsFrontMatter = true
        let bytes = Array("---\na: b\n---\nHello".utf8)
        #expect(PromptText(bytes, at: FilePath("a.prompt"), settings).bytes == bytes)
        settings.countsFrontMatter = false
        #expect(PromptText(bytes, at: FilePath("SKILL.md"), settings).bytes == Array("Hello".utf8))
    }

    @Test func placeholdersWithASizeAreTakenOut() {
        let text = self.read("Hi {{name}}, {{history}}{{name}}!", "a.prompt", ["name": 5, "history": 2_000])
        #expect(self.sent(text) == "Hi , !")
        #expect(text.placeholderTokens == 2_010)
        #expect(text.notes == ["placeholders count as tally.yml says: 2,010 tokens"])
    }

    @Test func placeholdersWithoutOneStayAndAreNamed() {
        let text = self.read("{a} {{b}} {a} {% if c %}", "prompts/a.txt")
        #expect(self.sent(text) == "{a} {{b}} {a} {% if c %}")
        #expect(
            text.notes == [
                "placeholders without a size count as they are written: a, b",
                "the template's statements count as they are written",
            ]
        )
    }

    @Test(arguments: ["AGENTS.md", "x/CLAUDE.md", ".cursor/rules/a.mdc", ".github/copilot-instructions.md"])
    func bracesInInstructionsAreNoPlaceholders(path: String) {
        #expect(self.read("use {name} and {{x}}", path).notes == [])
    }

    @Test(arguments: [
        (#"{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}"#, "openai-chat"),
        (#"{"model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#, "anthropic"),
        (#"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"#, "gemini"),
        (#"{"model":"gpt-5","input":"Hi"}"#, "openai-responses"),
        (#"[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]"#, "messages"),
        (#"[{"type":"function","function":{"name":"f","parameters":{}}}]"#, "tools"),
        (#"{"name":"f","description":"d","input_schema":{"type":"object"}}"#, "tools"),
        (#" {"tools":[{"name":"f","input_schema":{"type":"object"}}]}"#, "tools"),
        ("\u{FEFF}" + #"{"messages":[{"role":"user","content":"Hi"}]}"#, "openai-chat"),
    ])
    func dataIsARequest(json: String, kind: String) {
        let text = self.read(json, "prompts/a.json")
        #expect(text.kind.name == kind)
        #expect(text.request != nil)
        #expect(text.notes == [])
    }

    @Test(arguments: [
        "{}", "[]", "1", "\"text\"", #"{"input":"a","output":"b"}"#, #"{"messages":"none"}"#, #"[{"name":"x"}]"#,
        #"{"tools":[]}"#, #"{"tools":["hammer"]}"#,
    ])
    func otherDataIsText(json: String) {
        let text = self.read(json, "prompts/a.json")
        #expect(text.kind == .text)
        #expect(text.request == nil)
        #expect(text.notes == [])
    }

    @Test func yamlIsReadAsJSONIs() {
        let yaml =
            "model: gpt-4o\nmessages:\n  - role: system\n    content: |\n      Be kind.\n  - {role: user, content: Hi}\n"
        let json =
            #"{"model":"gpt-4o","messages":[{"role":"system","content":"Be kind.\n"},{"role":"user","content":"Hi"}]}"#
        let text = self.read(yaml, "prompts/a.yaml")
        #expect(text.request == self.read(json, "prompts/a.json").request)
        #expect(text.kind.name == "openai-chat")
    }

    @Test func brokenDataIsTextAndSaysWhyWithoutShowingIt() {
        let text = self.read(#"{"messages": [{"role":"user","content":"secret}]"#, "prompts/a.json")
        #expect(text.kind == .text)
        #expect(text.notes.count == 1)
        #expect(text.notes[0].hasPrefix("counted as text: "))
        #expect(!text.notes[0].contains("secret"))
    }

    @Test func placeholdersInARequestAreTakenOutBeforeItIsRead() {
        let json = #"{"messages":[{"role":"user","content":"Hi {{name}}"}]}"#
        let text = self.read(json, "prompts/a.json", ["name": 7])
        #expect(text.placeholderTokens == 7)
        #expect(text.request?.request.messages == [.user("Hi ")])
    }
}
