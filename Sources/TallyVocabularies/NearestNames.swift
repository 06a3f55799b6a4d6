/// Finds what somebody may have meant.
enum NearestNames {
    /// Returns up to `limit` of `names`, the most similar to `name` first; none that is not similar at all.
    ///
    /// - Complexity: O(*n* · *m*²) for *n* names of *m* characters.
    static func of(_ name: String, among names: [String], limit: Int = 3) -> [String] {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let ranked = names.map { (name: $0, distance: Self.distance(wanted, Array($0.lowercased().utf8))) }
            .filter { $0.distance <= max(2, wanted.count / 2) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return ranked.prefix(limit).map(\.name)
    }

    /// The sentence part that proposes `names`, or `otherwise` where there is nothing to propose.
    static func proposal(_ names: [String], otherwise: String) -> String {
        switch names.count {
        case 0: otherwise
        case 1: "did you mean \(names[0])?"
        default: "did you mean \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])?"
        }
    }

    /// The number of insertions, deletions and substitutions between two strings (Levenshtein).
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (index, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in second.enumerated() {
                let substitution = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}
