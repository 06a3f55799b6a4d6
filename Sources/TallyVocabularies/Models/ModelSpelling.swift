/// The ways to write a model's name that mean the same model.
enum ModelSpelling {
    /// Returns the name in small letters, then with less and less around it.
    static func spellings(of model: String) -> [String] {
        var name = model.lowercased()
        var spellings = [name]
        func add(_ spelling: String) {
            name = spelling
            if !spelling.isEmpty, spellings.last != spelling { spellings.append(spelling) }
        }
        if let slash = name.lastIndex(of: "/") { add(String(name[name.index(after: slash)...])) }
        if name.hasPrefix("ft:") {
            let base = name.dropFirst(3)
            add(String(base.prefix { $0 != ":" }))
        }
        // Bedrock: `us.anthropic.claude-sonnet-4-5-20250929-v1:0`.
        for vendor in ["anthropic.", "meta.", "mistral.", "deepseek.", "qwen.", "openai.", "cohere."] {
            if let range = Self.range(of: vendor, in: name) { add(String(name[range...])) }
        }
        if let colon = name.lastIndex(of: ":"), name[..<colon].hasSuffix("-v1") || name[..<colon].hasSuffix("-v2") {
            add(String(name[..<colon].dropLast(3)))
        }
        if name.hasSuffix("-latest") { add(String(name.dropLast(7))) }
        if let dateless = Self.withoutDate(name) { add(dateless) }
        return spellings
    }

    /// The place behind `vendor`, if the name starts with it or with a region and it.
    private static func range(of vendor: String, in name: String) -> String.Index? {
        if name.hasPrefix(vendor) { return name.index(name.startIndex, offsetBy: vendor.count) }
        guard let dot = name.firstIndex(of: "."), name.distance(from: name.startIndex, to: dot) <= 6 else { return nil }
        let rest = name.index(after: dot)
        return name[rest...].hasPrefix(vendor) ? name.index(rest, offsetBy: vendor.count) : nil
    }

    /// The name without a date at its end: `-20250929`, `@20250929`, `-2024-08-06`, `-2507`-like ones are no dates here.
    private static func withoutDate(_ name: String) -> String? {
        let utf8 = Array(name.utf8)
        func matches(_ shape: String) -> Bool {
            let shape = Array(shape.utf8)
            guard utf8.count > shape.count else { return false }
            return zip(utf8.suffix(shape.count), shape).allSatisfy { byte, wanted in
                wanted == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == wanted
            }
        }
        for shape in ["-20000000", "@20000000", "-2000-00-00"] where matches(shape) {
            return String(name.dropLast(shape.count))
        }
        return nil
    }
}
