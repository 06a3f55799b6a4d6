internal import TallyEstimation

extension [UInt8] {
    /// What this and another text begin with, without a part of a character at its end.
    ///
    /// - Complexity: O(*n*) in what is shared.
    func sharedText(with other: [UInt8]) -> [UInt8] {
        var end = 0
        let most = Swift.min(self.count, other.count)
        while end < most, self[end] == other[end] { end += 1 }
        // A character that only begins the same is another one.
        while end > 0, self.continues(at: end) || other.continues(at: end) { end -= 1 }
        return Array(self[..<end])
    }

    /// Where the text ends without the blanks and line ends behind it.
    var textEnd: Int {
        var end = self.count
        while end > 0, [0x20, 0x09, 0x0A, 0x0D].contains(self[end - 1]) { end -= 1 }
        return end
    }

    /// Whether a character goes on at this place.
    private func continues(at position: Int) -> Bool {
        position < self.count && self[position] & 0xC0 == 0x80
    }
}

extension Request {
    /// The start that this and another request share, in the order in which providers keep it: functions, instructions,
    /// messages; nil if there is none.
    ///
    /// - Complexity: O(*n*).
    func sharedStart(with other: Request) -> Request? {
        var shared = Request(messages: [])
        shared.interface = self.interface
        shared.tools = zip(self.tools, other.tools).prefix { $0 == $1 }.map(\.0)
        guard shared.tools.count == self.tools.count, self.tools.count == other.tools.count else {
            return shared.tools.isEmpty ? nil : shared
        }
        guard self.system == other.system else {
            let start = Self.sharedText(self.system ?? "", other.system ?? "")
            if start.isEmpty { return shared.tools.isEmpty ? nil : shared }
            shared.system = start
            return shared
        }
        shared.system = self.system
        for (message, earlier) in zip(self.messages, other.messages) {
            if message == earlier {
                shared.messages.append(message)
                continue
            }
            if message.role == earlier.role, case .text(let text)? = message.parts.first,
                case .text(let before)? = earlier.parts.first
            {
                let start = Self.sharedText(text, before)
                if !start.isEmpty { shared.messages.append(Message(message.role, [.text(start)])) }
            }
            break
        }
        let isEmpty = shared.tools.isEmpty && shared.system == nil && shared.messages.isEmpty
        return isEmpty ? nil : shared
    }

    private static func sharedText(_ text: String, _ other: String) -> String {
        String(decoding: Array(text.utf8).sharedText(with: Array(other.utf8)), as: UTF8.self)
    }
}
