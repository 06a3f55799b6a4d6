internal import Synchronization
internal import TallyPricing
internal import TallyTokenizer

extension BudgetBook {
    /// Calls `body` with a reservation for a call, and gives back what it has not settled when `body` ends: by returning,
    /// by an error, by cancellation.
    ///
    /// - Throws: ``BudgetError`` with the code ``BudgetError/Code/refused`` if the call may not be made, and what `body`
    ///   throws.
    public func withReservation<Result>(
        for call: PlannedCall,
        at now: Timestamp,
        _ body: (Reservation) async throws -> Result
    ) async throws -> Result {
        switch self.reserve(call, at: now) {
        case .refused(let refusal): throw BudgetError(.refused, refusal.description, refusal: refusal)
        case .granted(let reservation):
            defer { reservation.release() }
            return try await body(reservation)
        }
    }

    /// Closes a reservation with what was used; see ``Reservation/settle(tokens:cost:)``.
    func settle(_ reservation: Reservation, _ charge: BudgetCharge) -> BudgetSettlement {
        let (tokens, cost, knownCost) = (charge.tokens, charge.cost, charge.knownCost)
        var events: [BudgetEvent] = []
        let settlement = self.contents.withLock { contents in
            guard reservation.state.exchange(.settled, ordering: .relaxed) != .settled else {
                return BudgetSettlement(status: .ignored, overshoots: [])
            }
            let open = contents.open.take(reservation.id)
            if let open { contents.giveBack(open) }
            let assumed = CallDemand.assumedCost(ofTokens: tokens, reservation.unpriced)
            let money = cost ?? assumed.map { max($0, knownCost) }
            var overshoots: [BudgetOvershoot] = []
            for part in reservation.parts {
                guard let place = contents.places[part.budget] else { continue }
                let limit = contents.budgets[place].budget.limit
                let units: Int128 =
                    switch limit {
                    case .tokens: Int128(max(tokens, 0))
                    // What has no price is counted as what was reserved for it, and at least as what is known.
                    case .money:
                        min(max(money?.picodollars ?? max(part.units, knownCost.picodollars), 0), BudgetAmount.largest)
                    }
                let isUnpriced = if case .money = limit { cost == nil } else { false }
                contents.budgets[place].spend(units, isUnpriced: isUnpriced, part.key, since: part.mark)
                if units > part.units {
                    let account = contents.budgets[place].account(part.key)
                    let total = account.spent.addingSaturated(account.reserved)
                    let overshoot = BudgetOvershoot(
                        budget: contents.budgets[place].budget.name,
                        reserved: limit.with(units: part.units),
                        actual: limit.with(units: units),
                        isAboveLimit: total > limit.units
                    )
                    overshoots.append(overshoot)
                    events.append(.overshoot(overshoot))
                    contents.budgets[place].announce(part.key, events: &events)
                }
            }
            return BudgetSettlement(status: open == nil ? .late : .closed, overshoots: overshoots)
        }
        for event in events { self.onEvent(event) }
        return settlement
    }

    /// Gives a reservation back; false if it was closed or had expired.
    func release(_ reservation: Reservation) -> Bool {
        self.contents.withLock { contents in
            let (isOpen, _) = reservation.state.compareExchange(
                expected: .open,
                desired: .released,
                ordering: .relaxed
            )
            guard isOpen, let parts = contents.open.take(reservation.id) else { return false }
            contents.giveBack(parts)
            return true
        }
    }
}
