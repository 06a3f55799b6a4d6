/// Qwen's ChatML.
///
/// `<|im_start|>role\n…<|im_end|>\n` a message, then `<|im_start|>assistant\n`. Qwen 2.5 has default instructions of 16
/// tokens, Qwen 3.5 opens the thinking. Source: the models' chat templates, rendered with `transformers`. Groq's Qwen 3
/// reports 8 tokens around one message, 12 with thinking off.
struct QwenFraming: TemplateFraming {
    enum Variant {
        case qwen25
        case qwen3
        case qwen35
    }

    let variant: Variant

    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        func add(_ role: String, _ content: (inout TemplateText) -> Void) {
            text.special("<|im_start|>")
            text.text(role + "\n")
            content(&text)
            text.special("<|im_end|>")
            text.text("\n")
        }
        if let system = request.system {
            text.begin(.system)
            add("system") { $0.text(system) }
        } else if self.variant == .qwen25 {
            add("system") { $0.prompt(16) }
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            add(message.role == .tool ? "user" : message.role.rawValue) { $0.text(message.templateText) }
        }
        text.begin(.framing)
        text.special("<|im_start|>")
        text.text("assistant\n")
        switch (self.variant, request.thinking) {
        case (.qwen3, .disabled), (.qwen35, .disabled):
            text.special("<think>")
            text.text("\n\n")
            text.special("</think>")
            text.text("\n\n")
        case (.qwen35, _):
            text.special("<think>")
            text.text("\n")
        default: break
        }
        return text
    }
}
