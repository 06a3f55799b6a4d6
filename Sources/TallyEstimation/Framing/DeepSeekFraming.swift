/// DeepSeek V3 to V4 and R1.
///
/// `<bos>…<User>…<Assistant>` and an open or an empty thought. Source: the models' chat templates, rendered with
/// `transformers` (V3.1: 5 around one message, 10 for three turns; V4: 4 and 8); DeepSeek's API reports 5 for
/// `deepseek-reasoner`.
struct DeepSeekFraming: TemplateFraming {
    enum Variant {
        case v3
        case reasoner
        case v4
    }

    let variant: Variant

    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        text.special("<｜begin▁of▁sentence｜>")
        if let system = request.system {
            text.begin(.system)
            text.text(system)
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            switch message.role {
            case .user, .tool:
                text.special("<｜User｜>")
                text.text(message.templateText)
            case .assistant:
                // R1's template leaves earlier thoughts out altogether.
                if self.variant == .reasoner { text.special("<｜Assistant｜>") } else { self.open(&text) }
                text.text(message.templateText)
                text.special("<｜end▁of▁sentence｜>")
            case .system: text.text(message.templateText)
            }
        }
        text.begin(.framing)
        self.open(&text)
        if self.variant == .reasoner { text.text("\n") }
        return text
    }

    private func open(_ text: inout TemplateText) {
        text.special("<｜Assistant｜>")
        if self.variant != .v4 { text.special("<think>") }
        if self.variant != .reasoner { text.special("</think>") }
    }
}
