extension PackedBook {
    /// Where a name led.
    struct Finding {
        /// The provider that was asked for or recognized.
        let provider: PackedProvider
        /// The provider whose list has the model: another one, where the first offers it at that one's prices.
        let lister: PackedProvider
        /// The model's place.
        let model: Int
        /// How the name was recognized.
        let match: PricedModel.Match
    }

    /// Names longer than this are nobody's model.
    private static let longestName = 512

    /// Names that OpenTelemetry's conventions give to providers and that the source does not recognize.
    private static let otherProviderNames = [
        "x_ai": "x-ai", "gcp.gen_ai": "google", "azure.ai.inference": "azure",
    ]

    /// Names of models that tell their provider and that the source does not recognize without it: OpenAI answers with
    /// `ft:` names for fine-tuned models.
    private static let otherModelNames = [
        "ft:": "openai", "text-embedding-3-": "openai", "text-embedding-ada-": "openai", "chatgpt-": "openai",
    ]

    /// The provider called `name`: its id, a name that the source recognizes, or one of OpenTelemetry's.
    func provider(named name: String) -> PackedProvider? {
        let wanted = Self.lowercased(name)
        guard wanted.count <= Self.longestName else { return nil }
        if let provider = self.providers.first(where: { $0.id.utf8.elementsEqual(wanted) }) { return provider }
        for provider in self.providers {
            guard let rule = provider.nameRule else { continue }
            var cursor = self.cursor(at: rule)
            if cursor.rule(matches: wanted) { return provider }
        }
        guard let id = Self.otherProviderNames[String(decoding: wanted, as: UTF8.self)] else { return nil }
        return self.providers.first { $0.id == id }
    }

    /// Finds a model of `provider`, its compact dates also read as dashed ones.
    func find(_ name: String, in provider: PackedProvider, match: PricedModel.Match? = nil) -> Finding? {
        let wanted = Self.lowercased(name)
        guard wanted.count <= Self.longestName else { return nil }
        if let finding = self.find(wanted, offeredBy: provider, match: match) { return finding }
        guard let dashed = CompactDates.dashed(wanted) else { return nil }
        return self.find(dashed, offeredBy: provider, match: match ?? .compactDate)
    }

    /// Finds a model by its name alone: `provider/model`, or a name that tells its provider.
    func find(_ name: String) -> Finding? {
        if let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) {
            let prefix = Self.lowercased(String(name[..<slash]))
            let rest = String(name[name.utf8.index(after: slash)...])
            if let provider = self.providers.first(where: { $0.id.utf8.elementsEqual(prefix) }),
                let finding = self.find(rest, in: provider, match: .providerPrefix)
            {
                return finding
            }
        }
        let wanted = Self.lowercased(name)
        guard wanted.count <= Self.longestName else { return nil }
        for provider in self.providers {
            guard let rule = provider.modelRule else { continue }
            var cursor = self.cursor(at: rule)
            if cursor.rule(matches: wanted) { return self.find(name, in: provider) }
        }
        guard let id = Self.otherModelNames.first(where: { wanted.starts(with: $0.key.utf8) })?.value,
            let provider = self.providers.first(where: { $0.id == id })
        else { return nil }
        return self.find(name, in: provider)
    }

    private func find(_ wanted: [UInt8], offeredBy provider: PackedProvider, match: PricedModel.Match?) -> Finding? {
        for lister in [provider] + provider.fallbacks.map({ self.providers[$0] }) {
            for model in lister.models {
                var cursor = self.cursor(atModel: model)
                let id = cursor.text()
                cursor.skipToRule()
                guard cursor.rule(matches: wanted) else { continue }
                let isID =
                    id.count == wanted.count && zip(id, wanted).allSatisfy { cursor.lowercasedByte(at: $0) == $1 }
                return Finding(provider: provider, lister: lister, model: model, match: match ?? (isID ? .id : .alias))
            }
        }
        return nil
    }

    private static func lowercased(_ name: String) -> [UInt8] {
        name.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    }
}

extension PackedCursor {
    /// Moves from behind a model's id to its matching rule.
    fileprivate mutating func skipToRule() {
        _ = self.integer()
        _ = self.byte()
        _ = self.integer()
    }

    fileprivate func lowercasedByte(at position: Int) -> UInt8 {
        let byte = self.byte(at: position)
        return UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
