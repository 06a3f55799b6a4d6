extension String {
    /// The text on one line, safe for terminals and logs: what controls them or the direction of writing is shown as
    /// `\xNN` or `\u{NNNN}`.
    ///
    /// Paths, and what people write in `tally.yml`, hold whatever somebody typed.
    var onOneLine: String {
        self.escapingHidden { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return scalar.value < 0x100 ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
        }
    }

    /// The text with `escape` in place of what controls a terminal or the direction of writing.
    func escapingHidden(_ escape: (Unicode.Scalar) -> String) -> String {
        guard self.unicodeScalars.contains(where: Self.isHidden) else { return self }
        var result = ""
        for scalar in self.unicodeScalars {
            if Self.isHidden(scalar) {
                result += escape(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        // Joiners are part of words and emoji; all other invisible ones only mislead.
        case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
        default: false
        }
    }
}

extension FilePath {
    /// The path on one line, safe for terminals and logs.
    ///
    /// Unlike ``displayText``, `-` is a file like any other: no prompt comes from standard input.
    var plainText: String { self.text.onOneLine }
}
