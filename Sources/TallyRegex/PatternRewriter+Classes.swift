#if PCRE2

// Bracketed classes with nesting and set operations, escapes that stand for sets, and case folding.
extension PatternRewriter {
    /// One member of a bracketed class.
    private struct ClassItem {
        var set: ScalarSet
        /// The scalar, if the item is one and may start or end a range.
        var scalar: Unicode.Scalar?
    }

    private enum SetOperation: String, CaseIterable {
        case intersection = "&&"
        case difference = "--"
        case symmetricDifference = "~~"

        func apply(_ left: ScalarSet, _ right: ScalarSet) -> ScalarSet {
            switch self {
            case .intersection: left.intersection(right)
            case .difference: left.subtracting(right)
            case .symmetricDifference: left.symmetricDifference(right)
            }
        }
    }

    /// Reads a bracketed class whose `[` has been read.
    ///
    /// Members side by side unite first, then the operations apply from left to right, then `^` negates the whole.
    mutating func bracketed(_ flags: Flags, at start: Int) throws(RegexError) -> ScalarSet {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.nestingLimit else {
            throw error(.tooLarge, "classes are nested deeper than \(Self.nestingLimit); flatten the pattern")
        }
        if peek() == ":" {
            throw error(.unsupportedSyntax, "'[:name:]' is not supported; write the ranges or a '\\p{…}'", at: start)
        }
        let isNegated = consume("^")
        var set = try members(flags, at: start, mayStartWithBracket: true)
        while !consume("]") {
            let operation = try nextOperation(at: start)
            set = operation.apply(set, try members(flags, at: start, mayStartWithBracket: false))
        }
        return isNegated ? set.complement : set
    }

    private var isAtOperation: Bool {
        SetOperation.allCases.contains { scalars[position...].starts(with: $0.rawValue.unicodeScalars) }
    }

    private mutating func nextOperation(at start: Int) throws(RegexError) -> SetOperation {
        for operation in SetOperation.allCases where consume(operation.rawValue) {
            return operation
        }
        throw error(.invalidSyntax, "this '[' is never closed; write '\\[' for the character", at: start)
    }

    /// Reads members up to `]`, an operation or the end of the pattern.
    private mutating func members(
        _ flags: Flags,
        at start: Int,
        mayStartWithBracket: Bool
    ) throws(RegexError) -> ScalarSet {
        var set = ScalarSet.empty
        var isFirst = true
        while let next = peek() {
            let isLiteralBracket = next == "]" && isFirst && mayStartWithBracket
            if next == "]", !isLiteralBracket { break }
            if isAtOperation { break }
            set = set.union(try member(flags))
            isFirst = false
        }
        if isFirst, peek() != nil {
            throw error(.invalidSyntax, "no members here; write '\\-', '\\&', '\\~' or '\\]' for the character")
        }
        return set
    }

    /// Reads one member or one range.
    private mutating func member(_ flags: Flags) throws(RegexError) -> ScalarSet {
        let start = position
        let first = try classItem(flags)
        // A '-' before ']' or before another '-' (a difference) starts no range.
        guard peek() == "-", let after = peek(1), after != "]", after != "-" else { return first.set }
        position += 1
        guard let lower = first.scalar, let upper = try classItem(flags).scalar, lower <= upper else {
            throw error(
                .invalidSyntax,
                "a range needs a character on each side, the smaller one first; write '\\-' for the character",
                at: start
            )
        }
        return try folded(ScalarSet(lower...upper), flags, at: start)
    }

    private mutating func classItem(_ flags: Flags) throws(RegexError) -> ClassItem {
        let start = position
        guard let scalar = next() else {
            throw error(.invalidSyntax, "the pattern ends inside a class; close it with ']'")
        }
        switch scalar {
        case "[":
            return ClassItem(set: try bracketed(flags, at: start))
        case "\\":
            let item = try escapedSet(flags, at: start)
            return ClassItem(set: item.set, scalar: item.scalar)
        default:
            return ClassItem(set: try folded(ScalarSet(scalar), flags, at: start), scalar: scalar)
        }
    }

    /// Reads an escape that stands for a scalar or a set, whose `\` has been read.
    mutating func escapedSet(
        _ flags: Flags,
        at start: Int
    ) throws(RegexError) -> (set: ScalarSet, scalar: Unicode.Scalar?) {
        guard let letter = next() else {
            throw error(.invalidSyntax, "the pattern ends after '\\'; write '\\\\' for the character", at: start)
        }
        switch letter {
        case "s": return (.whiteSpace, nil)
        case "S": return (ScalarSet.whiteSpace.complement, nil)
        case "d": return (.digit, nil)
        case "D": return (ScalarSet.digit.complement, nil)
        case "w": return (.word, nil)
        case "W": return (ScalarSet.word.complement, nil)
        case "p", "P":
            let set = try property(flags, at: start)
            return (letter == "P" ? set.complement : set, nil)
        default:
            let scalar = try escapedScalar(letter, at: start)
            return (try folded(ScalarSet(scalar), flags, at: start), scalar)
        }
    }

