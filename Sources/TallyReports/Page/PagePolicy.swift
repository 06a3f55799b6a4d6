internal import TallyPricing

/// What a page may do: nothing but its own style and its own script.
enum PagePolicy {
    /// The policy of a page (Content Security Policy Level 3), by the hashes of its style and its script.
    ///
    /// - Parameter mayConnect: Whether the script may ask the server that the page came from.
    static func text(style: String, script: String, mayConnect: Bool) -> String {
        var text = "default-src 'none'; style-src '\(Self.source(style))'; script-src '\(Self.source(script))'; "
        if mayConnect { text += "connect-src 'self'; " }
        return text + "base-uri 'none'; form-action 'none'"
    }

    private static func source(_ content: String) -> String {
        "sha256-" + Self.base64(Self.bytes(hexadecimal: SHA256.hexDigest(of: Array(content.utf8))))
    }

    private static func bytes(hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[Int(value >> UInt32(18 - 6 * place) & 63)] : "=")
            }
        }
        return text
    }
}
