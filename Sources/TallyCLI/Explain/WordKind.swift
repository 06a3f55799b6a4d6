/// What a long run of characters without white space is.
enum WordKind: String, CaseIterable {
    case base64
    case hexadecimal
    /// `8-4-4-4-12` hexadecimal digits.
    case uuid
    case url
    /// A file written into the text: `data:…;base64,…`.
    case dataURL = "data_url"
    case number
    /// Something else, such as a path, an expression or minified code.
    case other

    /// Whether it means little to a model and could stay outside.
    var isData: Bool {
        switch self {
        case .base64, .hexadecimal, .uuid, .dataURL: true
        case .url, .number, .other: false
        }
    }

    /// What a reader calls several of them.
    var plural: String {
        switch self {
        case .base64: "base64"
        case .hexadecimal: "hexadecimal digits"
        case .uuid: "UUIDs"
        case .url: "URLs"
        case .dataURL: "data URLs"
        case .number: "numbers"
        case .other: "long words"
        }
    }

    /// Guesses by the characters; quotes and punctuation around the word are passed over.
    ///
    /// - Complexity: O(*n*) in the length of the word.
    init(_ bytes: [UInt8], _ word: Range<Int>) {
        var word = word
        while let first = word.first, Self.isAround(bytes[first]) { word = word.dropFirst() }
        while let last = word.last, Self.isAround(bytes[last]) { word = word.dropLast() }
        let shape = WordShape(bytes, word)
        let prefix = String(decoding: bytes[word].prefix(8), as: UTF8.self).lowercased()
        if prefix.hasPrefix("data:") {
            self = .dataURL
        } else if bytes[word].prefix(12).contains(UInt8(ascii: ":")), shape.hasSchemeSeparator {
            self = .url
        } else if word.count == 36, shape.hyphens == 4, shape.hexadecimals == 32 {
            self = .uuid
        } else if shape.digits > 0, shape.digits + shape.separators == word.count {
            self = .number
        } else if word.count >= 16, shape.hexadecimals == word.count, shape.digits > 0 {
            self = .hexadecimal
        } else if shape.isBase64 {
            self = .base64
        } else {
            self = .other
        }
    }

    /// Quotes, brackets and what ends a sentence.
    private static func isAround(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}

/// How many characters of which sort a word has.
struct WordShape {
    private(set) var digits = 0
    private(set) var hexadecimals = 0
    private(set) var hyphens = 0
    /// Of numbers.
    private(set) var separators = 0
    private(set) var hasSchemeSeparator = false
    private var uppercase = 0
    private var lowercase = 0
    private var others = 0
    /// How often the sort of character changes.
    private var changes = 0
    /// How many small letters follow another.
    private var lowercasePairs = 0
    private let count: Int

    init(_ bytes: [UInt8], _ word: Range<Int>) {
        self.count = word.count
        var before = 0
        for index in word {
            let sort: Int
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                self.digits += 1
                self.hexadecimals += 1
                sort = 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                self.lowercase += 1
                if bytes[index] <= UInt8(ascii: "f") { self.hexadecimals += 1 }
                sort = 2
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                self.uppercase += 1
                if bytes[index] <= UInt8(ascii: "F") { self.hexadecimals += 1 }
                sort = 3
            case UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "_"):
                if bytes[index] == UInt8(ascii: "+") { self.separators += 1 }
                sort = 4
            case UInt8(ascii: "/"):
                if index + 1 < word.upperBound, bytes[index + 1] == UInt8(ascii: "/"), index > word.lowerBound,
                    bytes[index - 1] == UInt8(ascii: ":")
                {
                    self.hasSchemeSeparator = true
                }
                sort = 4
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "%"):
                if bytes[index] == UInt8(ascii: "-") { self.hyphens += 1 } else { self.others += 1 }
                self.separators += 1
                sort = 4
            default:
                self.others += 1
                sort = 5
            }
            if sort != before { self.changes += 1 } else if sort == 2 { self.lowercasePairs += 1 }
            before = sort
        }
    }

    /// Digits, capital and small letters of base64's alphabet, mixed as no name is: of random small letters four in ten
    /// follow another, in names that are made of words most do.
    var isBase64: Bool {
        self.count >= 24 && self.others == 0 && self.digits > 0 && self.uppercase > 0 && self.lowercase > 0
            && self.changes * 4 >= self.count && self.lowercasePairs * 2 <= self.lowercase
    }
}
