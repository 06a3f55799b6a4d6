internal import TallyEstimation

/// What the characters of a text cost, by what they are.
struct ScriptShares {
    /// Of one class.
    struct Share: Equatable {
        let script: ScriptClass
        var bytes = 0
        var characters = 0
        /// The tokens whose first character that is no white space is of the class, or whose first at all.
        var tokens = 0
    }

    /// Only classes that occur, the one with the most tokens first.
    let shares: [Share]

    /// Adds up characters and tokens; each of either is in exactly one share.
    ///
    /// - Complexity: O(*n*).
    init(_ text: TokenizedText) {
        var shares = ScriptClass.allCases.map { Share(script: $0) }
        let numbers = Dictionary(uniqueKeysWithValues: ScriptClass.allCases.enumerated().map { ($1, $0) })
        let whiteSpace = numbers[.whiteSpace] ?? 0
        let encodedData = numbers[.encodedData] ?? 0
        let ascii = (0..<128).map { numbers[ScriptClass(Unicode.Scalar(UInt8($0)))] ?? 0 }
        // A class for each byte, so that a token that starts in the middle of a character has one, too.
        var classes = [UInt8](repeating: 0, count: text.bytes.count)
        var characterCounts = [Int](repeating: 0, count: shares.count)
        var position = 0
        while position < text.bytes.count {
            let (length, scalar) = text.bytes.scalar(at: position)
            let number = scalar.value < 128 ? ascii[Int(scalar.value)] : numbers[ScriptClass(scalar)] ?? 0
            characterCounts[number] += 1
            for index in position..<position + length { classes[index] = UInt8(number) }
            position += length
        }
        Self.forEachDataWord(text.bytes) { word in
            for index in word where text.bytes[index] & 0xC0 != 0x80 {
                characterCounts[Int(classes[index])] -= 1
                characterCounts[encodedData] += 1
            }
            for index in word { classes[index] = UInt8(encodedData) }
        }
        for number in classes { shares[Int(number)].bytes += 1 }
        for token in text.tokens.indices {
            let start = Int(text.starts[token])
            let end = text.end(of: token)
            guard start < text.bytes.count else {
                shares[whiteSpace].tokens += 1
                continue
            }
            var place = start
            while place < end, Int(classes[place]) == whiteSpace { place += 1 }
            shares[Int(classes[place < end ? place : start])].tokens += 1
        }
        for number in shares.indices { shares[number].characters = characterCounts[number] }
        self.shares = shares.filter { $0.bytes > 0 || $0.tokens > 0 }.sorted {
            ($1.tokens, $0.script.rawValue) < ($0.tokens, $1.script.rawValue)
        }
    }

    /// What the text's Latin letters take, to which others are compared.
    var latin: Share? { self.shares.first { $0.script == .latin } }

    private static func forEachDataWord(_ bytes: [UInt8], _ body: (Range<Int>) -> Void) {
        var position = 0
        while position < bytes.count {
            let start = position
            while position < bytes.count, !bytes[position].isASCIISpace { position += 1 }
            if position - start >= 16, WordKind(bytes, start..<position).isData { body(start..<position) }
            position += 1
        }
    }
}

extension [UInt8] {
    /// The character of valid UTF-8 that starts at `offset`, and how many bytes it has.
    func scalar(at offset: Int) -> (length: Int, scalar: Unicode.Scalar) {
        let first = self[offset]
        if first < 0x80 { return (1, Unicode.Scalar(first)) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard offset + length <= self.count else { return (1, "\u{FFFD}") }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for index in offset + 1..<offset + length { value = value << 6 | UInt32(self[index] & 0x3F) }
        return (length, Unicode.Scalar(value) ?? "\u{FFFD}")
    }
}
