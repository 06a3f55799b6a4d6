extension UsageMeter {
    /// Makes counters for the output of streams that end early, of all models of the catalogue.
    ///
    /// Where a model's encoding is not in this build, another one stands in for it, as ``ModelCounter`` says; Claude's
    /// output, whose tokens can not be counted as they come, is counted with o200k_base.
    public static let countingOutput: @Sendable (_ model: String) -> TokenStream? = { model in
        guard let counter = try? ModelCounter(model: model) else { return nil }
        if let encoding = counter.encoding { return Tokenizer(encoding).stream() }
        return (try? TokenEncoding.named("o200k_base")).map { Tokenizer($0).stream() }
    }
}
