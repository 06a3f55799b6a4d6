/// Llama 3.1 to 3.3 and Llama 4.
///
/// A header of role and blank line before each message, an end-of-turn token behind it. Llama 3.1 and later put two
/// dates into the instructions, whether or not there are any: 20 tokens. Source: the models' chat templates, rendered
/// with `transformers`; Groq and Cerebras report 35 tokens around one message, with and without instructions.
struct LlamaFraming: TemplateFraming {
    enum Variant {
        case llama3
        case llama4
    }

    let variant: Variant

    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        let isLlama3 = self.variant == .llama3
        func header(_ role: String) {
            text.special(isLlama3 ? "<|start_header_id|>" : "<|header_start|>")
            text.text(role)
            text.special(isLlama3 ? "<|end_header_id|>" : "<|header_end|>")
            text.text("\n\n")
        }
        let end = isLlama3 ? "<|eot_id|>" : "<|eot|>"
        text.special("<|begin_of_text|>")
        if isLlama3 || request.system != nil {
            text.begin(.system)
            header("system")
            if isLlama3 { text.prompt(20) }
            text.text(request.system ?? "")
            text.special(end)
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            header(message.role == .tool ? "ipython" : message.role.rawValue)
            text.text(message.templateText)
            text.special(end)
        }
        text.begin(.framing)
        header("assistant")
        return text
    }
}
