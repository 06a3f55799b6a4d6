/// Kimi K2 and K3.
///
/// K2: a token for the role, its name, a token between, and one behind each message; without instructions the official
/// template has default ones of 5 tokens (the Instruct repository's copy: 15). K3 writes messages as tags and starts with
/// a block about effort of 67 tokens. Source: the models' chat templates, rendered with `transformers`.
struct KimiFraming: TemplateFraming {
    let isK3: Bool

    func template(of request: Request) -> TemplateText {
        self.isK3 ? self.k3(request) : self.k2(request)
    }

    private func k2(_ request: Request) -> TemplateText {
        var text = TemplateText()
        func open(_ role: String) {
            text.special("<|im_\(role == "tool" ? "system" : role)|>")
            text.text(role)
            text.special("<|im_middle|>")
        }
        if request.system != nil { text.begin(.system) }
        open("system")
        if let system = request.system { text.text(system) } else { text.prompt(5) }
        text.special("<|im_end|>")
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            open(message.role.rawValue)
            text.text(message.templateText)
            text.special("<|im_end|>")
        }
        text.begin(.framing)
        open("assistant")
        return text
    }

    private func k3(_ request: Request) -> TemplateText {
        var text = TemplateText()
        func tag(_ token: String, _ content: String) {
            text.special(token)
            text.text(content)
            text.special("<|sep|>")
        }
        func close() {
            tag("<|close|>", "message")
            text.special("<|end_of_msg|>")
        }
        text.prompt(67)
        if let system = request.system {
            text.begin(.system)
            tag("<|open|>", "message role=\"system\"")
            text.text(system)
            close()
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            tag("<|open|>", "message role=\"\(message.role.rawValue)\"")
            if message.role == .assistant {
                tag("<|open|>", "think")
                tag("<|close|>", "think")
                tag("<|open|>", "response")
                text.text(message.templateText)
                tag("<|close|>", "response")
            } else {
                text.text(message.templateText)
            }
            close()
        }
        text.begin(.framing)
        tag("<|open|>", "message role=\"assistant\"")
        tag("<|open|>", "think")
        return text
    }
}
