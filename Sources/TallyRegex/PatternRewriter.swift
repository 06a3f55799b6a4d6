#if PCRE2

/// Turns a pattern in the reference's syntax into a PCRE2 pattern that matches the same text.
///
/// The reference (tiktoken) compiles patterns with Rust's fancy-regex. What differs in PCRE2 is written out, so that
/// no part of the result depends on PCRE2's Unicode version, options or newline convention:
///
/// - every class, `\s`, `\d`, `\w`, `\p{…}`, `.` and set operation becomes ranges of scalars;
/// - `(?i:…)` becomes classes that hold the case variants, U+017F for `s` and U+212A for `k` among them;
/// - `$` becomes `\z` (PCRE2's also matches before a final newline), `^` becomes `\A`, `\b` look-arounds over `\w`;
/// - capturing groups stop capturing, since nothing can refer to them.
///
/// What cannot be promised to match the same is an error.
struct PatternRewriter {
    /// Flags in force, as set by `(?ism-ism:…)`.
    struct Flags {
        var ignoresCase = false
        var dotMatchesNewline = false
        var isMultiline = false
    }

    /// Rewritten text of a part of the pattern.
    struct Fragment {
        var text: String
        /// Whether the part can match without consuming a scalar; true rather than wrong.
        var isNullable: Bool
        /// Whether the part is a look-around or an anchor, which cannot be repeated.
        var isAssertion = false
    }

    /// PCRE2's own limit for parentheses.
    static let nestingLimit = 250

    let scalars: [Unicode.Scalar]
    var position = 0
    var nesting = 0

    private init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    /// Returns the PCRE2 form of `pattern`.
    static func rewrite(_ pattern: String) throws(RegexError) -> String {
        var rewriter = PatternRewriter(pattern)
        let result = try rewriter.alternation(rewriter.leadingFlags())
        if rewriter.peek() == ")" {
            throw rewriter.error(.invalidSyntax, "this ')' closes no group; write '\\)' for the character")
        }
        if result.isNullable {
            throw RegexError(
                code: .matchesNothing,
                position: nil,
                message: "the pattern can match the empty string; use '+' for '*' so that every piece has a character"
            )
        }
        return result.text
    }

    /// Reads branches up to `)` or the end of the pattern.
    mutating func alternation(_ flags: Flags) throws(RegexError) -> Fragment {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.nestingLimit else {
            throw error(.tooLarge, "groups are nested deeper than \(Self.nestingLimit); flatten the pattern")
        }
        var result = try concatenation(flags)
        while consume("|") {
            let branch = try concatenation(flags)
            result.text += "|" + branch.text
            result.isNullable = result.isNullable || branch.isNullable
        }
        return result
    }

    /// Reads one branch.
    private mutating func concatenation(_ flags: Flags) throws(RegexError) -> Fragment {
        var result = Fragment(text: "", isNullable: true)
        while let next = peek(), next != "|", next != ")" {
            var piece = try atom(flags)
            try quantify(&piece)
            result.text += piece.text
            result.isNullable = result.isNullable && piece.isNullable
        }
        return result
    }

    /// Reads what one quantifier applies to.
    private mutating func atom(_ flags: Flags) throws(RegexError) -> Fragment {
        let start = position
        guard let scalar = next() else {
            throw error(.invalidSyntax, "the pattern ends where a character is expected")
        }
        switch scalar {
        case "(":
            return try group(flags, at: start)
        case "[":
            return Fragment(try bracketed(flags, at: start))
        case "\\":
            return try escape(flags, at: start)
        case ".":
            return Fragment(flags.dotMatchesNewline ? .all : ScalarSet("\n").complement)
        case "^":
            return .assertion(flags.isMultiline ? "(?:\\A|(?<=\\x{a}))" : "\\A")
        case "$":
            return .assertion(flags.isMultiline ? "(?:\\z|(?=\\x{a}))" : "\\z")
        case "*", "+", "?":
            throw error(
                .invalidSyntax,
                "nothing precedes '\(scalar)'; write '\\\(scalar)' for the character",
                at: start
            )
        case "{":
            throw error(.invalidSyntax, "'{' follows nothing it could repeat; write '\\{' for the character", at: start)
        default:
            return Fragment(try folded(ScalarSet(scalar), flags, at: start))
        }
    }
}

// MARK: - Cursor

extension PatternRewriter {
    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        let index = position + distance
        return index < scalars.count ? scalars[index] : nil
    }

    mutating func next() -> Unicode.Scalar? {
        guard let scalar = peek() else { return nil }
        position += 1
        return scalar
    }

    /// Steps over `text` if the pattern goes on with it.
    mutating func consume(_ text: String) -> Bool {
        let expected = text.unicodeScalars
        guard scalars[position...].starts(with: expected) else { return false }
        position += expected.count
        return true
    }

    /// An error at scalar `index`, or here.
    func error(_ code: RegexError.Code, _ message: String, at index: Int? = nil) -> RegexError {
        let bytes = scalars.prefix(index ?? position).reduce(0) { $0 + UTF8.width($1) }
        return RegexError(code: code, position: bytes, message: message)
    }
}

extension PatternRewriter.Fragment {
    /// A part that matches one scalar of `set`.
    init(_ set: ScalarSet) {
        self.init(text: set.patternText, isNullable: false)
    }

    static func assertion(_ text: String) -> Self {
        Self(text: text, isNullable: true, isAssertion: true)
    }
}

extension ScalarSet {
    /// The set in PCRE2 syntax: always one item, so that a quantifier may follow.
    var patternText: String {
        func code(_ value: UInt32) -> String { "\\x{\(String(value, radix: 16))}" }
        guard let first = ranges.first else { return "(?!)" }
        if ranges.count == 1, first.count == 1 {
            return code(first.lowerBound)
        }
        let items = ranges.map { range in
            range.count == 1 ? code(range.lowerBound) : "\(code(range.lowerBound))-\(code(range.upperBound))"
        }
        return "[\(items.joined())]"
    }
}

#endif
