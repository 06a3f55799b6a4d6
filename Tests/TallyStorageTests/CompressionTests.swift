import TallyTestSupport
import Testing

@testable import TallyStorage

#if Compression
@Suite struct CompressionTests {
    /// Lines with many repetitions and some noise.
    private func text(_ count: Int, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            index % 5 == 0 ? UInt8.random(in: 0...255, using: &generator) : UInt8(truncatingIfNeeded: index / 7)
        }
    }

    @Test(arguments: Compression.allCases, [0, 1, 63, 64, 65, 4_095, 131_071, 131_072, 131_073, 1_000_003])
    func givesBackWhatWasCompressed(form: Compression, count: Int) throws {
        let seed = TestEnvironment.seed
        let bytes = self.text(count, seed: seed)
        let compressed = try form.compress(bytes.span)
        let back = try form.decompress(compressed.span, limit: count)
        #expect(back == bytes, "seed \(seed)")
    }

    @Test(arguments: Compression.allCases)
    func streamsInPartsOfAnySize(form: Compression) throws {
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        let bytes = self.text(500_000, seed: seed)
        let compressor = try Compressor(form)
        var compressed: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + Int.random(in: 1...70_000, using: &generator))
            try compressor.write(bytes.span.extracting(position..<end), to: &compressed)
            position = end
        }
        try compressor.finish(to: &compressed)

        let decompressor = try Decompressor(form)
        var back: [UInt8] = []
        position = 0
        while position < compressed.count || decompressor.hasMoreOutput {
            let end = min(compressed.count, position + Int.random(in: 1...9_000, using: &generator))
            position += try decompressor.read(compressed.span.extracting(position..<end), to: &back)
        }
        try decompressor.finish()
        #expect(back == bytes, "seed \(seed)")
    }

    @Test(arguments: Compression.allCases)
    func readsFilesOneAfterTheOther(form: Compression) throws {
        let (first, second) = (self.text(131_072, seed: 1), self.text(10, seed: 2))
        let compressed = try form.compress(first.span) + form.compress(second.span)
        let back = try form.decompress(compressed.span, limit: 1 << 20)
        #expect(back == first + second)
    }

    @Test(arguments: Compression.allCases)
    func refusesWhatWasCutOff(form: Compression) throws {
        let compressed = try form.compress(self.text(10_000, seed: 3).span)
        for count in [0, 1, 10, compressed.count / 2, compressed.count - 1] {
            let error = #expect(throws: CompressionError.self) {
                try form.decompress(compressed.span.extracting(..<count), limit: 1 << 20)
            }
            #expect(error?.code == .unfinished, "\(count) bytes")
        }
    }

    @Test(arguments: Compression.allCases)
    func refusesWhatWasChanged(form: Compression) throws {
        var compressed = try form.compress(self.text(10_000, seed: 4).span)
        compressed[compressed.count / 2] ^= 0x10
        #expect(throws: CompressionError.self) { try form.decompress(compressed.span, limit: 1 << 20) }
        let noise = Array("this was never compressed".utf8)
        let error = #expect(throws: CompressionError.self) { try form.decompress(noise.span, limit: 1 << 20) }
        #expect(error?.code == .damaged)
    }

    @Test(arguments: Compression.allCases)
    func holdsALimit(form: Compression) throws {
        let zeros = [UInt8](repeating: 0, count: 50_000_000)
        let compressed = try form.compress(zeros.span)
        #expect(compressed.count < 100_000)
        let error = #expect(throws: CompressionError.self) { try form.decompress(compressed.span, limit: 1_000_000) }
        #expect(error?.code == .tooLarge)
    }
}
#else
@Suite struct CompressionTests {
    @Test(arguments: Compression.allCases)
    func namesTheTraitThatIsMissing(form: Compression) {
        let bytes: [UInt8] = [1]
        let error = #expect(throws: CompressionError.self) { try form.compress(bytes.span) }
        #expect(error?.code == .missingTrait)
        #expect(error?.message.contains("'Compression'") == true)
    }
}
#endif
