internal import TallyEstimation

extension Console {
    /// Says so if the text of `path` is not all UTF-8, and returns where it is not first.
    func noteInvalidUTF8(_ text: Span<UInt8>, _ path: FilePath) throws(CommandFailure) -> Int? {
        guard let offset = text.offsetOfInvalidUTF8 else { return nil }
        try self.note(
            path.displayText,
            "not UTF-8 at byte \(NumberText.grouped(offset)): counted with U+FFFD in place of what is not"
        )
        return offset
    }
}
