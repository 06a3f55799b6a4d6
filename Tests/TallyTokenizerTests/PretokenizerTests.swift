import TallyTestSupport
import Testing

@testable import TallyTokenizer

@Suite struct PretokenizerTests {
    private func pieces(_ text: String, _ pretokenizer: Pretokenizer) -> [String] {
        let bytes = Array(text.utf8)
        var pieces: [String] = []
        bytes.withBytes {
            pretokenizer.forEachPiece(in: $0) { piece in
                pieces.append(String(decoding: bytes[piece], as: UTF8.self))
                return true
            }
        }
        return pieces
    }

    @Test(arguments: [
        ("使用API", ["使用", "API"]),
        ("使用APIs", ["使用APIs"]),
        ("can'ts", ["can't", "s"]),
        ("x's's", ["x's", "'s"]),
        ("don'\u{17F}", ["don'\u{17F}"]),
        ("HTTPResponse", ["HTTPResponse"]),
        ("iPhone", ["i", "Phone"]),
        ("12345", ["123", "45"]),
        ("²³½٣", ["²³½", "٣"]),
        ("a  b", ["a", " ", " b"]),
        ("a \n  b", ["a", " \n", " ", " b"]),
        ("a   ", ["a", "   "]),
        ("\u{A0}a", ["\u{A0}a"]),
        ("!/\n/a", ["!/\n/", "a"]),
        (" /a", [" /", "a"]),
        ("(a", ["(a"]),
        ("\u{301}ABC", ["\u{301}", "ABC"]),
        ("!!\u{301}a", ["!!\u{301}", "a"]),
        ("\t!", ["\t", "!"]),
        ("\u{1C}a", ["\u{1C}a"]),
    ])
    func splitsAsO200K(text: String, expected: [String]) {
        #expect(self.pieces(text, .o200k) == expected)
    }

    @Test(arguments: [
        ("can't", ["can", "'t"]),
        ("'\u{17F}a", ["'\u{17F}", "a"]),
        ("iPhone", ["iPhone"]),
        ("x\u{301}y", ["x", "\u{301}y"]),
        ("!\u{301}\n/", ["!\u{301}\n", "/"]),
        ("a\n  ", ["a", "\n  "]),
        ("a\n  b", ["a", "\n", " ", " b"]),
        ("a   b", ["a", "  ", " b"]),
        ("1234", ["123", "4"]),
        (" !", [" !"]),
    ])
    func splitsAsCL100K(text: String, expected: [String]) {
        #expect(self.pieces(text, .cl100k) == expected)
    }

    @Test(arguments: [
        ("It'S it's 'll", ["It", "'", "S", " it", "'s", " '", "ll"]),
        ("'lLa'", ["'", "lLa", "'"]),
        ("12345 678", ["12345", " 678"]),
        ("a\n\nb\t c", ["a", "\n", "\n", "b", "\t", " c"]),
        ("a \n ", ["a", " \n "]),
        ("(x\u{301})", ["(", "x", "\u{301})"]),
    ])
    func splitsAsR50K(text: String, expected: [String]) {
        #expect(self.pieces(text, .r50k) == expected)
    }

    @Test(arguments: [
        ("123 12x", ["1", "2", "3", " ", "1", "2", "x"]),
        ("can't!\u{301}a", ["can", "'t", "!\u{301}", "a"]),
        ("a\n  ", ["a", "\n", "  "]),
    ])
    func splitsAsQwen2(text: String, expected: [String]) {
        #expect(self.pieces(text, .qwen2) == expected)
    }

    @Test func splitsAsTheOthersOfItsKind() {
        #expect(self.pieces("1234\n  ", .llama3) == ["123", "4", "\n", "  "])
        #expect(self.pieces("!!\u{301}a 12", .qwen35) == ["!!", "\u{301}a", " ", "1", "2"])
        #expect(self.pieces("iPhone's 12/\n", .tekken) == ["i", "Phone", "'s", " ", "1", "2", "/\n"])
    }

