internal import TallyVocabularies

/// Width and height from the first bytes of a picture: PNG, JPEG, GIF, WebP.
enum ImageHeader {
    /// Returns the size of the picture in a data URL (`data:image/png;base64,…`), or nil.
    static func size(ofDataURL address: String) -> ImageSize? {
        guard address.hasPrefix("data:"), let comma = address.firstIndex(of: ","),
            address[..<comma].hasSuffix(";base64")
        else { return nil }
        return self.size(ofBase64: address[address.index(after: comma)...])
    }

    /// Returns the size of the picture in `text`, or nil if it is none.
    ///
    /// - Complexity: O(*n*).
    static func size(ofBase64 text: some StringProtocol) -> ImageSize? {
        // Padding that writers leave out is no reason to know nothing.
        var digits = Array(text.utf8)
        while digits.last == UInt8(ascii: "=") { digits.removeLast() }
        if digits.count % 4 == 1 { digits.removeLast() }
        while digits.count % 4 != 0 { digits.append(UInt8(ascii: "=")) }
        return Base64.decode(digits[...]).flatMap { self.size(of: $0) }
    }

    /// Returns the size of the picture that `bytes` are, or nil if they are none of a known kind.
    static func size(of bytes: [UInt8]) -> ImageSize? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return self.png(bytes) }
        if bytes.starts(with: Array("GIF8".utf8)) {
            return self.size(self.little(bytes, 6, 2), self.little(bytes, 8, 2))
        }
        if bytes.starts(with: [0xFF, 0xD8]) { return self.jpeg(bytes) }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return self.webP(bytes)
        }
        return nil
    }

    private static func png(_ bytes: [UInt8]) -> ImageSize? {
        self.size(self.big(bytes, 16, 4), self.big(bytes, 20, 4))
    }

    /// The first frame header among the segments (ITU T.81, B.2.2).
    private static func jpeg(_ bytes: [UInt8]) -> ImageSize? {
        var position = 2
        while position + 4 <= bytes.count {
            guard bytes[position] == 0xFF else { return nil }
            let marker = bytes[position + 1]
            if marker == 0xFF {
                position += 1
                continue
            }
            if marker == 0x01 || (0xD0...0xD8).contains(marker) {
                position += 2
                continue
            }
            let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
            if isFrame { return self.size(self.big(bytes, position + 7, 2), self.big(bytes, position + 5, 2)) }
            guard let length = self.big(bytes, position + 2, 2), length >= 2, marker != 0xD9 else { return nil }
            position += 2 + length
        }
        return nil
    }

    /// The three kinds of WebP (RFC 9649).
    private static func webP(_ bytes: [UInt8]) -> ImageSize? {
        let kind = bytes.dropFirst(12).prefix(4)
        if kind.elementsEqual("VP8X".utf8) {
            return self.size(self.little(bytes, 24, 3).map { $0 + 1 }, self.little(bytes, 27, 3).map { $0 + 1 })
        }
        if kind.elementsEqual("VP8 ".utf8) {
            return self.size(
                self.little(bytes, 26, 2).map { $0 & 0x3FFF },
                self.little(bytes, 28, 2).map { $0 & 0x3FFF }
            )
        }
        if kind.elementsEqual("VP8L".utf8), let bits = self.little(bytes, 21, 4) {
            return self.size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        }
        return nil
    }

    private static func size(_ width: Int?, _ height: Int?) -> ImageSize? {
        guard let width, let height, width > 0, height > 0 else { return nil }
        return ImageSize(width: width, height: height)
    }

    private static func big(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        return bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        return bytes[start..<start + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