    private mutating func escapedScalar(_ letter: Unicode.Scalar, at start: Int) throws(RegexError) -> Unicode.Scalar {
        switch letter {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "f": return "\u{C}"
        case "v": return "\u{B}"
        case "a": return "\u{7}"
        case "e": return "\u{1B}"
        case "x": return try hexadecimal(digits: 2, at: start)
        case "u": return try hexadecimal(digits: 4, at: start)
        case "U": return try hexadecimal(digits: 8, at: start)
        case "<", ">":
            throw error(.unsupportedSyntax, "'\\\(letter)' may be a word boundary; leave out the '\\'", at: start)
        default:
            guard letter.isASCII, !letter.properties.isAlphabetic, !("0"..."9").contains(letter) else {
                throw error(.unsupportedSyntax, "the escape '\\\(letter)' is not supported", at: start)
            }
            return letter
        }
    }

    /// Reads exactly `digits` hexadecimal digits, or any number in braces.
    private mutating func hexadecimal(digits: Int, at start: Int) throws(RegexError) -> Unicode.Scalar {
        var text = ""
        if consume("{") {
            while let scalar = next(), scalar != "}" { text.unicodeScalars.append(scalar) }
        } else {
            while text.unicodeScalars.count < digits, let scalar = next() { text.unicodeScalars.append(scalar) }
            if text.unicodeScalars.count < digits { text = "" }
        }
        let isHexadecimal = text.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit)
        guard isHexadecimal, let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw error(.invalidSyntax, "no Unicode scalar; write \\xHH, \\uHHHH or \\u{H…}", at: start)
        }
        return scalar
    }

    /// Reads the name after `\p`.
    private mutating func property(_ flags: Flags, at start: Int) throws(RegexError) -> ScalarSet {
        var name = ""
        var isNegated = false
        if consume("{") {
            isNegated = consume("^")
            while let scalar = peek(), scalar != "}" {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            guard consume("}") else {
                throw error(.invalidSyntax, "this '\\p{' is never closed", at: start)
            }
        } else if let scalar = next() {
            name.unicodeScalars.append(scalar)
        }
        guard let set = ScalarSet.named(name) else {
            throw error(
                .unknownClass,
                "the tables hold general categories, White_Space and Script=Han, not '\(name)'; write its ranges",
                at: start
            )
        }
        let closed = try folded(set, flags, at: start)
        return isNegated ? closed.complement : closed
    }

    /// Adds the case variants of `set` if the flags ask for them.
    ///
    /// The tables hold no case mappings, so beyond ASCII (and the two characters that fold to it) a set must hold no
    /// scalar that may have case, or all of them.
    func folded(_ set: ScalarSet, _ flags: Flags, at start: Int) throws(RegexError) -> ScalarSet {
        guard flags.ignoresCase else { return set }
        let cased = set.intersection(.mayHaveCase)
        guard cased == .mayHaveCase || cased.subtracting(.foldsToASCII).isEmpty else {
            throw error(
                .unsupportedSyntax,
                "case variants are known for ASCII letters only; write '(?i:…)' around those and spell out the others",
                at: start
            )
        }
        var result = set
        for lower in UInt8(ascii: "a")...UInt8(ascii: "z") {
            let (small, capital) = (Unicode.Scalar(lower), Unicode.Scalar(lower - 0x20))
            var variants = ScalarSet(small).union(ScalarSet(capital))
            if small == "s" { variants = variants.union(ScalarSet("\u{17F}")) }
            if small == "k" { variants = variants.union(ScalarSet("\u{212A}")) }
            if !result.intersection(variants).isEmpty {
                result = result.union(variants)
            }
        }
        return result
    }
}

extension ScalarSet {
    /// The scalars beyond ASCII that fold to an ASCII letter: U+017F to `s`, U+212A to `k`.
    fileprivate static let foldsToASCII = ScalarSet("\u{17F}").union(ScalarSet("\u{212A}"))

    /// A superset of the scalars beyond ASCII with case variants: letters, U+0345 among marks, Roman numerals, Ⓐ.
    fileprivate static let mayHaveCase: ScalarSet = ["L", "Mn", "Nl", "So"]
        .compactMap(ScalarSet.named)
        .reduce(ScalarSet.empty) { $0.union($1) }
        .subtracting(ScalarSet("\u{0}"..."\u{7F}"))
}

#endif
