import Testing

@testable import TallyEstimation

@Suite struct ImageHeaderTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 0x0B, 0xC0, 0, 0, 0x07, 0xD0]
    private static let gif: [UInt8] = Array("GIF89a".utf8) + [0x40, 0x01, 0xF0, 0x00]
    /// A segment of 16 bytes, a filler byte, then a frame of 360 lines by 540.
    private static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + [UInt8](repeating: 0, count: 14)
        + [0xFF, 0xFF, 0xC2, 0, 17, 8, 0x01, 0x68, 0x02, 0x1C, 3]
    private static func webP(_ kind: String, _ tail: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8) + Array(kind.utf8) + tail
    }

    static let pictures: [(bytes: [UInt8], width: Int, height: Int)] = [
        (Self.png, 3_008, 2_000), (Self.gif, 320, 240), (Self.jpeg, 540, 360),
        (Self.webP("VP8X", [10, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0]), 640, 480),
        (Self.webP("VP8 ", [0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01]), 640, 480),
        (Self.webP("VP8L", [0, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0]), 640, 480),
    ]

    @Test func sizesOfAllKinds() {
        for picture in Self.pictures {
            #expect(
                ImageHeader.size(of: picture.bytes) == ImageSize(width: picture.width, height: picture.height),
                "\(picture.bytes.prefix(16))"
            )
        }
    }

    @Test func aTruncatedPictureHasNoSizeAndDoesNotTrap() {
        for picture in Self.pictures {
            for length in 0..<picture.bytes.count {
                let size = ImageHeader.size(of: Array(picture.bytes.prefix(length)))
                #expect(size == nil || length >= picture.bytes.count - 2)
            }
        }
    }

    @Test func aDataURLIsReadWithAndWithoutPadding() {
        // The first 10 bytes of a GIF of 320 by 240.
        #expect(ImageHeader.size(ofDataURL: "data:image/gif;base64,R0lGODlhQAHwAA==") != nil)
        #expect(
            ImageHeader.size(ofDataURL: "data:image/gif;base64,R0lGODlhQAHwAA") == ImageSize(width: 320, height: 240)
        )
        #expect(ImageHeader.size(ofDataURL: "https://example.com/a.gif") == nil)
        #expect(ImageHeader.size(ofDataURL: "data:image/gif;base64,§§§§") == nil)
    }
}
