/// Which encoding a model has, as far as that is known.
struct KnownEncoding {
    /// The encoding's name; nil if it is not published.
    let name: String?
    let accuracy: Accuracy
    /// Why counts with it are not exact; nil if they are.
    let reason: String?

    /// Asks the tables of OpenAI's reference first, then the catalogue; nil if neither knows the model.
    init?(model: String) {
        let base = model.split(separator: "/").last.map(String.init) ?? model
        if let name = ModelNames.encoding(of: base) {
            (self.name, self.accuracy, self.reason) = (name, .exact, nil)
            return
        }
        guard let facts = ModelCatalogue.facts(of: model) else { return nil }
        self.name = facts.encodingName
        self.accuracy = facts.accuracy
        switch facts.accuracy {
        case .exact: self.reason = nil
        case .reconstructed:
            self.reason = "Claude's tokens are not published: counted by a model of them (\(facts.evidence))"
        case .approximate:
            let evidence = facts.evidence == "UNVERIFIED" ? "" : " (\(facts.evidence))"
            self.reason = "that it has the tokens of \(facts.encodingName ?? "another model") is assumed\(evidence)"
        }
    }
}
