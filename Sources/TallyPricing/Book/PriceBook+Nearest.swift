extension PriceBook {
    /// Returns up to `limit` names that are most similar to `name` and that ``model(_:provider:)`` finds, for proposals.
    ///
    /// - Complexity: O(*n* · *m*) for *n* models with names of *m* characters times at most 64: some milliseconds. Meant
    ///   for errors, not for loops.
    public func nearest(to name: String, provider: String? = nil, limit: Int = 3) -> [String] {
        guard limit > 0 else { return [] }
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let furthest = (wanted.count + 1) / 2
        let hasPrefix = wanted.contains(UInt8(ascii: "/"))
        var candidates: [(distance: Int, name: String)] = []
        let only = provider.flatMap { self.base?.provider(named: $0) }
        for listed in self.base?.providers ?? [] where only == nil || only?.index == listed.index {
            for index in listed.models {
                guard let id = self.base?.modelID(index) else { continue }
                let full = "\(listed.id)/\(id)"
                let distances = [id, full].prefix(hasPrefix ? 2 : 1)
                    .compactMap { EditDistance.between(wanted, $0, within: furthest) }
                if let distance = distances.min() {
                    candidates.append((distance, only == nil ? full : id))
                }
            }
        }
        for rule in self.layers.flatMap(\.rules) {
            guard case .exact(let exact) = rule.models else { continue }
            if let distance = EditDistance.between(wanted, exact, within: furthest) {
                candidates.append((distance, exact))
            }
        }
        // A few ids do not match their own rule: a proposal has to lead somewhere. Of equally near names the one that needs
        // no provider is the maker's.
        let nearest = candidates.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(16 * min(limit, 64))
        let proposals = nearest.compactMap { candidate in
            self.model(candidate.name, provider: only?.id).map { model in
                let name = self.shortest(candidate.name, of: model)
                return (distance: candidate.distance, rank: name == candidate.name ? 1 : 0, name: name)
            }
        }
        var names: [String] = []
        for proposal in proposals.sorted(by: { ($0.distance, $0.rank, $0.name) < ($1.distance, $1.rank, $1.name) })
        where names.count < limit && !names.contains(proposal.name) {
            names.append(proposal.name)
        }
        return names
    }

    /// The name without its provider, if that leads to the same model.
    private func shortest(_ name: String, of full: PricedModel) -> String {
        guard full.match == .providerPrefix, let slash = name.firstIndex(of: "/") else { return name }
        let short = String(name[name.index(after: slash)...])
        guard let found = self.model(short), found.id == full.id, found.provider == full.provider else { return name }
        return short
    }
}

/// How far apart two names are.
package enum EditDistance {
    /// Returns the number of insertions, deletions and substitutions between two names (Levenshtein), nil beyond `limit`.
    package static func between(_ first: [UInt8], _ name: String, within limit: Int) -> Int? {
        let second = Array(name.lowercased().utf8)
        guard abs(first.count - second.count) <= limit else { return nil }
        var row = Array(0...second.count)
        for (index, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            var least = row[0]
            for (column, other) in second.enumerated() {
                let substitution = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
                least = min(least, row[column + 1])
            }
            if least > limit { return nil }
        }
        return row[second.count] <= limit ? row[second.count] : nil
    }
}
