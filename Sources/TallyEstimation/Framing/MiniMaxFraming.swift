/// MiniMax M2 and M3.
///
/// M2 has default instructions of 6 tokens; M3 a block about itself and its thinking of its own, then the caller's
/// instructions as the developer's. Source: the models' chat templates, rendered with `transformers`.
struct MiniMaxFraming: TemplateFraming {
    let isM3: Bool

    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        func add(_ role: String, _ content: (inout TemplateText) -> Void) {
            text.special("]~b]")
            text.text(role + "\n")
            content(&text)
            text.special("[e~[")
            text.text("\n")
        }
        text.special("]~!b[")
        if self.isM3 { add("system") { $0.prompt(151) } }
        if request.system != nil { text.begin(.system) }
        add(self.isM3 ? "developer" : "system") { text in
            if let system = request.system { text.text(system) } else { text.prompt(6) }
        }
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            add(message.role == .assistant ? "ai" : message.role.rawValue) { text in
                if self.isM3, message.role == .assistant { text.special("</mm:think>") }
                text.text(message.templateText)
            }
        }
        text.begin(.framing)
        text.special("]~b]")
        text.text("ai\n")
        if !self.isM3 {
            text.special("<think>")
            text.text("\n")
        }
        return text
    }
}
