/// The lines of a CSV text in fields, as RFC 4180 has them; empty lines are passed over.
struct ValueLines {
    private let bytes: [UInt8]
    private var position = 0
    private var nextLine = 1
    /// The line in which the last record began, from 1.
    private(set) var line = 0

    init(_ text: String) {
        var bytes = Array(text.utf8)
        // A byte order mark, as spreadsheets write it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        self.bytes = bytes
    }

    /// The fields of the next line; nil at the end.
    mutating func next() throws(ValueTableError) -> [String]? {
        while self.position < self.bytes.count {
            self.line = self.nextLine
            let fields = try self.record()
            if fields != [""] { return fields }
        }
        return nil
    }

    private mutating func record() throws(ValueTableError) -> [String] {
        var fields: [String] = []
        while true {
            fields.append(try self.field())
            guard self.position < self.bytes.count else { return fields }
            let byte = self.bytes[self.position]
            self.position += 1
            if byte == UInt8(ascii: ",") { continue }
            // A line ends with CR LF, or with either.
            if byte == UInt8(ascii: "\r"), self.position < self.bytes.count,
                self.bytes[self.position] == UInt8(ascii: "\n")
            {
                self.position += 1
            }
            self.nextLine += 1
            return fields
        }
    }

    /// Reads up to what ends the field.
    private mutating func field() throws(ValueTableError) -> String {
        var field: [UInt8] = []
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: "\"") else {
            while self.position < self.bytes.count, !Self.ends(self.bytes[self.position]) {
                field.append(self.bytes[self.position])
                self.position += 1
            }
            return Self.text(field[...])
        }
        self.position += 1
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            if byte != UInt8(ascii: "\"") {
                if byte == UInt8(ascii: "\n") { self.nextLine += 1 }
                field.append(byte)
            } else if self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: "\"") {
                field.append(byte)
                self.position += 1
            } else if self.position == self.bytes.count || Self.ends(self.bytes[self.position]) {
                return String(decoding: field, as: UTF8.self)
            } else {
                throw ValueTableError(
                    line: self.line,
                    message: "there is text after the closing double quote of a field"
                )
            }
        }
        throw ValueTableError(line: self.line, message: "a double quote is never closed")
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// A field without quotes, and without spaces around it.
    private static func text(_ field: ArraySlice<UInt8>) -> String {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = field.drop(while: isSpace)
        guard let end = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(decoding: start[...end], as: UTF8.self)
    }
}
