/// Gemma as open weights.
///
/// Gemma 2 and 3 know no instructions: they stand before the first message of the person. Gemma 4 has a turn for them and
/// opens the answer with an empty thought. Source: the models' chat templates, rendered with `transformers`.
struct GemmaFraming: TemplateFraming {
    enum Variant {
        case gemma3
        case gemma4
    }

    let variant: Variant

    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        let isGemma4 = self.variant == .gemma4
        let (start, end) = isGemma4 ? ("<|turn>", "<turn|>") : ("<start_of_turn>", "<end_of_turn>")
        func turn(_ role: String, _ content: String) {
            text.special(start)
            text.text(role + "\n" + content)
            text.special(end)
            text.text("\n")
        }
        text.special("<bos>")
        var prefix = ""
        if let system = request.system {
            if isGemma4 {
                text.begin(.system)
                turn("system", system)
            } else {
                prefix = system + "\n\n"
            }
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            turn(message.role == .assistant ? "model" : "user", prefix + message.templateText)
            prefix = ""
        }
        text.begin(.framing)
        text.special(start)
        text.text("model\n")
        if isGemma4 {
            text.special("<|channel>")
            text.text("thought\n")
            text.special("<channel|>")
        }
        return text
    }
}
