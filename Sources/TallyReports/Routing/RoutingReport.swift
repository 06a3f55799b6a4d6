public import TallyMetering
internal import TallyPricing

/// Which model did which type of work how well, at what cost and how fast, and what that speaks for.
///
/// Work is what ``EfficiencyReport`` judges: a session with its latest outcome. It belongs to the type of work and the model
/// whose calls have the most of its tokens. The ledger only says what was done: if harder work went to one model, its figures
/// show that too.
public struct RoutingReport: Sendable {
    /// What work is told apart by.
    public var dimension: Dimension
    /// How many outcomes advice needs, of each model.
    public var minimumOutcomes: Int
    /// How many types of work are shown, those with the most outcomes.
    public var top: Int
    /// What the policy file says now.
    public var policy: RoutingPolicy
    var limit = JudgedSessions.limit

    /// Creates a report.
    public init(
        by dimension: Dimension = .work,
        minimumOutcomes: Int = 30,
        top: Int = 50,
        policy: RoutingPolicy = RoutingPolicy()
    ) {
        self.dimension = dimension
        self.minimumOutcomes = minimumOutcomes
        self.top = top
        self.policy = policy
    }

    /// Returns the report of a ledger, which is read twice: outcomes come after the calls that they are of.
    ///
    /// - Throws: ``LedgerError`` as ``LedgerScan/fold(_:into:)`` does.
    /// - Complexity: O(*n* log *n*) in the records; memory for at most a million pieces of work and as many outcomes.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        let judged = try JudgedSessions(scan, by: [self.dimension, .model], limit: self.limit)
        var cells: [Symbol: [Symbol: RoutingCell]] = [:]
        for session in judged.sessions {
            let work = session.main(0, judged.symbols) ?? .absent
            let model = session.main(1, judged.symbols) ?? .absent
            cells[work, default: [:]][model, default: RoutingCell()].add(session)
        }
        let types = cells.map { work, models in
            WorkType(
                name: judged.symbols.text(of: work),
                models: models.map { (judged.symbols.text(of: $0.key) ?? "", $0.value) }.sorted { $0.0 < $1.0 },
                minimum: self.minimumOutcomes
            )
        }
        let sorted = types.sorted { ($1.outcomes, $0.name ?? "") < ($0.outcomes, $1.name ?? "") }
        return self.document(sorted, judged, filter: scan.filter)
    }

    /// A type of work with what models did of it.
    struct WorkType: Sendable {
        let name: String?
        let models: [(model: String, cell: RoutingCell)]
        let advice: RoutingAdvice

        init(name: String?, models: [(String, RoutingCell)], minimum: Int) {
            self.name = name
            self.models = models.map { (model: $0.0, cell: $0.1) }
            self.advice =
                name == nil
                ? RoutingAdvice(route: nil, reason: "no advice: work of different types, none of which was stated")
                : RoutingAdvice(self.models, minimum: minimum)
        }

        var outcomes: Int { self.models.reduce(0) { $0 + $1.cell.outcomes } }
    }

    /// The advice as a section of `tally.yml` on one line, so that every form of a report keeps it whole.
    static func yaml(_ types: [WorkType]) -> String? {
        let routes = types.compactMap { type -> String? in
            guard let name = type.name, let route = type.advice.route else { return nil }
            let escalation = route.escalation.map { ", escalation: \(Self.quoted($0))" } ?? ""
            return "\(Self.quoted(name)): {default: \(Self.quoted(route.model))\(escalation)}"
        }
        return routes.isEmpty ? nil : "routing: {work: {\(routes.joined(separator: ", "))}}"
    }

    /// A text in YAML's double quotes.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _
            where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
                || scalar.value == 0x2029 || scalar.value == 0xFEFF:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
