/// GLM 4.5 to 5.3.
///
/// Two tokens at the start, one token for each role. GLM 5.2 and later have a block about effort, 7 tokens by what Z.ai
/// reports (12 around one message, 5 before). Source: the models' chat templates, rendered with `transformers`.
struct GLMFraming: TemplateFraming {
    enum Variant {
        case glm45
        case glm47
        case glm52
    }

    let variant: Variant

    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        let gap = self.variant == .glm45 ? "\n" : ""
        text.special("[gMASK]")
        text.special("<sop>")
        if self.variant == .glm52 { text.prompt(7) }
        if let system = request.system {
            text.begin(.system)
            text.special("<|system|>")
            text.text(gap + system)
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            switch message.role {
            case .assistant:
                text.special("<|assistant|>")
                text.text(gap)
                if self.variant == .glm45 { text.special("<think>") }
                text.special("</think>")
                text.text(gap + message.templateText)
            case .tool:
                text.special("<|observation|>")
                text.text(gap + message.templateText)
            case .user, .system:
                text.special(message.role == .user ? "<|user|>" : "<|system|>")
                text.text(gap + message.templateText)
            }
        }
        text.begin(.framing)
        text.special("<|assistant|>")
        if self.variant != .glm45 { text.special(request.thinking == .disabled ? "</think>" : "<think>") }
        return text
    }
}
