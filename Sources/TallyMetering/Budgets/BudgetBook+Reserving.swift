internal import TallyPricing
internal import TallyTokenizer

/// What became of a call that asked for a reservation.
public enum ReservationDecision: Sendable {
    /// The call may be made, after waiting for the reservation's delay.
    case granted(Reservation)
    /// The call may not be made; nothing is reserved.
    case refused(BudgetRefusal)
}

extension BudgetBook {
    private enum Answer {
        case granted(UInt64, [Reservation.Part], [BudgetFinding])
        case refused(BudgetRefusal)
    }

    /// What one budget is asked for, between the look at all of them and the reservation in all of them.
    private struct Asking {
        let place: Int
        let key: BudgetState.Key
        let units: Int128
    }

    /// Reserves what a call may use at worst in all budgets that it counts for, or refuses it.
    ///
    /// - Complexity: O(*n*) in the number of budgets, and constant for each that the call counts for; at the end of a
    ///   window also the number of values that it counted.
    public func reserve(_ call: PlannedCall, at now: Timestamp) -> ReservationDecision {
        let (unpriced, unknownOutput) = self.contents.withLock { ($0.unpriced, $0.unknownOutput) }
        return self.reserve(call, at: now, unpriced: unpriced, unknownOutput: unknownOutput)
    }

    /// Reserves by other rules for what is unknown than those of the book.
    func reserve(
        _ call: PlannedCall,
        at now: Timestamp,
        unpriced: UnpricedRule,
        unknownOutput: UnknownOutputRule
    ) -> ReservationDecision {
        let demand = CallDemand(call, unpriced: unpriced, unknownOutput: unknownOutput)
        var events: [BudgetEvent] = []
        let answer = self.contents.withLock { contents in
            contents.expire(at: now, events: &events)
            return Self.answer(call, demand, unpriced, at: now, in: &contents, events: &events)
        }
        for event in events { self.onEvent(event) }
        switch answer {
        case .refused(let refusal): return .refused(refusal)
        case .granted(let id, let parts, let findings):
            let reservation = Reservation(
                id: id,
                parts: parts,
                findings: findings,
                demand: demand,
                unpriced: unpriced,
                book: self
            )
            return .granted(reservation)
        }
    }

    /// Gives back the reservations that are open for too long; ``reserve(_:at:)`` does so as well.
    public func expire(at now: Timestamp) {
        var events: [BudgetEvent] = []
        self.contents.withLock { $0.expire(at: now, events: &events) }
        for event in events { self.onEvent(event) }
    }

    private static func answer(
        _ call: PlannedCall,
        _ demand: CallDemand,
        _ unpriced: UnpricedRule,
        at now: Timestamp,
        in contents: inout Contents,
        events: inout [BudgetEvent]
    ) -> Answer {
        var askings: [Asking] = []
        var findings: [BudgetFinding] = []
        var reasons: [BudgetRefusal.Reason] = []
        for place in contents.budgets.indices {
            let budget = contents.budgets[place].budget
            guard budget.selector.matches(tags: call.tags, model: call.model, provider: call.provider) else { continue }
            let units: Int128
            switch budget.limit {
            case .tokens:
                guard let tokens = demand.tokens else {
                    reasons.append(.unknownOutput(budget: budget.name))
                    continue
                }
                units = Int128(tokens)
            case .money:
                if let money = demand.money {
                    units = min(money.picodollars, BudgetAmount.largest)
                } else if demand.tokens == nil {
                    reasons.append(.unknownOutput(budget: budget.name))
                    continue
                } else if unpriced == .deny {
                    reasons.append(.unpriced(budget: budget.name))
                    continue
                } else {
                    units = 0
                }
            }
            contents.budgets[place].advance(to: now)
            let key = contents.budgets[place].key(of: call.tags)
            askings.append(Asking(place: place, key: key, units: units))
            for finding in contents.budgets[place].findings(asking: units, of: key) {
                if finding.action == .stop { reasons.append(.limit(finding)) } else { findings.append(finding) }
            }
        }
        guard reasons.isEmpty else { return .refused(BudgetRefusal(reasons: reasons)) }
        let parts = askings.map { asking in
            contents.budgets[asking.place].reserve(asking.units, asking.key)
            contents.budgets[asking.place].announce(asking.key, events: &events)
            let state = contents.budgets[asking.place]
            return Reservation.Part(budget: state.id, key: asking.key, units: asking.units, mark: state.mark)
        }
        let id = contents.makeID()
        contents.open.add(id, parts, at: now)
        return .granted(id, parts, findings)
    }
}

extension BudgetBook.Contents {
    /// Gives back what is open for too long.
    mutating func expire(at now: Timestamp, events: inout [BudgetEvent]) {
        var count = 0
        while let parts = self.open.takeExpired(at: now) {
            self.giveBack(parts)
            count += 1
        }
        if count > 0 { events.append(.expired(count: count)) }
    }

    /// Gives back what the parts of a reservation keep, in the budgets that are still there.
    mutating func giveBack(_ parts: [Reservation.Part]) {
        for part in parts {
            guard let place = self.places[part.budget] else { continue }
            self.budgets[place].release(part.units, part.key, since: part.mark)
        }
    }
}
