extension FileReader {
    /// A number of bytes: a whole number and its unit, in powers of 1000 or of 1024.
    mutating func bytes(_ node: FileNode, _ path: String, atLeast least: Int = 1) -> Int? {
        guard case .scalar(let text, _) = node.kind, let bytes = Self.bytes(text) else {
            self.expect("a number of bytes with its unit (B, KB, MB, GB, KiB, MiB, GiB), such as 256MB", node, path)
            return nil
        }
        guard bytes >= least else {
            self.expect("at least \(least) bytes", node, path)
            return nil
        }
        return bytes
    }

    private static func bytes(_ text: String) -> Int? {
        let units: [(String, Int)] = [
            ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("KB", 1_000), ("MB", 1_000_000),
            ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
        ]
        guard let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
        guard let number = Self.digits(String(text.dropLast(unit.count))), number <= 1_000_000_000 else { return nil }
        let (bytes, isTooMany) = number.multipliedReportingOverflow(by: factor)
        return isTooMany ? nil : bytes
    }
}
