internal import TallyEstimation

/// What a prompt costs as the input of a model.
struct ExplainCost {
    let model: String
    /// How many calls were asked about.
    let calls: Int?
    let perCall: CostEstimate.Amount

    /// Prices the input of one call at the prices of `instant`.
    init(
        model: String,
        tokens: Int,
        calls: Int?,
        _ book: PriceBook,
        instant: Int64
    ) throws(CommandFailure) {
        self.model = model
        self.calls = calls
        let request = EstimateRequest(
            outputTokens: nil,
            maximumOutputTokens: nil,
            cachedTokens: 0,
            calls: calls ?? 1,
            conditions: PricingConditions(at: instant)
        )
        self.perCall = try CostEstimate(EstimateSubject(model, book), tokens: tokens, request, book).input
    }

    /// One line for a person.
    var text: String {
        guard let money = self.perCall.money else { return "unpriced: the price book has no price for \(self.model)" }
        var text = "\(MoneyText.short(money)) per call as input of \(self.model), "
        text += "\(MoneyText.short(money.times(1_000))) per 1,000 calls"
        if let calls, calls != 1_000 {
            text += ", \(MoneyText.short(money.times(calls))) for \(NumberText.counted(calls, "call"))"
        }
        return text
    }

    /// The members of an answer; null for what has no price.
    var members: JSONObject {
        var members: JSONObject = ["per_call": .money(self.perCall.money)]
        members.append("per_1000_calls", .money(self.perCall.money?.times(1_000)))
        if let calls {
            members.append("calls", .integer(calls))
            members.append("of_calls", .money(self.perCall.money?.times(calls)))
        }
        return members
    }
}
