#if PCRE2

import TallyRegex

/// Patterns that are used one after the other, each on what the one before left of the text and on what it matched.
enum PassPattern {
    /// DeepSeek's, as the `tokenizer.json` of V3 and V4 has them.
    static let deepSeek = [
        #"\p{N}{1,3}"#,
        "[\u{4E00}-\u{9FA5}\u{3040}-\u{309F}\u{30A0}-\u{30FF}]+",
        ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|"##
            + #" ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
    ]

    /// The byte ranges of all pieces of `text`; what a pattern does not match is kept together.
    static func ranges(_ text: String, _ passes: [RegexPretokenizer]) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var parts = bytes.isEmpty ? [] : [0..<bytes.count]
        for pass in passes {
            parts = parts.flatMap { part in
                var cut: [Range<Int>] = []
                var start = part.lowerBound
                for match in pass.ranges(String(decoding: bytes[part], as: UTF8.self)) {
                    let (lower, upper) = (part.lowerBound + match.lowerBound, part.lowerBound + match.upperBound)
                    if start < lower { cut.append(start..<lower) }
                    cut.append(lower..<upper)
                    start = upper
                }
                return start < part.upperBound ? cut + [start..<part.upperBound] : cut
            }
        }
        return parts
    }
}

#endif
