/// How the bytes of a response came to their end.
struct ResponseEnding {
    /// Whether it came as a stream.
    let isStream: Bool
    /// Whether the body is whole JSON without a framing of its own.
    let isDocument: Bool
    /// Whether it is framed in messages of AWS, whose last one says what was used.
    let isMessages: Bool
    /// Whether the framing said that nothing follows.
    let isEndSaid: Bool
    /// Whether a document was open at the end.
    let isCut: Bool
    /// Whether something was not to be read.
    let isDamaged: Bool
    /// Whether the body is nothing that could say a usage, and came to its end.
    let isForeign: Bool
    /// The exception that the framing reported.
    let exception: String?

    /// The events after which nothing of interest follows.
    private static let lastEvents: Set<String> = [
        "message_stop", "message-end", "stream-end", "response.completed", "response.incomplete", "response.failed",
        "response.done", "speech.audio.done", "transcript.text.done", "image_generation.completed",
        "image_edit.completed", "interaction.complete", "interaction.completed",
    ]

    /// Whether the response came to its end, as far as can be told.
    func isComplete(_ facts: Facts, isOutputSaid: Bool) -> Bool {
        guard !self.isCut, self.exception == nil else { return false }
        if self.isForeign { return true }
        let last = facts.name("event_type") ?? facts.name("type") ?? ""
        if Self.lastEvents.contains(last) || Self.lastEvents.contains(facts.name("type") ?? "") { return true }
        for word in ["done", "is_finished"] where facts.has(word) { return facts.isTrue(word) }
        if self.isEndSaid || facts.isTrue("turnComplete") { return true }
        if self.isDocument && !self.isDamaged { return true }
        return isOutputSaid && (self.isMessages || facts.has("finish"))
    }
}
