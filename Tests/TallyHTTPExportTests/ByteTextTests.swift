import Testing

@testable import TallyHTTPExport

@Suite struct ByteTextTests {
    /// The vectors of RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(text: String, encoded: String) {
        #expect(Base64.encode(text.utf8) == encoded)
    }

    @Test func hexadecimal() {
        #expect(Hexadecimal.encode([0, 1, 0x7F, 0xAB, 0xFF]) == "00017fabff")
    }
}
