internal import TallyPricing

/// Finds the name that somebody may have meant.
enum NearestKey {
    /// The most similar of `names`; nil if none is similar.
    static func of(_ name: String, among names: [String]) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let most = max(1, min(3, wanted.count / 2))
        let ranked = names.compactMap { candidate in
            EditDistance.between(wanted, candidate, within: most).map { (distance: $0, name: candidate) }
        }
        return ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// The end of a sentence that proposes a name, or lists all.
    static func proposal(for name: String, among names: [String]) -> String {
        if let nearest = Self.of(name, among: names) { return "did you mean '\(nearest)'?" }
        return "expected one of: " + names.joined(separator: ", ")
    }
}
