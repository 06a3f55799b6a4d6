import Foundation
import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

/// One line of `Fixtures/golden-ids.jsonl`, which `Tests/Reference/golden_ids.py` makes.
private struct GoldenIDs: Decodable {
    let bytes: String
    let o200k_base: [UInt32]
    let cl100k_base: [UInt32]

    var text: [UInt8] {
        stride(from: 0, to: self.bytes.utf8.count, by: 2).compactMap {
            let start = self.bytes.index(self.bytes.startIndex, offsetBy: $0)
            return UInt8(self.bytes[start...].prefix(2), radix: 16)
        }
    }

    func ids(_ encoding: String) -> [UInt32] {
        encoding == "o200k_base" ? self.o200k_base : self.cl100k_base
    }
}

@Suite struct GoldenIDsTests {
    private static func lines() throws -> [GoldenIDs] {
        let file = try #require(
            Bundle.module.url(forResource: "golden-ids", withExtension: "jsonl", subdirectory: "Fixtures")
        )
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(GoldenIDs.self, from: Data($0.utf8))
        }
    }

    @Test(arguments: ["o200k_base", "cl100k_base"])
    func idsAndCountsEqualTheReference(encoding: String) throws {
        let tokenizer = Tokenizer(try .named(encoding))
        let lines = try Self.lines()
        #expect(lines.count > 200)
        for line in lines {
            let text = line.text
            text.withBytes { bytes in
                #expect(tokenizer.encode(bytes).map(\.rawValue) == line.ids(encoding), "bytes \(line.bytes)")
                #expect(tokenizer.count(bytes) == line.ids(encoding).count, "bytes \(line.bytes)")
            }
            let string = String(decoding: text, as: UTF8.self)
            #expect(tokenizer.encode(string).map(\.rawValue) == line.ids(encoding), "bytes \(line.bytes)")
            #expect(try tokenizer.decode(line.ids(encoding).map(TokenID.init(rawValue:))) == string)
        }
    }
}
