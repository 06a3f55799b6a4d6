/// Cohere's Command R7B and later.
///
/// A long default preamble (485 tokens) opens every request; instructions come behind it with a paragraph of 34 tokens.
/// Source: the model's chat template, rendered with `transformers`: 496 around one message, 530 with instructions, 504 for
/// three turns; Cohere's API reports 495 and 529. Its billed units leave all of this out.
struct CohereFraming: TemplateFraming {
    func template(of request: Request) -> TemplateText {
        var text = TemplateText()
        func open(_ role: String) {
            text.special("<|START_OF_TURN_TOKEN|>")
            text.special("<|\(role)_TOKEN|>")
        }
        text.special("<BOS_TOKEN>")
        open("SYSTEM")
        text.prompt(485)
        if let system = request.system {
            text.begin(.system)
            text.prompt(34)
            text.text(system)
        }
        text.special("<|END_OF_TURN_TOKEN|>")
        for (index, message) in request.messages.enumerated() {
            text.begin(.message(index))
            let isAnswer = message.role == .assistant
            open(isAnswer ? "CHATBOT" : message.role == .system ? "SYSTEM" : "USER")
            if isAnswer { text.special("<|START_RESPONSE|>") }
            text.text(message.templateText)
            if isAnswer { text.special("<|END_RESPONSE|>") }
            text.special("<|END_OF_TURN_TOKEN|>")
        }
        text.begin(.framing)
        open("CHATBOT")
        text.special("<|START_THINKING|>")
        text.special("<|END_THINKING|>")
        return text
    }
}
