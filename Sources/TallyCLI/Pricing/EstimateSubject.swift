internal import TallyEstimation

/// A model to estimate for: how its tokens are counted and where its prices are.
struct EstimateSubject {
    let name: String
    let choice: EncodingChoice
    /// Nil for a model that the price book does not know.
    let model: PricedModel?

    /// Finds both; a model that the price book knows is counted at least approximately.
    init(_ name: String, _ book: PriceBook) throws(CommandFailure) {
        self.name = name
        self.model = book.model(name)
        do throws(CommandFailure) {
            self.choice = try EncodingChoice(model: name)
        } catch {
            guard error.code == .unknownModel, self.model != nil,
                let stand = try? ModelCounter.standIn(
                    for: name,
                    because: "no tokenizer is known for this model",
                    spread: nil
                )
            else { throw error }
            self.choice = EncodingChoice(stand)
        }
    }

    /// Whether input and output together are at most the context window, as the maker documents it.
    ///
    /// OpenAI's model pages and Anthropic's page "Context windows" say so. Elsewhere the listed number may be a limit
    /// for the input alone.
    var windowIsShared: Bool {
        self.model.map { ["openai", "anthropic"].contains($0.listProvider) } ?? false
    }
}
