/// Why a budget can't be set up, or why a call may not be made.
///
/// It has names, tag values and numbers, and never text of a prompt.
public struct BudgetError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: a bounded set, safe as a metric label.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case unknownTimeZone = "unknown_time_zone"
            case noTimeZones = "no_time_zones"
            case duplicateName = "duplicate_name"
            case invalidBudget = "invalid_budget"
            case refused
        }

        private let kind: Kind

        /// A time zone that the system's database does not have.
        public static let unknownTimeZone = Code(kind: .unknownTimeZone)
        /// A system without a time zone database.
        public static let noTimeZones = Code(kind: .noTimeZones)
        /// Two budgets of one name.
        public static let duplicateName = Code(kind: .duplicateName)
        /// A limit, window or threshold that makes no sense.
        public static let invalidBudget = Code(kind: .invalidBudget)
        /// A reservation that a budget or a rule refuses; ``BudgetError/refusal`` says which.
        public static let refused = Code(kind: .refused)

        /// The code in snake case.
        public var description: String { self.kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// What went wrong, with the numbers and the remedy.
    public let message: String
    /// What was refused and by whom, if the code is ``Code/refused``.
    public let refusal: BudgetRefusal?

    init(_ code: Code, _ message: String, refusal: BudgetRefusal? = nil) {
        self.code = code
        self.message = message
        self.refusal = refusal
    }

    /// The message.
    public var description: String { self.message }
}
