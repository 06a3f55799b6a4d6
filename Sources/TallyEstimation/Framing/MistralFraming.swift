/// Mistral's models since Tekken V7.
///
/// `<s>[SYSTEM_PROMPT]…[/SYSTEM_PROMPT][INST]…[/INST]…</s>`. Source: mistral-common's templates; Mistral's API reports 3
/// tokens around one message, 5 with instructions, 8 for three turns with them; with thinking 15 around one message, 12
/// of which are its default instructions.
struct MistralFraming: TemplateFraming {
    let thinks: Bool

    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        text.special("<s>")
        if let system = request.system {
            text.begin(.system)
            text.special("[SYSTEM_PROMPT]")
            text.text(system)
            text.special("[/SYSTEM_PROMPT]")
        } else if self.thinks {
            text.prompt(12)
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            switch message.role {
            case .assistant:
                text.text(message.templateText)
                text.special("</s>")
            case .system:
                text.special("[SYSTEM_PROMPT]")
                text.text(message.templateText)
                text.special("[/SYSTEM_PROMPT]")
            case .tool:
                text.special("[TOOL_RESULTS]")
                text.text(message.templateText)
                text.special("[/TOOL_RESULTS]")
            case .user:
                text.special("[INST]")
                text.text(message.templateText)
                text.special("[/INST]")
            }
        }
        return text
    }
}
