import TallyProviders
import TallyTestSupport
import Testing

@Suite struct ChecksumTests {
    /// The check value of CRC-32 (IEEE 802.3) in every table of checksums.
    @Test func hasTheCheckValue() {
        #expect(CRC32.value(of: Array("123456789".utf8).span) == 0xCBF4_3926)
    }

    @Test func takesBytesTogetherAsOneByOne() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var single = CRC32()
            for byte in bytes { single.append(byte) }
            var together = CRC32()
            let middle = Int.random(in: 0...count, using: &random)
            together.append(bytes.span.extracting(0..<middle))
            together.append(bytes.span.extracting(middle..<count))
            #expect(single.value == together.value, "seed \(seed), \(count) bytes")
        }
    }
}
