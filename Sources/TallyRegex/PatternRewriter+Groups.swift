#if PCRE2

// Groups, flags, quantifiers and escapes outside brackets.
extension PatternRewriter {
    /// Reads a group whose `(` has been read.
    mutating func group(_ flags: Flags, at start: Int) throws(RegexError) -> Fragment {
        for opening in ["?=", "?!", "?<=", "?<!"] where consume(opening) {
            let body = try closedAlternation(flags, at: start)
            return .assertion("(\(opening)\(body.text))")
        }
        if consume("?>") {
            let body = try closedAlternation(flags, at: start)
            return Fragment(text: "(?>\(body.text))", isNullable: body.isNullable)
        }
        guard consume("?") else {
            let body = try closedAlternation(flags, at: start)
            return Fragment(text: "(?:\(body.text))", isNullable: body.isNullable)
        }
        let inner = try flagList(flags, at: start)
        if peek() == ")" {
            throw error(
                .unsupportedSyntax,
                "flags for the rest of a group are read differently by different engines; write '(?i:…)'",
                at: start
            )
        }
        guard consume(":") else {
            throw error(
                .unsupportedSyntax,
                "only (…), (?:…), (?ism-ism:…), (?=…), (?!…), (?<=…), (?<!…) and (?>…) are supported; "
                    + "write a named group as '(…)'",
                at: start
            )
        }
        let body = try closedAlternation(inner, at: start)
        return Fragment(text: "(?:\(body.text))", isNullable: body.isNullable)
    }

    /// Reads flags that stand before everything else, such as `(?i)`.
    mutating func leadingFlags() throws(RegexError) -> Flags {
        let start = position
        guard consume("(?") else { return Flags() }
        let flags = try flagList(Flags(), at: start)
        guard position > start + 2, consume(")") else {
            position = start
            return Flags()
        }
        return flags
    }

    private mutating func closedAlternation(_ flags: Flags, at start: Int) throws(RegexError) -> Fragment {
        let body = try alternation(flags)
        guard consume(")") else {
            throw error(.invalidSyntax, "this '(' is never closed; write '\\(' for the character", at: start)
        }
        return body
    }

    /// Reads `ism-ism`, stopping at the first character that is no flag.
    private mutating func flagList(_ outer: Flags, at start: Int) throws(RegexError) -> Flags {
        var flags = outer
        var value = true
        while let scalar = peek() {
            switch scalar {
            case "i": flags.ignoresCase = value
            case "s": flags.dotMatchesNewline = value
            case "m": flags.isMultiline = value
            case "-" where value: value = false
            case "x", "u", "U", "R":
                throw error(.unsupportedSyntax, "the flag '\(scalar)' is not supported; i, s and m are")
            default: return flags
            }
            position += 1
        }
        return flags
    }

    /// Reads the quantifier after `piece`, if there is one.
    mutating func quantify(_ piece: inout Fragment) throws(RegexError) {
        let start = position
        guard let bounds = try repetition() else { return }
        if piece.isAssertion {
            throw error(.invalidSyntax, "a look-around or an anchor cannot be repeated; put it into a group", at: start)
        }
        // Engines differ in when they leave a loop whose body can match nothing.
        if piece.isNullable, bounds.upper != 1 {
            throw error(
                .unsupportedSyntax,
                "the repeated group can match the empty string; make one of its parts mandatory",
                at: start
            )
        }
        let upper = bounds.upper.map(String.init) ?? ""
        var text = bounds.lower == bounds.upper ? "{\(bounds.lower)}" : "{\(bounds.lower),\(upper)}"
        if consume("?") {
            text += "?"
        } else if consume("+") {
            text += "+"
        }
        if let next = peek(), "*+?{".unicodeScalars.contains(next) {
            throw error(.invalidSyntax, "a quantifier follows a quantifier; put the first one into '(?:…)'")
        }
        piece.text += text
        piece.isNullable = piece.isNullable || bounds.lower == 0
    }

    /// Reads `*`, `+`, `?` or `{n,m}`; no upper bound is nil.
    private mutating func repetition() throws(RegexError) -> (lower: Int, upper: Int?)? {
        if consume("*") { return (0, nil) }
        if consume("+") { return (1, nil) }
        if consume("?") { return (0, 1) }
        let start = position
        guard consume("{") else { return nil }
        let lower = try number()
        let upper = consume(",") ? try number() : lower
        let isOrdered = upper.map { (lower ?? 0) <= $0 } ?? true
        guard lower != nil || upper != nil, isOrdered, consume("}") else {
            throw error(
                .invalidSyntax,
                "not a repetition; write {n}, {n,} or {n,m}, or '\\{' for the character",
                at: start
            )
        }
        return (lower ?? 0, upper)
    }

    /// Reads a decimal number; nil if there is none.
    private mutating func number() throws(RegexError) -> Int? {
        // PCRE2's limit, far above any real pattern.
        let limit = 65_535
        let start = position
        var value: Int?
        while let scalar = peek(), ("0"..."9").contains(scalar) {
            value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
            if let value, value > limit {
                throw error(.tooLarge, "repetitions go up to \(limit)", at: start)
            }
            position += 1
        }
        return value
    }

    /// Reads an escape outside brackets, whose `\` has been read.
    mutating func escape(_ flags: Flags, at start: Int) throws(RegexError) -> Fragment {
        let word = ScalarSet.word.patternText
        if consume("A") { return .assertion("\\A") }
        if consume("z") { return .assertion("\\z") }
        if consume("b") { return .assertion("(?:(?<=\(word))(?!\(word))|(?<!\(word))(?=\(word)))") }
        if consume("B") { return .assertion("(?:(?<=\(word))(?=\(word))|(?<!\(word))(?!\(word)))") }
        if let digit = peek(), ("0"..."9").contains(digit) || digit == "k" {
            throw error(.unsupportedSyntax, "references to groups are not supported", at: start)
        }
        return Fragment(try escapedSet(flags, at: start).set)
    }
}

#endif
