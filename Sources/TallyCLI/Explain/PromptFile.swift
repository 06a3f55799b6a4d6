internal import TallyEstimation

/// Reads a prompt, unless it is too large to be one.
enum PromptFile {
    /// Returns the bytes of a file or of standard input; at most ``TokenizedText/largest``, so that an endless input
    /// ends, too.
    static func bytes(of path: FilePath) throws(CommandFailure) -> [UInt8] {
        let buffer = InputBuffer()
        let isLarger: Bool
        do throws(SystemError) {
            isLarger =
                path == .standardInput
                ? try buffer.read(.standardInput(), atLeast: TokenizedText.largest + 1)
                : try buffer.read(OpenFile(path, followsLinks: true), atLeast: TokenizedText.largest + 1)
        } catch {
            throw CommandFailure(error, reading: path.displayText)
        }
        guard !isLarger else {
            throw CommandFailure(
                .unreadableInput,
                what: path.displayText,
                why: "is larger than the \(NumberText.grouped(TokenizedText.largest)) bytes that are explained at once",
                remedy: "tally count"
            )
        }
        return buffer.withBytes { bytes in
            var copy: [UInt8] = []
            unsafe bytes.withUnsafeBufferPointer { unsafe copy.append(contentsOf: $0) }
            return copy
        }
    }
}
