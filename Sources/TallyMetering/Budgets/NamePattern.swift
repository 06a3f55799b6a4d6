/// A name, or several by `*`, which stands for any run of characters: `gpt-5*`, `claude-*-latest`.
///
/// ASCII letters are compared without their case, as in names of models.
public struct NamePattern: Hashable, Sendable {
    /// The pattern, as it was written.
    public let text: String
    private let bytes: [UInt8]

    /// Creates a pattern.
    public init(_ text: String) {
        self.text = text
        self.bytes = text.utf8.map(Self.lowered)
    }

    /// Returns whether the whole of `name` is as the pattern says.
    ///
    /// - Complexity: O(*n* · *m*) at worst for a name of *n* and a pattern of *m* bytes, O(*n*) without `*` inside.
    public func matches(_ name: String) -> Bool {
        let name = name.utf8.map(Self.lowered)
        var (place, position) = (0, 0)
        // Where the last `*` is, and up to where it stands for the name: only it need ever be tried again.
        var star: Int?
        var covered = 0
        while position < name.count {
            if place < self.bytes.count, self.bytes[place] == UInt8(ascii: "*") {
                star = place
                covered = position
                place += 1
            } else if place < self.bytes.count, self.bytes[place] == name[position] {
                place += 1
                position += 1
            } else if let star {
                covered += 1
                place = star + 1
                position = covered
            } else {
                return false
            }
        }
        return self.bytes[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 0x20 : byte
    }
}

extension NamePattern: ExpressibleByStringLiteral {
    /// Creates the pattern of a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension NamePattern: CustomStringConvertible {
    /// The pattern, as it was written.
    public var description: String { self.text }
}
