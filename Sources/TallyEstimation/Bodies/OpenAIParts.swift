internal import TallyVocabularies

/// Parts of messages that OpenAI's two interfaces share.
enum OpenAIParts {
    static func parts(
        _ part: JSONTree,
        _ role: Message.Role,
        _ index: Int,
        _ uncounted: inout [String]
    ) -> [Message.Part] {
        let type = part["type"]?.string ?? "text"
        switch type {
        case "text", "input_text", "output_text", "refusal":
            let text = part["text"]?.string ?? part["refusal"]?.string ?? ""
            return [role == .tool ? .toolResult(text) : .text(text)]
        case "image_url", "input_image":
            let image = part["image_url"]
            let address = image?.string ?? image?["url"]?.string
            let word = part["detail"]?.string ?? image?["detail"]?.string
            let detail = word.flatMap { Image.Detail(rawValue: $0) } ?? .automatic
            let size = address.flatMap { ImageHeader.size(ofDataURL: $0) }
            return [.image(Image(size: size, detail: detail))]
        case "file", "input_file":
            return [.document(Document(pages: nil))]
        default:
            uncounted.append("message \(index) has a part '\(type)'")
            return []
        }
    }

    static func call(_ name: String?, _ arguments: JSONTree?) -> Message.Part {
        // Arguments are JSON in a string; the tokens are those of the text as it stands.
        let text = arguments?.string ?? ""
        return .toolCall(name: name ?? "", arguments: Self.tree(text))
    }

    private static func tree(_ text: String) -> JSONTree {
        (try? JSONTree(reading: Array(text.utf8))) ?? .string(text)
    }
}
