extension UsageMeter {
    /// Makes a call and records what it used, whether it returns, throws or is cancelled.
    ///
    /// The call given to `body` is told what comes in; what it is not told is recorded as unknown. With a policy or budgets
    /// in ``admission`` the call is asked for first: what it could cost at most is reserved, and given back when the actual
    /// cost is known, or when the call fails.
    ///
    /// - Parameters:
    ///   - model: The model that is asked for.
    ///   - provider: The provider's id or name, where the model's name does not tell it.
    ///   - tags: Who makes the call, what for, beyond what the meter and the task say.
    ///   - options: What else is known of it.
    ///   - body: Makes the call.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, and ``CallRefusal`` if the call may not be made.
    public func measure<Result>(
        model: String,
        provider: String? = nil,
        tags: UsageTags = UsageTags(),
        options: CallOptions = CallOptions(),
        _ body: (MeteredCall) async throws -> Result
    ) async throws -> Result {
        let call = try await self.begin(model: model, provider: provider, tags: tags, options: options)
        do {
            let result = try await body(call)
            call.close()
            return result
        } catch {
            call.close(failedWith: error)
            throw error
        }
    }

    /// Opens a call that outlives a scope: a stream that somebody else reads.
    ///
    /// It is recorded when it is closed, or when nobody holds it any more. Where a scope is at hand, ``measure(model:provider:tags:options:_:)``
    /// is the safer way.
    ///
    /// - Throws: ``CallRefusal`` if the call may not be made; `CancellationError` if the task is cancelled while a throttled
    ///   call waits.
    public func begin(
        model: String,
        provider: String? = nil,
        tags: UsageTags = UsageTags(),
        options: CallOptions = CallOptions()
    ) async throws -> MeteredCall {
        var template = self.makeRecord(TokenUsage(), model: model, provider: provider, tags: tags)
        template.requestedModel = model
        template.estimate = options.estimate
        template.requestedMaxOutput = options.requestedMaxOutput
        template.origin = options.origin
        template.region = options.region
        template.route = options.route
        template.isBatch = options.isBatch
        template.interactionID = options.interactionID ?? template.interactionID
        template.sessionID = options.sessionID ?? template.sessionID
        template.prefixBlocks = options.prefixBlocks
        let permit = try await self.admission?.admit(template, clock: self.clock)
        return MeteredCall(self, template: template, format: options.format, permit: permit)
    }
}
