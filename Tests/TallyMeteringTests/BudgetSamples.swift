import TallyMetering

/// What the tests of budgets have in common.
enum BudgetSamples {
    /// 2026-11-04 12:00:00 UTC, a Wednesday.
    static let noon = Timestamp(millisecondsSince1970: 1_793_793_600_000)

    static func call(
        _ tokens: Int,
        tags: UsageTags = UsageTags(),
        model: String = "gpt-5",
        cost: Money? = nil
    ) -> PlannedCall {
        PlannedCall(model: model, tags: tags, inputTokens: tokens, maximumOutputTokens: 0, maximumCost: cost)
    }

    static func record(_ number: UInt64, tokens: Int, at time: Timestamp, tags: UsageTags = UsageTags()) -> UsageRecord
    {
        UsageRecord(
            id: RecordID(high: number, low: number),
            time: time,
            model: "gpt-5",
            usage: TokenUsage(inputUncached: tokens),
            tags: tags
        )
    }
}

extension Timestamp {
    func plus(seconds: Int64) -> Timestamp {
        Timestamp(millisecondsSince1970: self.millisecondsSince1970 + seconds * 1_000)
    }
}

extension ReservationDecision {
    var reservation: Reservation? {
        if case .granted(let reservation) = self { reservation } else { nil }
    }

    var refusal: BudgetRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}

extension BudgetBook {
    /// What is spent and reserved of the first budget, in tokens.
    func counted(at time: Timestamp) -> (spent: Int128, reserved: Int128) {
        let status = self.status(at: time)[0]
        func units(_ amount: BudgetAmount) -> Int128 {
            switch amount {
            case .tokens(let tokens): Int128(tokens)
            case .money(let money): money.picodollars
            }
        }
        return (units(status.spent), units(status.reserved))
    }
}
