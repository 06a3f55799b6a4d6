/// A message of an AWS event stream, put together for tests.
enum EventStreamMessage {
    /// Returns the message's bytes.
    static func bytes(_ payload: String, headers: [(String, String)] = [(":message-type", "event")]) -> [UInt8] {
        var head: [UInt8] = []
        for (name, value) in headers {
            head += Self.header(name, type: 7, [0, UInt8(value.utf8.count)] + Array(value.utf8))
        }
        // A header of each other type, which readers must step over.
        head += Self.header("t", type: 0, [])
        head += Self.header("b", type: 2, [9])
        head += Self.header("s", type: 3, [1, 2])
        head += Self.header("i", type: 4, [1, 2, 3, 4])
        head += Self.header("l", type: 5, Array(repeating: 7, count: 8))
        head += Self.header("u", type: 9, Array(repeating: 3, count: 16))
        let body = Array(payload.utf8)
        var message = word(UInt32(16 + head.count + body.count)) + word(UInt32(head.count))
        message += word(checksum(message))
        message += head + body
        return message + word(checksum(message))
    }

    /// A chunk of InvokeModelWithResponseStream.
    static func chunk(_ json: String) -> [UInt8] {
        bytes(#"{"bytes":"\#(base64(Array(json.utf8)))","p":"abcdefgh"}"#)
    }

    private static func header(_ name: String, type: UInt8, _ value: [UInt8]) -> [UInt8] {
        [UInt8(name.utf8.count)] + Array(name.utf8) + [type] + value
    }

    private static func word(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32 bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for place in 0..<4 {
                text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
