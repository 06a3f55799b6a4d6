public import TallyVocabularies

extension Request {
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
}

/// What the files of this module call it; outside it stays nested, because `Message` is everybody's word.
typealias Message = Request.Message
