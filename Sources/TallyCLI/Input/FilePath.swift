/// A path as the file system knows it: bytes, whether or not they are UTF-8.
struct FilePath: Hashable {
    private(set) var bytes: [UInt8]

    init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Standard input's name on the command line and in answers.
    static let standardInput = FilePath("-")

    /// The path of the entry `name` of this folder.
    func appending(_ name: [UInt8]) -> FilePath {
        var result = self.bytes
        if result.last != UInt8(ascii: "/") { result.append(UInt8(ascii: "/")) }
        result.append(contentsOf: name)
        return FilePath(bytes: result)
    }

    /// The path without its last component, or nil at the top.
    var parent: FilePath? {
        guard self.bytes.count > 1, let slash = self.bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return FilePath(bytes: slash == 0 ? [UInt8(ascii: "/")] : Array(self.bytes[..<slash]))
    }

    /// The last component.
    var name: [UInt8] {
        guard let slash = self.bytes.lastIndex(of: UInt8(ascii: "/")) else { return self.bytes }
        return Array(self.bytes[(slash + 1)...])
    }

    /// The path as text; bytes that are not UTF-8 are shown as U+FFFD.
    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// The path on one line, safe for a terminal: control characters are written as `\xNN`.
    var displayText: String {
        if self == .standardInput { return "standard input" }
        guard self.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return self.text
        }
        var result = ""
        for scalar in self.text.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\x" + (digits.count < 2 ? "0" : "") + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Calls `body` with the path as C wants it.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let terminated = self.bytes.map { CChar(bitPattern: $0) } + [0]
        return unsafe terminated.withUnsafeBufferPointer { buffer in
            // A non-empty array's storage always has an address.
            guard let base = buffer.baseAddress else { preconditionFailure("a terminated path is never empty") }
            return unsafe body(base)
        }
    }
}
