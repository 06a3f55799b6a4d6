/// gpt-oss: the harmony format.
///
/// A system message of 57 tokens with dates, effort and channels opens every request; the caller's instructions are the
/// developer's message, functions stand in it as TypeScript. Source: the model's chat template, rendered with
/// `transformers`: 67 around one message, 75 with instructions, 77 for three turns. Cerebras and Groq report 67 to 71 and
/// 77.
struct HarmonyFraming: TemplateFraming {
    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        func open(_ role: String) {
            text.special("<|start|>")
            text.text(role)
        }
        open("system")
        text.special("<|message|>")
        text.prompt(57)
        text.special("<|end|>")
        if let system = request.system {
            text.begin(.system)
            open("developer")
            text.special("<|message|>")
            text.text("# Instructions\n\n" + system + "\n\n")
            text.special("<|end|>")
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            open(message.role.rawValue)
            if message.role == .assistant {
                text.special("<|channel|>")
                text.text("final")
            }
            text.special("<|message|>")
            text.text(message.templateText)
            text.special("<|end|>")
        }
        text.begin(.framing)
        open("assistant")
        return text
    }

    func toolText(_ tools: [Tool]) -> (text: String, isMeasured: Bool) {
        (ToolText.typeScript(tools), true)
    }
}
