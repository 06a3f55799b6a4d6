import Foundation
import Testing

@testable import TallyPricing

@Suite struct BundledBookTests {
    @Test func hashIsThatOfTheEmbeddedBytes() throws {
        let base = try #require(PriceBook.bundled.base)
        #expect(SHA256.hexDigest(of: base.allBytes) == PriceBook.bundled.contentHash)
        #expect(PriceBook.bundled.contentHash.utf8.count == 64)
    }

    @Test func saysWhereItIsFrom() {
        #expect(PriceBook.bundled.source == "genai-prices 0.2.3")
        #expect(PriceBook.bundled.published == "2026-11-04")
        #expect(PriceBook.bundled.publishedAt == 1_793_750_400)
    }

    @Test func everyModelDecodesAndAlwaysHasAPrice() {
        let models = PriceBook.bundled.models
        #expect(models.count == 2_330)
        #expect(Set(models.map(\.provider)).count == 47)
        for model in models {
            #expect(model.standard.first?.condition == .always, "\(model.provider)/\(model.id)")
            #expect(!model.id.isEmpty && !model.name.isEmpty)
            let prices = (model.standard + model.variants).flatMap { $0.prices.values }
            #expect(
                prices.allSatisfy {
                    $0.amount >= .zero && $0.tiers.map(\.threshold.value) == $0.tiers.map(\.threshold.value).sorted()
                }
            )
        }
    }

    @Test func looksUpAModelWithoutDecodingTheBook() {
        // A generous bound on a debug build: decoding everything takes a hundred times as long.
        let clock = ContinuousClock()
        _ = PriceBook.bundled.model("gpt-4o")
        let elapsed = (0..<5).map { _ in clock.measure { _ = PriceBook.bundled.model("gpt-4o") } }.min()
        #expect((elapsed ?? .seconds(1)) < .milliseconds(20))
    }
}

@Suite struct SHA256Tests {
    // FIPS 180-4 examples, and lengths around the padding's edges with digests from Python's hashlib.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func hashesTheStandardsExamples(_ text: String, _ digest: String) {
        #expect(SHA256.hexDigest(of: Array(text.utf8)) == digest)
    }

    @Test(arguments: [
        (1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
        (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
        (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
        (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
        (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
        (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
        (120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
        (127, "c57e9278af78fa3cab38667bef4ce29d783787a2f731d4e12200270f0c32320a"),
        (128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"),
        (4096, "c93eee2d0db02f10acc7460d9576e122dcf8cd53c4bf8dfcae1b3e74ebcfff5a"),
    ])
    func hashesEveryPadding(_ count: Int, _ digest: String) {
        #expect(SHA256.hexDigest(of: [UInt8](repeating: UInt8(ascii: "a"), count: count)) == digest)
    }
}

@Suite struct CivilDateTests {
    @Test(arguments: [
        (0, "1970-01-01"), (-1, "1969-12-31"), (19_782, "2024-02-29"), (19_783, "2024-03-01"), (20_761, "2026-11-04"),
        (-719_468, "0000-03-01"), (11_016, "2000-02-29"),
    ])
    func namesTheDay(_ days: Int64, _ text: String) {
        #expect(CivilDate(daysSince1970: days).description == text)
        #expect(CivilDate(secondsSince1970: days * 86_400).description == text)
        #expect(CivilDate(secondsSince1970: days * 86_400 + 86_399).description == text)
    }

    @Test(arguments: [(2023, 2, 29), (1900, 2, 29), (2024, 13, 1), (2024, 4, 31), (2024, 1, 0)])
    func refusesDaysThatAreNone(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
}
