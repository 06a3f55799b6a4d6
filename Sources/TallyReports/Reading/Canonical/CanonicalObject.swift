internal import TallyPricing

/// An object of a line whose fields come in a known order.
enum CanonicalObject {
    /// Passes an object of at least one field, and calls `read` for the value of each with the field's number.
    ///
    /// - Returns: The fields that are there, a bit for each; nil if something else stands there.
    @inline(__always)
    static func read(
        _ names: [BytePattern],
        _ line: inout LineCursor,
        _ read: (Int, inout LineCursor) -> Bool
    ) -> UInt64? {
        guard line.pass(UInt8(ascii: "{")) else { return nil }
        var (next, present): (Int, UInt64) = (0, 0)
        repeat {
            while next < names.count, !line.pass(names[next]) { next += 1 }
            guard next < names.count, read(next, &line) else { return nil }
            present |= 1 << UInt64(next)
            next += 1
        } while line.pass(UInt8(ascii: ","))
        return line.pass(UInt8(ascii: "}")) ? present : nil
    }

    /// Passes an object of texts.
    static func readTexts(_ line: inout LineCursor) -> Bool {
        guard line.pass(UInt8(ascii: "{")) else { return false }
        repeat {
            guard line.text() != nil, line.pass(UInt8(ascii: ":")), line.text() != nil else { return false }
        } while line.pass(UInt8(ascii: ","))
        return line.pass(UInt8(ascii: "}"))
    }
}

/// An array of a line.
enum CanonicalList {
    /// Passes an array of at least one element, each by `read`.
    @inline(__always)
    static func read(_ line: inout LineCursor, _ read: (inout LineCursor) -> Bool) -> Bool {
        guard line.pass(UInt8(ascii: "[")) else { return false }
        repeat {
            guard read(&line) else { return false }
        } while line.pass(UInt8(ascii: ","))
        return line.pass(UInt8(ascii: "]"))
    }
}

/// What a tag's key has to be like to stay as it is.
enum CanonicalTags {
    /// Whether it is written as keys are, and has no field of its own.
    static func isKey(_ key: Range<Int>, in line: LineCursor) -> Bool {
        guard 1...64 ~= key.count else { return false }
        for offset in key {
            switch line.byte(offset) {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                continue
            default: return false
            }
        }
        return Self.fields.number(of: key, in: line) == nil
    }

    /// Whether the second of two keys comes behind the first.
    static func isAscending(_ first: Range<Int>, _ second: Range<Int>, in line: LineCursor) -> Bool {
        for (left, right) in zip(first, second) where line.byte(left) != line.byte(right) {
            return line.byte(left) < line.byte(right)
        }
        return first.count < second.count
    }

    private static let fields = NameSet(["team", "feature", "use_case", "environment", "customer", "user"])
}

extension LineCursor {
    /// Passes an amount of dollars.
    @inline(__always)
    mutating func money() -> Money? {
        self.scaled(decimals: 12).map { Money(picodollars: Int128($0)) }
    }
}
