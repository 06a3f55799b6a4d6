public import Instrumentation

/// What a task carries along for the calls that it makes: one value, so that a record asks for it once.
struct UsageScope: Sendable {
    var tags = UsageTags()
    var interactionID: String?
    var sessionID: String?
    /// Members of a `baggage` header that are not ours, to be passed on.
    var foreignBaggage: String?

    /// What the running task carries along.
    static var current: UsageScope { InstrumentationContext.current?.usageScope ?? UsageScope() }

    fileprivate enum Key: InstrumentationContextKey {
        typealias Value = UsageScope
        static var nameOverride: String? { "tally-usage" }
    }
}

extension InstrumentationContext {
    /// What is carried along; empty if nothing was set.
    var usageScope: UsageScope {
        get { self[UsageScope.Key.self] ?? UsageScope() }
        set { self[UsageScope.Key.self] = newValue }
    }

    /// Who makes calls here, and what for.
    public var usageTags: UsageTags {
        get { self.usageScope.tags }
        set { self.usageScope.tags = newValue }
    }

    /// What the caller is doing, which calls belong to: an agent's turn, a user's request.
    ///
    /// At most ``UsageTags/maximumValueLength`` bytes, without control characters; what is longer is cut.
    public var usageInteractionID: String? {
        get { self.usageScope.interactionID }
        set { self.usageScope.interactionID = newValue.map { TagText.value($0).text } }
    }

    /// The conversation or run that the interaction belongs to.
    ///
    /// At most ``UsageTags/maximumValueLength`` bytes, without control characters; what is longer is cut.
    public var usageSessionID: String? {
        get { self.usageScope.sessionID }
        set { self.usageScope.sessionID = newValue.map { TagText.value($0).text } }
    }

    /// The context of the running task, with `change` made to a copy.
    fileprivate static func current(_ change: (inout InstrumentationContext) -> Void) -> InstrumentationContext {
        var context = InstrumentationContext.current ?? .topLevel
        change(&context)
        return context
    }
}

/// Calls `operation` with `tags` on every call that it makes, also in its child tasks.
///
/// They are merged with the tags around: where both have a key, the inner one wins.
///
/// ```swift
/// withUsageTags(["team": "search"]) {
///     withUsageTags(["feature": "answers"]) { … }   // calls have both
/// }
/// ```
public func withUsageTags<Result>(
    _ tags: UsageTags,
    operation: () throws -> Result
) rethrows -> Result {
    let context = InstrumentationContext.current { $0.usageTags = $0.usageTags.merging(tags) }
    return try InstrumentationContext.withValue(context, operation: operation)
}

/// Calls `operation` with `tags` on every call that it makes, also in its child tasks.
///
/// They are merged with the tags around: where both have a key, the inner one wins.
public func withUsageTags<Result>(
    _ tags: UsageTags,
    isolation: isolated (any Actor)? = #isolation,
    operation: () async throws -> Result
) async rethrows -> Result {
    let context = InstrumentationContext.current { $0.usageTags = $0.usageTags.merging(tags) }
    return try await InstrumentationContext.withValue(context, operation: operation)
}

/// Calls `operation` as a part of an interaction: an agent's turn, a user's request.
///
/// - Parameters:
///   - id: The id of the interaction, which the records of all its calls have.
///   - session: The conversation or run that it belongs to; nil keeps the one around.
///   - operation: What the interaction does.
public func withInteraction<Result>(
    id: String,
    session: String? = nil,
    operation: () throws -> Result
) rethrows -> Result {
    let context = InstrumentationContext.current { $0.enter(id, session) }
    return try InstrumentationContext.withValue(context, operation: operation)
}

/// Calls `operation` as a part of an interaction: an agent's turn, a user's request.
///
/// - Parameters:
///   - id: The id of the interaction, which the records of all its calls have.
///   - session: The conversation or run that it belongs to; nil keeps the one around.
///   - isolation: The actor that the operation runs on: the caller's.
///   - operation: What the interaction does.
public func withInteraction<Result>(
    id: String,
    session: String? = nil,
    isolation: isolated (any Actor)? = #isolation,
    operation: () async throws -> Result
) async rethrows -> Result {
    let context = InstrumentationContext.current { $0.enter(id, session) }
    return try await InstrumentationContext.withValue(context, operation: operation)
}

extension InstrumentationContext {
    fileprivate mutating func enter(_ interaction: String, _ session: String?) {
        self.usageInteractionID = interaction
        if let session { self.usageSessionID = session }
    }
}
