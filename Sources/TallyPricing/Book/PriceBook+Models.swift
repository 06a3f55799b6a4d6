extension PriceBook {
    /// Returns the model that a provider's answer, a gateway or a person calls `name`.
    ///
    /// Without a provider the name has to tell it: `claude-…`, `gpt-…`, or `provider/model`. Names are compared in lower
    /// case; a date may be written with or without dashes. A model that only a layer names exactly is found too.
    ///
    /// - Complexity: O(*n*) in the number of the provider's models, without decoding them. Keep the model for many prices.
    public func model(_ name: String, provider: String? = nil) -> PricedModel? {
        if let base = self.base, let finding = Self.find(name, provider: provider, in: base) {
            return base.model(finding, requested: name)
        }
        return self.modelOfLayers(name, provider: provider)
    }

    /// The models of the bundled list, by provider.
    ///
    /// - Complexity: O(*n*) in the size of the list: everything is decoded.
    public var models: [PricedModel] {
        self.base?.allModels() ?? []
    }

    /// Returns whether some list of the book knows `provider`.
    func knows(provider: String) -> Bool {
        if provider.lowercased() == "litellm" || self.base?.provider(named: provider) != nil { return true }
        return self.layers.contains { $0.rules.contains { $0.provider?.lowercased() == provider.lowercased() } }
    }

    private static func find(_ name: String, provider: String?, in base: PackedBook) -> PackedBook.Finding? {
        guard let provider else { return base.find(name) }
        if let known = base.provider(named: provider) { return base.find(name, in: known) }
        // LiteLLM names the provider in front of the model.
        guard provider.lowercased() == "litellm" else { return nil }
        if let slash = name.firstIndex(of: "/"), let known = base.provider(named: String(name[..<slash])) {
            return base.find(String(name[name.index(after: slash)...]), in: known, match: .providerPrefix)
        }
        return base.find(name)
    }

    private func modelOfLayers(_ name: String, provider: String?) -> PricedModel? {
        let wanted = name.lowercased()
        for rule in self.layers.reversed().lazy.flatMap({ $0.rules.reversed() }) {
            guard case .exact(let exact) = rule.models, exact.lowercased() == wanted else { continue }
            if let named = rule.provider, let provider, named.lowercased() != provider.lowercased() { continue }
            let provider = provider ?? rule.provider ?? ""
            return .ofLayer(name: name, id: exact, provider: provider)
        }
        return nil
    }
}

extension PricedModel {
    /// A model of which no list says more than a name.
    static func ofLayer(name: String, id: String, provider: String) -> PricedModel {
        PricedModel(
            requestedName: name,
            id: id,
            name: id,
            provider: provider,
            providerName: provider,
            listProvider: provider,
            contextWindow: nil,
            isDeprecated: false,
            match: .layer,
            standard: [],
            variants: []
        )
    }
}
