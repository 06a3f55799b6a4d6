/// One message of a conversation.
public struct Message: Sendable, Hashable {
    /// Who speaks.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// Instructions inside the conversation.
        case system
        /// The person.
        case user
        /// The model.
        case assistant
        /// A function that answers.
        case tool
    }

    /// What a message consists of.
    public enum Part: Sendable, Hashable {
        /// Text.
        case text(String)
        /// A picture.
        case image(Image)
        /// A document, by its pages.
        case document(Document)
        /// What the model thought in an earlier turn.
        case thinking(String)
        /// A function that the model called.
        case toolCall(name: String, arguments: JSONTree)
        /// What a function answered.
        case toolResult(String)
    }

    /// Who speaks.
    public var role: Role
    /// What is said.
    public var parts: [Part]
    /// The name of the speaker, where an interface has one.
    public var name: String?

    /// Creates a message.
    public init(_ role: Role, _ parts: [Part], name: String? = nil) {
        self.role = role
        self.parts = parts
        self.name = name
    }

    /// Returns a message of a person's text.
    public static func user(_ text: String) -> Message { Message(.user, [.text(text)]) }
    /// Returns a message of a model's text.
    public static func assistant(_ text: String) -> Message { Message(.assistant, [.text(text)]) }
    /// Returns instructions inside the conversation.
    public static func system(_ text: String) -> Message { Message(.system, [.text(text)]) }

    /// All texts of the message, joined without anything between them.
    var text: String {
        self.parts.reduce(into: "") { text, part in
            if case .text(let next) = part { text += next }
        }
    }
}

/// A picture, by its size.
public struct Image: Sendable, Hashable {
    /// How closely a model looks at a picture, in the words that providers use.
    public enum Detail: String, Sendable, Hashable, CaseIterable {
        /// As the model decides.
        case automatic = "auto"
        /// Coarsely.
        case low
        /// Gemini's step between.
        case medium
        /// Closely.
        case high
        /// Gemini's closest.
        case ultraHigh = "ultra_high"
        /// Without being made smaller.
        case original
    }

    /// Width and height in pixels; nil if they are not known.
    public var size: ImageSize?
    /// How closely to look.
    public var detail: Detail

    /// Creates a picture of a known size.
    public init(width: Int, height: Int, detail: Detail = .automatic) {
        self.init(size: ImageSize(width: width, height: height), detail: detail)
    }

    /// Creates a picture; a size of nil is one that is not known.
    public init(size: ImageSize?, detail: Detail = .automatic) {
        self.size = size
        self.detail = detail
    }
}

/// Width and height in pixels.
public struct ImageSize: Sendable, Hashable {
    /// Pixels from left to right.
    public let width: Int
    /// Pixels from top to bottom.
    public let height: Int

    /// Creates a size; what is less than one pixel is one, what is more than a million is a million.
    public init(width: Int, height: Int) {
        self.width = min(max(1, width), 1_000_000)
        self.height = min(max(1, height), 1_000_000)
    }
}

/// A document, by its pages.
public struct Document: Sendable, Hashable {
    /// How many pages it has; nil if that is not known.
    public var pages: Int?
    /// The text in it, where it is known.
    public var text: String?

    /// Creates a document.
    public init(pages: Int?, text: String? = nil) {
        self.pages = pages
        self.text = text
    }
}
