internal import TallyTokenizer
internal import TallyVocabularies

/// A chat template filled in: special tokens, text between them, and texts of which only the length is known here.
///
/// Text between two special tokens is counted as one run, because tokens may span the border of frame and content.
struct TemplateText: Sendable, Hashable {
    enum Piece: Sendable, Hashable {
        /// One token.
        case special(String)
        case text(String)
        /// A provider's default prompt of so many tokens of its own vocabulary.
        case prompt(Int)
    }

    private(set) var pieces: [(kind: EstimateItem.Kind, piece: Piece)] = []
    private var kind = EstimateItem.Kind.framing

    static func == (left: TemplateText, right: TemplateText) -> Bool {
        left.pieces.elementsEqual(right.pieces) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) {
        for (kind, piece) in self.pieces {
            hasher.combine(kind)
            hasher.combine(piece)
        }
    }

    /// What follows belongs to this part of the request.
    mutating func begin(_ kind: EstimateItem.Kind) {
        self.kind = kind
    }

    mutating func special(_ name: String) {
        self.pieces.append((self.kind, .special(name)))
    }

    mutating func text(_ text: String) {
        guard !text.isEmpty else { return }
        if case .text(let before)? = self.pieces.last?.piece {
            self.pieces[self.pieces.count - 1].piece = .text(before + text)
        } else {
            self.pieces.append((self.kind, .text(text)))
        }
    }

    mutating func prompt(_ tokens: Int) {
        self.pieces.append((self.kind, .prompt(tokens)))
    }

    /// The whole as text, with `{DEFAULT}` for prompts.
    var rendered: String {
        self.pieces.reduce(into: "") { text, next in
            switch next.piece {
            case .special(let name): text += name
            case .text(let run): text += run
            case .prompt: text += "{DEFAULT}"
            }
        }
    }

    /// The tokens, part by part in order.
    func items(with counter: any TokenCounter, source: String) -> [EstimateItem] {
        var order: [EstimateItem.Kind] = []
        var tokens: [EstimateItem.Kind: Int] = [:]
        for (kind, piece) in self.pieces {
            if tokens[kind] == nil { order.append(kind) }
            let count =
                switch piece {
                case .special: 1
                case .text(let run): counter.count(run)
                case .prompt(let known): known
                }
            tokens[kind, default: 0] += count
        }
        return order.map { EstimateItem($0, tokens[$0, default: 0], source: source) }
    }
}

/// A framing that is the model's own chat template.
protocol TemplateFraming: Framing {
    /// Fills in the template; functions are left to ``toolText(_:)``.
    func template(of request: Request) -> TemplateText
    /// The definitions of functions as the template writes them, and whether that is known.
    func toolText(_ tools: [Tool]) -> (text: String, isMeasured: Bool)
}

extension TemplateFraming {
    func toolText(_ tools: [Tool]) -> (text: String, isMeasured: Bool) {
        (ToolText.json(tools), false)
    }

    func items(of request: Request, model: ModelFacts, with counter: any TokenCounter) -> [EstimateItem] {
        var items = self.template(of: request).items(with: counter, source: "the model's chat template")
        if !request.tools.isEmpty {
            let (text, isMeasured) = self.toolText(request.tools)
            let tokens = counter.count(text)
            items.append(
                isMeasured
                    ? EstimateItem(.tools, tokens, under: 2, over: 8, source: "the model's chat template")
                    : EstimateItem(
                        .tools,
                        tokens,
                        over: 200 + tokens / 4,
                        source: "JSON of the definitions; the template's words around it are not counted"
                    )
            )
        }
        let calls = request.messages.reduce(0) { $0 + $1.toolParts }
        if calls > 0 {
            items.append(
                EstimateItem(.framing, 0, over: 16 * calls, source: "calls of functions in the conversation")
            )
        }
        return items
    }
}

extension Message {
    /// What is said in the message as a template writes it; calls of functions as JSON.
    var templateText: String {
        self.parts.reduce(into: "") { text, part in
            switch part {
            case .text(let next), .toolResult(let next): text += next
            case .toolCall(let name, let arguments):
                text += "{\"name\": \(JSONTree.string(name).text(.spaced)), \"arguments\": \(arguments.text(.spaced))}"
            case .thinking, .image, .document: break
            }
        }
    }
}
