/// One text to count, or why there is none.
enum Input {
    /// The bytes are in the buffer, until the next input.
    case text(path: FilePath, content: InputBuffer)
    case skipped(path: FilePath, reason: SkipReason)
    case failed(path: FilePath, failure: CommandFailure)
}

/// Why something that was found is not counted.
enum SkipReason: Equatable {
    /// A NUL byte near the start, the rule by which git tells binary files.
    case binary(offset: Int)
    /// A symbolic link inside a folder.
    case link
    /// A pipe, socket or device inside a folder.
    case special

    /// The word in JSON.
    var name: String {
        switch self {
        case .binary: "binary"
        case .link: "symbolic link"
        case .special: "special file"
        }
    }

    /// The explanation, with what to do about it.
    var explanation: String {
        switch self {
        case .binary(let offset): "NUL byte at offset \(offset); --text counts it all the same"
        case .link: "links inside folders are not followed; name it to count what it leads to"
        case .special: "a pipe, socket or device; name it to read it"
        }
    }
}
