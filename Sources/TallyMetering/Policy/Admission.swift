/// What a gate decided about a call.
public struct Admission: Sendable {
    /// The call.
    public let call: PlannedCall
    /// What may be done with it, and why.
    public let decision: PolicyDecision
    /// What is reserved for it; nil if it may not be made.
    public let reservation: Reservation?

    /// Whether the call may be made.
    public var isAllowed: Bool { self.reservation != nil }

    /// How long the caller should wait before the call.
    public var delay: Duration {
        if case .throttle(let delay) = self.decision.verdict { delay } else { .zero }
    }
}