    @Test(arguments: [
        ("使用API。", ["使用", "API", "。"]),
        (" 中A中's", [" ", "中", "A", "中", "'s"]),
        ("a/\n/", ["a", "/\n", "/"]),
        ("1〇2〇", ["1〇2", "〇"]),
        ("!⺀中⺀", ["!⺀", "中⺀"]),
        ("aー々", ["aー", "々"]),
    ])
    func splitsAsKimi(text: String, expected: [String]) {
        #expect(self.pieces(text, .kimi) == expected)
    }

    @Test(arguments: [
        ("a  1234  b", ["a", "  ", "123", "4", " ", " b"]),
        ("x  中文イ・ア", ["x", "  ", "中文イ", "・", "ア"]),
        ("!abcé -x!!y", ["!abc", "é", " -", "x", "!!", "y"]),
        ("\0\0 \0\0a", ["\0\0", " ", "\0", "\0a"]),
        ("e\u{301}!\n\n z", ["e\u{301}", "!\n\n", " z"]),
        ("a\n \n7", ["a", "\n \n", "7"]),
    ])
    func splitsAsDeepSeek(text: String, expected: [String]) {
        #expect(self.pieces(text, .deepSeek) == expected)
    }

    @Test func stopsWhenTheBodySaysSo() {
        var seen = 0
        Array("a b c d".utf8).withBytes {
            Pretokenizer.o200k.forEachPiece(in: $0) { _ in
                seen += 1
                return seen < 2
            }
        }
        #expect(seen == 2)
    }

    @Test(arguments: [0..<4, 2..<2, -1..<1])
    func aScannerThatLeavesTheTextIsStopped(piece: Range<Int>) async throws {
        struct Faulty: PieceScanner {
            let piece: Range<Int>

            func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
                _ = body(self.piece)
            }
        }
        await #expect(processExitsWith: .failure) {
            [lower = piece.lowerBound as Int, upper = piece.upperBound as Int] in
            let pretokenizer = Pretokenizer.scanner(Faulty(piece: lower..<upper))
            Array("abc".utf8).withBytes { text in
                pretokenizer.forEachPiece(in: text) { _ in true }
            }
        }
    }

    @Test func everyScalarHasExactlyOneClass() {
        for value in UInt32(0)..<0x11_0000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(scalar).utf8)
            let character = bytes.withBytes { $0.character(at: 0) }
            guard character.kind.rawValue.nonzeroBitCount == 1, character.end == bytes.count else {
                Issue.record("U+\(String(value, radix: 16)) has class \(character.kind.rawValue), end \(character.end)")
                return
            }
        }
    }

    /// What the boundaries of Kimi's pattern rely on.
    @Test func hanSymbolsStartWithOneOfTwoBytes() {
        for scalar in (UInt32(0x80)..<0x11_0000).compactMap(Unicode.Scalar.init) {
            guard UnicodeClass(scalar.value).isHan else { continue }
            let bytes = Array(String(scalar).utf8)
            if bytes.withBytes({ $0.character(at: 0) }).kind == .other {
                #expect(bytes[0] == 0xE2 || bytes[0] == 0xF0, "U+\(String(scalar.value, radix: 16))")
            }
        }
    }

    /// Restarting at the end of any piece gives the same pieces: what faster scanners rely on.
    @Test(arguments: ["a  b\n\n  c's 使用API 12345 !!/\n x", "\u{301}!\u{301}A \n \n", "''s  's \r\n\t x"])
    func aScanMayBeRestartedAtAnyPieceEnd(text: String) {
        for pattern in BlockSplitterTests.Pattern.allCases.map(\.type) {
            Array(text.utf8).withBytes { bytes in
                var ends: [Int] = []
                var start = 0
                while start < bytes.count {
                    start = pattern.advance(bytes, from: start)
                    ends.append(start)
                }
                for (index, end) in ends.dropLast().enumerated() {
                    let next = pattern.advance(bytes.extracting(end..<bytes.count), from: 0)
                    #expect(end + next == ends[index + 1])
                }
            }
        }
    }
}
