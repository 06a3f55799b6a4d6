internal import Synchronization

/// What a call may use, kept free for it in all budgets that it counts for.
///
/// It is settled with what the call used, or given back with ``release()``. A reservation that nobody holds any more is
/// given back by itself, and one that is open for longer than the book allows expires. A call that ends in a later window
/// than it began in counts in the window of its reservation.
public final class Reservation: Sendable {
    /// What a call reserved of one limit.
    struct Part: Sendable {
        let budget: UInt64
        let key: BudgetState.Key
        let units: Int128
        let mark: Int64
    }

    enum State: UInt8, AtomicRepresentable {
        case open
        case released
        case settled
    }

    /// The thresholds that the call passes without being refused.
    public let findings: [BudgetFinding]
    /// Whether the call's price is unknown, so that budgets in money count it by the rule for such calls.
    public let isUnpriced: Bool
    /// The output tokens that were reserved because the request sets no limit; nil if it does.
    public let assumedOutputTokens: Int?

    let id: UInt64
    let parts: [Part]
    /// The rule for unknown prices that the call was made by.
    let unpriced: UnpricedRule
    let book: BudgetBook
    let state = Atomic<State>(.open)

    init(
        id: UInt64,
        parts: [Part],
        findings: [BudgetFinding],
        demand: CallDemand,
        unpriced: UnpricedRule,
        book: BudgetBook
    ) {
        self.unpriced = unpriced
        self.id = id
        self.parts = parts
        self.findings = findings
        self.isUnpriced = demand.isUnpriced
        self.assumedOutputTokens = demand.assumedOutput
        self.book = book
    }

    deinit {
        if self.state.load(ordering: .relaxed) == .open { _ = self.book.release(self) }
    }

    /// How long the caller should wait before the call: the longest of the delays of the thresholds that are passed.
    public var delay: Duration {
        self.findings.reduce(.zero) { longest, finding in
            if case .throttle(let delay) = finding.action { max(longest, delay) } else { longest }
        }
    }

    /// Counts what the call used in place of what it reserved.
    ///
    /// What is more than reserved is counted in full and reported. Without a cost the rule for unpriced models holds: an
    /// assumed rate, or else what was reserved for the call, and the call is counted as one without a price. To settle
    /// again changes nothing; to settle what was given back or has expired counts all the same, since it was used.
    ///
    /// - Complexity: O(*n*) in the number of budgets that the call counts for.
    @discardableResult
    public func settle(tokens: Int, cost: Money?) -> BudgetSettlement {
        self.settle(BudgetCharge(tokens: tokens, cost: cost, knownCost: .zero))
    }

    /// Counts what a record says that the call used; of a cost that is known in part, at least that part.
    @discardableResult
    public func settle(_ record: UsageRecord) -> BudgetSettlement {
        self.settle(BudgetCharge(record))
    }

    func settle(_ charge: BudgetCharge) -> BudgetSettlement {
        self.book.settle(self, charge)
    }

    /// Gives back what was reserved: the call used nothing.
    ///
    /// After a settlement, or a second time, it changes nothing.
    @discardableResult
    public func release() -> BudgetSettlement {
        BudgetSettlement(status: self.book.release(self) ? .closed : .ignored, overshoots: [])
    }
}
