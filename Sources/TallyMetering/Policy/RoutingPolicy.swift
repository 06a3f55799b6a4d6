/// Which model does which work: the section `routing` of the policy file, as a value.
///
/// ```swift
/// let model = policy.model(for: "review", attempt: 1)
/// ```
public struct RoutingPolicy: Hashable, Sendable {
    /// The models for work that has no entry of its own; nil if nothing is said of it.
    public var usual: ModelRoute?
    /// The models by type of work.
    public var work: [String: ModelRoute]

    /// Creates a policy; without arguments it says nothing.
    public init(usual: ModelRoute? = nil, work: [String: ModelRoute] = [:]) {
        self.usual = usual
        self.work = work
    }

    /// Returns the route for a type of work: its own, or else the usual one.
    public func route(for work: String?) -> ModelRoute? {
        work.flatMap { self.work[$0] } ?? self.usual
    }

    /// Returns which model is to do a piece of work.
    ///
    /// - Parameters:
    ///   - work: The type of work, as ``CallOrigin/work`` has it.
    ///   - attempt: Which attempt this is, from 1: one more each time an answer was not good enough.
    /// - Returns: nil if the policy says nothing of such work; the caller then decides.
    public func model(for work: String?, attempt: Int = 1) -> String? {
        self.route(for: work)?.model(attempt: attempt)
    }
}

/// The model that does a type of work, and the one that does it when the first has failed.
public struct ModelRoute: Hashable, Sendable {
    /// The model that is tried first.
    public var model: String
    /// The model that is tried when ``attempts`` of ``model`` were not good enough; nil if there is none.
    public var escalation: String?
    /// How many attempts ``model`` has.
    public var attempts: Int

    /// Creates a route.
    public init(_ model: String, escalation: String? = nil, attempts: Int = 1) {
        self.model = model
        self.escalation = escalation
        self.attempts = attempts
    }

    /// Returns the model of an attempt, from 1.
    public func model(attempt: Int) -> String {
        attempt > self.attempts ? self.escalation ?? self.model : self.model
    }
}
