public import TallyFileExport
public import TallyMetering
internal import TallyPricing

/// A ledger of a company that does not exist, for trying out and testing what reads ledgers.
///
/// ```swift
/// var sample = SampleLedger()
/// sample.records = 50_000
/// let summary = try sample.write(to: "sample")
/// summary.cost           // what every report on it has to come to
/// summary.anomalies      // what whoever looks for anomalies has to find
/// ```
///
/// It has thirteen features of eight teams with chats, agents, single requests and batches, on models of several providers;
/// context that grows and is cached, estimates, retries, outcomes; calls by day and night and at weekends; calls without
/// tags and with wrong ones, models without a price, streams that broke off; and ``SampleAnomaly``s where it has a week or
/// more. Prices are those of the bundled price book. The same settings always give the same bytes, on every platform.
public struct SampleLedger: Hashable, Sendable {
    /// The most days: ten years.
    public static let maximumDays = 3_653

    /// What is different in another sample of the same size.
    public var seed: UInt64 = 1
    /// How many records there are of all kinds, besides those of ``oddities``.
    public var records = 100_000
    /// The first day.
    public var firstDay = LedgerDay(Timestamp(millisecondsSince1970: 1_790_812_800_000))
    /// How many days there are: from 1 to ``maximumDays``; what is less or more counts as these.
    public var days = 30
    /// What is in it that no service of ours writes, or writes seldom.
    public var oddities: SampleOddities = []
    /// How many bytes a file has before another one is begun.
    public var maximumFileSize = 64 << 20

    /// Creates the settings of a sample of 100,000 records from 2026-10-01 to 2026-10-30.
    public init() {}

    /// Calls `body` with every record, in the order of time; ``oddities`` are not among them.
    ///
    /// - Returns: What there was.
    /// - Throws: What `body` throws.
    /// - Complexity: O(*n*) in time for *n* records; memory for an hour of them.
    public func forEach<Failure: Error>(
        _ body: (MeteringRecord) throws(Failure) -> Void
    ) throws(Failure) -> SampleSummary {
        let start = self.firstDay.start
        let days = min(max(self.days, 1), Self.maximumDays)
        let rhythm = SampleRhythm(start: start, days: days)
        let anomalies = SampleAnomaly.planted(from: start, days: days)
        var traffic = SampleTraffic(seed: self.seed, rhythm: rhythm, anomalies: anomalies)
        var summary = SampleSummary(anomalies: anomalies)
        var queue = SampleQueue()
        let whole = (0..<rhythm.hourCount).reduce(into: Int128(0)) { $0 += Int128(traffic.weight(ofHour: $1)) }
        var passed = Int128(0)
        for hour in 0..<rhythm.hourCount {
            passed += Int128(traffic.weight(ofHour: hour))
            let target = Int(Int128(max(self.records, 0)) * passed / whole)
            self.fill(hour, upTo: target, by: &traffic, into: &queue)
            for record in queue.take(before: rhythm.time(ofHour: hour + 1)) where summary.records < self.records {
                summary.add(record)
                try body(record)
            }
        }
        return summary
    }

    /// Makes sessions that begin in an hour until there are `target` records.
    private func fill(_ hour: Int, upTo target: Int, by traffic: inout SampleTraffic, into queue: inout SampleQueue) {
        guard queue.added < target else { return }
        let time = traffic.rhythm.time(ofHour: hour)
        for anomaly in traffic.anomalies where anomaly.kind == .runawayAgent && anomaly.start == time {
            traffic.addRunaway(anomaly, calls: min(400, max(20, self.records / 200)), to: &queue)
        }
        if hour % 72 == 63 { queue.add(self.drop(at: time, by: &traffic)) }
        let weights = traffic.sessionWeights(inHour: hour)
        while queue.added < target {
            let start = Timestamp(
                millisecondsSince1970: time.millisecondsSince1970 + Int64(traffic.random.below(3_600_000))
            )
            let workload = traffic.workloads[traffic.random.pick(weights)]
            traffic.addSession(of: workload, at: start, to: &queue)
        }
    }

    /// What a service states that had more to tell than it could keep.
    private func drop(at time: Timestamp, by traffic: inout SampleTraffic) -> MeteringRecord {
        let records = traffic.random.among(1...12)
        let amount = RecordAmount(
            records: records,
            tokens: 1_700 * records,
            cost: Money(picodollars: Int128(records) * 4_130_500_000),
            unpricedRecords: records / 6
        )
        return .drop(
            DropRecord(id: traffic.maker.id(at: time, &traffic.random), time: time, reason: .queueFull, amount: amount)
        )
    }
}

extension LedgerDay {
    /// Its first moment.
    var start: Timestamp { Timestamp("\(self)T00:00:00Z") ?? Timestamp(millisecondsSince1970: 0) }
}
