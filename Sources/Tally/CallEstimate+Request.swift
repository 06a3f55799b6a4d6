extension CallEstimate {
    /// What a call with an estimated request is expected to use, for the meter that makes it.
    ///
    /// ```swift
    /// let estimate = CallEstimate(try RequestEstimator(model: "gpt-4o").estimate(request))
    /// try await meter.measure(model: "gpt-4o", options: CallOptions(estimate: estimate)) { call in … }
    /// ```
    ///
    /// The cost is that of the expected output; what the call costs at most is left to whoever reserves it.
    public init(_ estimate: RequestEstimate, prices: PriceBook = .bundled) {
        self.init(
            inputTokens: estimate.inputTokens,
            outputTokens: estimate.expectedOutputTokens,
            maximumOutputTokens: estimate.maximumOutputTokens,
            cost: estimate.costs(in: prices).expected?.total
        )
    }
}
