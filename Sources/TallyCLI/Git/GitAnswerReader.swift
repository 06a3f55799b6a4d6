/// Takes an answer of git apart, from its start to its end.
struct GitAnswerReader {
    private var rest: ArraySlice<UInt8>

    init(_ answer: [UInt8]) {
        self.rest = answer[...]
    }

    var isAtEnd: Bool { self.rest.isEmpty }

    /// The bytes up to the next `end`, at least one; what is read next stands behind it.
    mutating func field(_ end: UInt8) throws(CommandFailure) -> ArraySlice<UInt8> {
        guard let index = self.rest.firstIndex(of: end), index > self.rest.startIndex else { throw Self.unknown }
        defer { self.rest = self.rest[(index + 1)...] }
        return self.rest[..<index]
    }

    /// The path up to the next zero.
    mutating func path() throws(CommandFailure) -> FilePath {
        FilePath(bytes: Array(try self.field(0)))
    }

    /// The failure for what git does not write.
    static var unknown: CommandFailure {
        CommandFailure(.unreadableInput, what: "git", why: "answers in a form that is not known", remedy: "a newer git")
    }
}

extension UInt8 {
    static let space = UInt8(ascii: " ")
}
