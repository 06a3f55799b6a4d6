#if PCRE2

import TallyRegex
import TallyTestSupport

extension RegexPretokenizer {
    /// The byte ranges of all pieces of `text`.
    func ranges(_ text: String, from start: Int = 0) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var found: [Range<Int>] = []
        bytes.withBytes { text in
            self.forEachPiece(in: text, from: start) { piece in
                found.append(piece)
                return true
            }
        }
        return found
    }

    /// All pieces of `text`.
    func pieces(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return ranges(text).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}

#endif
