internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

/// Makes the records of a call: its attempts, priced as a pipeline prices them.
struct SampleCallMaker {
    private let pricer = RecordPricer()

    /// The most attempts of a call.
    private static let attempts = 3
    private static let errors = ["429", "529", "overloaded_error", "timeout"]
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    /// Appends the records of a session's next call, and moves the session to its end.
    ///
    /// - Parameter failures: How many attempts in ten thousand fail.
    func addCall(
        of session: inout SampleSession,
        interaction: String?,
        failures: Int,
        end: Timestamp,
        _ random: inout SampleRandom,
        to queue: inout SampleQueue
    ) -> (call: RecordID?, isAnswered: Bool) {
        var call: RecordID?
        for attempt in 1...Self.attempts {
            guard session.time < end else { return (call, false) }
            let id = self.id(at: session.time, &random)
            call = call ?? id
            var record = self.record(id, of: session, interaction: interaction)
            record.callID = call ?? id
            record.attempt = attempt
            let hasFailed = random.happens(failures)
            if hasFailed {
                self.fail(&record, &random)
            } else {
                self.answer(&record, of: session, &random)
            }
            self.estimate(&record, of: session, &random)
            self.pricer.price(&record)
            session.wait(Self.milliseconds(record.duration ?? .zero))
            queue.add(.usage(record))
            if !hasFailed { return (call, true) }
            session.wait(500 << attempt)
        }
        return (call, false)
    }

    /// What is known of a call before it is answered.
    private func record(_ id: RecordID, of session: SampleSession, interaction: String?) -> UsageRecord {
        let (workload, model) = (session.workload, session.model)
        var record = UsageRecord(
            id: id,
            time: session.time,
            model: model.requested,
            usage: TokenUsage(),
            provider: model.provider,
            tags: session.tags
        )
        record.interactionID = interaction
        record.sessionID = session.name
        record.origin = session.origin
        record.requestedModel = model.requested
        record.format = model.format
        record.requestedMaxOutput = workload.maximumOutput
        record.isBatch = workload.shape == .batch
        record.isStream = session.name != nil
        if workload.isHashed {
            let tools = workload.system * 3 / 5
            let key = Self.hash(workload.feature)
            record.prefixBlocks = [
                PrefixBlock(hash: key, tokens: workload.system - tools),
                PrefixBlock(hash: key &* 0x9E37_79B9_7F4A_7C15, tokens: tools),
            ]
            if session.history > 0 { record.prefixBlocks.append(PrefixBlock(hash: session.opening, tokens: 240)) }
        }
        return record
    }

    private func fail(_ record: inout UsageRecord, _ random: inout SampleRandom) {
        record.source = .unknown
        record.isComplete = false
        record.errorKind = Self.errors[random.pick([50, 30, 10, 10])]
        let milliseconds = record.errorKind == "timeout" ? 30_000 : random.around(180)
        record.duration = .milliseconds(milliseconds)
    }

    private func answer(_ record: inout UsageRecord, of session: SampleSession, _ random: inout SampleRandom) {
        let (workload, model) = (session.workload, session.model)
        record.model = model.name
        record.responseID = "r-\(self.name(&random))"
        record.usage = SampleUsage.input(of: session)
        record.check = model.format == .anthropicMessages ? .notStated : .agrees
        record.finishReason = model.endings.natural
        var written = 0
        if workload.output > 0 {
            var answer = max(1, session.answer)
            var reasoning = model.reasons && random.happens(6_000) ? random.around(session.answer) : 0
            if let maximum = workload.maximumOutput, answer + reasoning > maximum {
                reasoning = min(reasoning, maximum / 2)
                answer = maximum - reasoning
                record.finishReason = model.endings.cut
            }
            record.usage.outputText = answer
            if model.reasons { record.usage.reasoning = reasoning }
            written = answer + reasoning
        }
        if model.statesCost {
            // 27 cents and 1.10 dollars for a million tokens, in picodollars for one.
            record.providerCost = Money(picodollars: Int128(session.prompt) * 270_000 + Int128(written) * 1_100_000)
        }
        self.setTimes(&record, of: session, written: written, &random)
        if random.happens(60) { SampleUsage.damage(&record, &random) }
    }

    private func setTimes(
        _ record: inout UsageRecord,
        of session: SampleSession,
        written: Int,
        _ random: inout SampleRandom
    ) {
        let pace = session.model.pace
        // A token of input takes a fiftieth of a millisecond.
        let first = random.around(1_000 * pace.start + 20 * session.prompt)
        let rest = written * random.around(pace.token)
        if record.isStream { record.timeToFirstToken = .microseconds(first) }
        record.duration = .microseconds(first + rest)
    }

    /// States beforehand what the call will use, wrong by a few hundredths, and what that costs.
    private func estimate(_ record: inout UsageRecord, of session: SampleSession, _ random: inout SampleRandom) {
        let workload = session.workload
        guard workload.isEstimated, random.happens(8_000) else { return }
        let input = session.prompt * random.among(970...1_030) / 1_000
        var estimate = CallEstimate(inputTokens: input, maximumOutputTokens: workload.maximumOutput)
        var expected = record
        expected.samplingCosts = []
        func cost(output: Int?) -> Money? {
            expected.usage = TokenUsage(inputUncached: input, outputText: output)
            expected.providerCost = nil
            self.pricer.price(&expected)
            return expected.totalCost
        }
        if workload.output > 0 {
            estimate.outputTokens = workload.output
            if let maximum = workload.maximumOutput { estimate.maximumCost = cost(output: maximum) }
        }
        estimate.cost = cost(output: estimate.outputTokens)
        record.estimate = estimate
    }

    /// An id of a record of `time`: a UUID of version 7.
    func id(at time: Timestamp, _ random: inout SampleRandom) -> RecordID {
        let word = random.next()
        return RecordID(
            high: UInt64(max(time.millisecondsSince1970, 0)) << 16 | 0x7000 | word & 0xFFF,
            low: 0b10 << 62 | random.next() >> 2
        )
    }

    /// Sixteen digits that nothing else has.
    func name(_ random: inout SampleRandom) -> String {
        let word = random.next()
        return String(decoding: (0..<16).map { Self.hexadecimal[Int(word >> (4 * $0) & 15)] }, as: UTF8.self)
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }

    private static func hash(_ text: String) -> UInt64 {
        // FNV-1a with 64 bits.
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
