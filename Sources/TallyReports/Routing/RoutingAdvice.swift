internal import TallyMetering
internal import TallyPricing

/// Which model the ledger speaks for, for one type of work.
struct RoutingAdvice: Sendable, Equatable {
    /// What is advised; nil if nothing is.
    var route: ModelRoute?
    /// Why.
    var reason: String

    init(route: ModelRoute?, reason: String) {
        self.route = route
        self.reason = reason
    }

    /// The advice that follows from what models did.
    ///
    /// Only models with enough outcomes and known prices are looked at. One that was surely accepted less often than the best
    /// (its 95% interval ends below where that of the best begins) is left out; of the others the one whose accepted work
    /// costs least is the default. The escalation is the one whose share of accepted work is surely the highest, if it is higher
    /// than the default's.
    init(_ cells: [(model: String, cell: RoutingCell)], minimum: Int) {
        let enough = cells.filter { $0.cell.outcomes >= minimum }
        let known = enough.filter { $0.cell.costs.count >= minimum }.compactMap { entry in
            entry.cell.interval.flatMap { interval in
                entry.cell.costPerAccepted.map { (model: entry.model, cell: entry.cell, interval: interval, cost: $0) }
            }
        }
        let best = known.max { ($0.interval.lower, $1.model) < ($1.interval.lower, $0.model) }
        guard let best,
            let usual = known.filter({ $0.interval.upper >= best.interval.lower })
                .min(by: { ($0.cost, $0.model) < ($1.cost, $1.model) })
        else {
            self.route = nil
            self.reason =
                enough.isEmpty
                ? "no advice: no model has \(minimum) outcomes"
                : "no advice: nothing was accepted of models with \(minimum) outcomes, or too few have whole prices"
            return
        }
        let share = { (entry: RoutingCell) in Double(entry.accepted) / Double(entry.outcomes) }
        let isBetter = best.model != usual.model && share(best.cell) > share(usual.cell)
        self.route = ModelRoute(usual.model, escalation: isBetter ? best.model : nil)
        self.reason =
            known.count == 1
            ? "the only model with \(minimum) outcomes and known prices"
            : "the least cost for accepted work of \(known.count) models, none surely better"
        if isBetter { self.reason += "; the escalation is accepted more often" }
        if known.count > 1, best.model == usual.model { self.reason += "; it is also the one most surely accepted" }
    }
}
