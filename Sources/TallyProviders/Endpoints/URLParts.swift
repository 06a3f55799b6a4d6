/// The host and the path of an address, without what else it may hold.
struct URLParts {
    /// The host in lower case, without port and credentials.
    let host: String
    /// The parts of the path, decoded.
    let path: [String]

    init(_ url: String) {
        var rest = Substring(url)
        if let start = rest.firstRange(of: "://") {
            rest = rest[start.upperBound...]
        }
        rest = rest.prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        var host = authority
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        if !host.hasPrefix("[") { host = host.prefix { $0 != ":" } }
        self.host = host.lowercased()
        self.path = rest.dropFirst(authority.count).split(separator: "/").map(Self.decoded)
    }

    private static func decoded(_ part: Substring) -> String {
        guard part.utf8.contains(UInt8(ascii: "%")) else { return String(part) }
        var bytes: [UInt8] = []
        var text = Substring(part).utf8
        while let byte = text.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(text.prefix(2)) ?? "", radix: 16) {
                bytes.append(value)
                text = text.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    /// The first place of `text`, found without Foundation.
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = self.startIndex
        while start < self.endIndex {
            if self[start...].hasPrefix(text) { return start..<self.index(start, offsetBy: text.count) }
            start = self.index(after: start)
        }
        return nil
    }
}
