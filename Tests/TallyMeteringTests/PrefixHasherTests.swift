import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct PrefixHasherTests {
    /// The vectors of the paper's authors: the key 00 01 … 0f, and messages 00 01 … of so many bytes.
    @Test(
        arguments: [
            (0, 0x726f_db47_dd0e_0e31), (1, 0x74f8_39c5_93dc_67fd), (8, 0x93f5_f579_9a93_2462),
            (15, 0xa129_ca61_49be_45e5),
        ] as [(Int, UInt64)]
    )
    func theHashIsSipHash24(length: Int, hash: UInt64) {
        let hasher = PrefixHasher(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
        #expect((0..<UInt8(length)).map { $0 }.withBytes { hasher.hash(of: $0) } == hash)
    }

    @Test func equalBlocksHaveEqualHashesUnderOneKeyOnly() throws {
        let hasher = try #require(PrefixHasher(secret: "a secret of services"))
        let same = try #require(PrefixHasher(secret: "a secret of services"))
        let other = try #require(PrefixHasher(secret: "a secret of services!"))
        let text = "You are a helpful assistant."
        #expect(hasher.block(of: text, tokens: 6) == same.block(of: text, tokens: 6))
        #expect(hasher.block(of: text, tokens: 6).hash != other.block(of: text, tokens: 6).hash)
        #expect(PrefixHasher().block(of: text, tokens: 6).hash != PrefixHasher().block(of: text, tokens: 6).hash)
        #expect(hasher.block(of: text + " ", tokens: 6).hash != hasher.block(of: text, tokens: 6).hash)
        #expect(PrefixHasher(secret: "too short") == nil)
    }

    @Test func ofManyBlocksTheFirstAreKept() {
        let texts = (0..<100).lazy.map { "block \($0)" }
        let blocks = PrefixHasher().blocks(of: texts) { $0.utf8.count }
        #expect(blocks.count == PrefixHasher.maximumBlocks)
        #expect(blocks[10].tokens == 8)
        #expect(Set(blocks.map(\.hash)).count == blocks.count)
    }
}
