internal import TallyMetering
internal import TallyPricing

/// What the calls of one piece of work used, and what became of it.
struct SessionSums: SampledValue {
    /// A text that calls of it have, and the tokens of those calls.
    struct Share: Hashable, Sendable {
        let dimension: UInt8
        let symbol: Symbol
        var tokens: Int
    }

    /// The most texts of one piece of work that are told apart.
    static let maximumShares = 64

    /// Calls, each attempt by itself.
    var calls = 0
    /// Attempts after the first.
    var retries = 0
    /// Calls of which something has no known price.
    var unpriced = 0
    var tokens = 0
    var cost = Money.zero
    /// The sum of the calls' durations; nil if no call has one.
    var duration: Duration?
    /// When the first call began.
    var first: Timestamp
    /// The latest outcome of it, of one of its interactions or of one of its calls.
    var outcome: LatestOutcome?
    private var shares: [Share] = []

    init(at time: Timestamp) {
        self.first = time
    }

    var size: Int { 1 + self.shares.count }

    mutating func add(_ row: borrowing UsageRow) {
        let tokens = row.tokens.input.addingSaturated(row.tokens.output)
        self.calls += 1
        if row.attempt > 1 { self.retries += 1 }
        if row.isUnpriced { self.unpriced += 1 }
        self.tokens = self.tokens.addingSaturated(tokens)
        self.cost += row.cost
        self.add(row.duration)
        self.first = min(self.first, row.time)
        for (dimension, symbol) in row.values.enumerated() where !symbol.isAbsent {
            self.add(Share(dimension: UInt8(clamping: dimension), symbol: symbol, tokens: tokens))
        }
    }

    private mutating func add(_ duration: Duration?) {
        guard let duration else { return }
        // A record's duration fits 64 bits of milliseconds; many of them do not exceed those of a duration.
        self.duration = (self.duration ?? .zero) + duration
    }

    private mutating func add(_ share: Share) {
        let known = self.shares.firstIndex { $0.dimension == share.dimension && $0.symbol == share.symbol }
        if let known {
            self.shares[known].tokens = self.shares[known].tokens.addingSaturated(share.tokens)
        } else if self.shares.count < Self.maximumShares {
            self.shares.append(share)
        }
    }

    mutating func merge(_ later: SessionSums) {
        self.calls += later.calls
        self.retries += later.retries
        self.unpriced += later.unpriced
        self.tokens = self.tokens.addingSaturated(later.tokens)
        self.cost += later.cost
        self.add(later.duration)
        self.first = min(self.first, later.first)
        for share in later.shares { self.add(share) }
        if let outcome = later.outcome { self.state(outcome) }
    }

    /// Takes an outcome; the later one wins.
    mutating func state(_ stated: LatestOutcome) {
        var outcome = self.outcome ?? stated
        outcome.merge(stated)
        self.outcome = outcome
    }

    /// The text of a dimension whose calls have the most tokens, of several the one that sorts first; nil if no call has one.
    func main(_ dimension: Int, _ symbols: SymbolTable) -> Symbol? {
        var main: Share?
        for share in self.shares where Int(share.dimension) == dimension {
            if let best = main {
                guard share.tokens >= best.tokens else { continue }
                if share.tokens == best.tokens,
                    (symbols.text(of: share.symbol) ?? "") > (symbols.text(of: best.symbol) ?? "")
                {
                    continue
                }
            }
            main = share
        }
        return main?.symbol
    }
}
