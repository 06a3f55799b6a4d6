/// Where in a JSON value a field is: names and array indices, outermost first.
struct JSONFieldPath: Equatable {
    let components: [[UInt8]]

    /// Reads `a.b.0`; nil if a part is empty.
    ///
    /// A backslash makes the next character, such as a dot, part of a name.
    init?(_ text: String) {
        var components: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in text.utf8 {
            if isEscaped {
                components[components.count - 1].append(byte)
                isEscaped = false
            } else if byte == .backslash {
                isEscaped = true
            } else if byte == UInt8(ascii: ".") {
                components.append([])
            } else {
                components[components.count - 1].append(byte)
            }
        }
        guard !isEscaped, components.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.components = components
    }

    /// The component at `depth` as an array index, if it is one.
    func index(at depth: Int) -> Int? {
        Int(String(decoding: self.components[depth], as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
    }
}
