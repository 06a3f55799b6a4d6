internal import TallyMetering

/// Makes the sample's calls, session by session: what is asked for when, how a context grows, what fails.
struct SampleTraffic {
    let rhythm: SampleRhythm
    let anomalies: [SampleAnomaly]
    var random: SampleRandom
    var maker = SampleCallMaker()
    let workloads = SampleWorkload.company

    /// The longest context of a session; a longer one is summed up.
    private static let longestContext = 180_000

    init(seed: UInt64, rhythm: SampleRhythm, anomalies: [SampleAnomaly]) {
        self.rhythm = rhythm
        self.anomalies = anomalies
        self.random = SampleRandom(seed: seed)
    }

    /// How much happens in an hour.
    func weight(ofHour hour: Int) -> Int {
        let shares = self.workloads.reduce(0) { $0 + $1.share }
        guard let spike = self.spike(inHour: hour) else { return self.rhythm.weight(ofHour: hour) * shares }
        return self.rhythm.weight(ofHour: hour) * (shares + 5 * spike.share)
    }

    /// How often a session in an hour is of each workload.
    func sessionWeights(inHour hour: Int) -> [Int] {
        let spike = self.spike(inHour: hour)
        return self.workloads.map { workload in
            var calls = workload.share * (workload.feature == spike?.feature ? 6 : 1)
            if workload.shape == .batch { calls = self.rhythm.isNight(hour) ? 30 * calls : 0 }
            return 400 * calls / workload.meanCalls
        }
    }

    private func spike(inHour hour: Int) -> SampleWorkload? {
        let time = self.rhythm.time(ofHour: hour)
        guard let spike = self.anomaly(.callSpike, at: time) else { return nil }
        return self.workloads.first { $0.feature == spike.feature }
    }

    /// The anomaly of that kind that goes on at `time`, if it is in the feature or the provider that is named.
    private func anomaly(
        _ kind: SampleAnomaly.Kind,
        at time: Timestamp,
        feature: String? = nil,
        provider: String? = nil
    ) -> SampleAnomaly? {
        self.anomalies.first {
            $0.kind == kind && $0.start <= time && time < $0.end && (feature == nil || $0.feature == feature)
                && (provider == nil || $0.provider == provider)
        }
    }

    /// Appends what a session that begins at `start` makes.
    mutating func addSession(of workload: SampleWorkload, at start: Timestamp, to queue: inout SampleQueue) {
        let model = self.model(of: workload, at: start)
        let name = workload.shape == .chat || workload.shape == .agent ? "s-\(self.maker.name(&self.random))" : nil
        let turns = self.random.among(workload.turns)
        var session = SampleSession(workload, model, name: name, start: start, &self.random)
        for turn in 0..<turns where session.time < self.end {
            let calls = self.random.among(workload.calls)
            self.addTurn(turn, calls: calls, of: &session, to: &queue)
        }
    }

    /// Appends the session that does not stop.
    mutating func addRunaway(_ anomaly: SampleAnomaly, calls: Int, to queue: inout SampleQueue) {
        guard let workload = self.workloads.first(where: { $0.feature == anomaly.feature }) else { return }
        var session = SampleSession(workload, .opus, name: anomaly.session, start: anomaly.start, &self.random)
        session.tags = UsageTags(team: workload.team, feature: workload.feature, useCase: workload.useCase)
        session.tags.environment = "production"
        session.tags.customer = "c-0007"
        session.pause = min(20_000, 7_200_000 / max(calls, 1))
        self.addTurn(0, calls: calls, of: &session, to: &queue)
    }

    private mutating func addTurn(
        _ turn: Int,
        calls: Int,
        of session: inout SampleSession,
        to queue: inout SampleQueue
    ) {
        let workload = session.workload
        let interaction = workload.isHashed || session.name != nil ? "i-\(self.maker.name(&self.random))" : nil
        var hasFailed = false
        var last: RecordID?
        for call in 0..<calls where session.time < self.end {
            let isQuestion = workload.shape == .agent && call == 0
            session.added = self.random.around(isQuestion ? 240 : workload.input)
            session.answer = self.random.around(workload.output)
            if self.anomaly(.outputSpike, at: session.time, feature: workload.feature) != nil { session.answer *= 8 }
            session.isCached =
                self.anomaly(.cacheLoss, at: session.time, feature: workload.feature) == nil
                && self.random.happens(session.isFirst ? 8_000 : 9_600)
            let outage = self.anomaly(.outage, at: session.time, provider: session.model.provider ?? "")
            let made = self.maker.addCall(
                of: &session,
                interaction: interaction,
                failures: outage == nil ? 110 : 4_000,
                end: self.end,
                &self.random,
                to: &queue
            )
            last = made.call
            hasFailed = !made.isAnswered
            guard made.isAnswered else { break }
            session.grow(over: Self.longestContext)
            let pause = session.pause ?? (workload.shape == .agent ? self.random.among(300...4_000) : 0)
            session.wait(pause)
        }
        self.addOutcome(of: session, interaction, last, hasFailed: hasFailed, to: &queue)
        // Now and then the user comes back when the cache has forgotten.
        session.wait(self.random.happens(800) ? self.random.among(320_000...900_000) : self.random.around(45_000))
    }

    private mutating func model(of workload: SampleWorkload, at time: Timestamp) -> SampleModel {
        if self.anomaly(.modelSwitch, at: time, feature: workload.feature) != nil { return .opus }
        return workload.models[self.random.pick(workload.models.map(\.weight))].model
    }

    private mutating func addOutcome(
        of session: SampleSession,
        _ interaction: String?,
        _ call: RecordID?,
        hasFailed: Bool,
        to queue: inout SampleQueue
    ) {
        let isTalk = session.name != nil
        guard self.random.happens(isTalk ? 5_500 : 300), let call else { return }
        let time = Timestamp(
            millisecondsSince1970: session.time.millisecondsSince1970 + Int64(self.random.among(2_000...900_000))
        )
        guard time < self.end else { return }
        let outcomes: [Outcome] = [.accepted, .reworked, .abandoned, .reverted, .failed]
        let isAground = session.pause != nil
        let outcome = hasFailed ? .failed : isAground ? .abandoned : outcomes[self.random.pick([64, 17, 9, 4, 6])]
        let subject = isTalk ? interaction.map(OutcomeSubject.interaction) : nil
        queue.add(
            .outcome(
                OutcomeRecord(
                    id: self.maker.id(at: time, &self.random),
                    time: time,
                    subject: subject ?? .call(call),
                    outcome: outcome,
                    tags: session.tags
                )
            )
        )
    }

    /// The first moment after the sample.
    var end: Timestamp { self.rhythm.time(ofHour: self.rhythm.hourCount) }
}
