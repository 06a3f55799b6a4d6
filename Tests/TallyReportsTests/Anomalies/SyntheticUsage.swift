import Foundation
import TallyPricing
import TallyTestSupport

@testable import TallyReports

/// A unit's usage by the hour as people's work makes it, with spikes in known hours.
struct SyntheticUsage {
    /// What kind of unit it is.
    enum Kind: String, CaseIterable {
        /// Calls by chance around a level that never changes, tokens much alike.
        case steady
        /// Working hours and weekends, calls by chance, tokens of a call lognormal.
        case office
        /// A season, and growth of 5% a week.
        case growing
        /// A season, and days on which nothing was recorded.
        case gaps
        /// Noise that grows with the level: days that are busy as a whole.
        case factors
        /// A unit that begins in the middle of the ledger.
        case new
        /// Few calls of a few tokens: below the floor.
        case quiet
    }

    private var random: SeededGenerator
    private(set) var series: [Int64: UsageBucket] = [:]
    /// The hours in which three times as many calls were made.
    private(set) var planted: Set<Int64> = []

    /// 2026-01-05T00:00:00Z, a Monday, in hours since 1970.
    static let start = RecordMaker.monday / 3_600_000

    init(_ kind: Kind, days: Int, spikes: Int, seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
        let begin = kind == .new ? days / 2 : 0
        // The first two weeks of a unit are not judged; of two spikes so near that they are one, only one is planted.
        var free = Array(min(begin + 15, days) * 24..<days * 24)
        for _ in 0..<spikes {
            guard let hour = free.randomElement(using: &self.random) else { break }
            self.planted.insert(Self.start + Int64(hour))
            free.removeAll { abs($0 - hour) < 6 }
        }
        for hour in begin * 24..<days * 24 {
            let step = Self.start + Int64(hour)
            let factor = self.planted.contains(step) ? 3.0 : 1
            if let bucket = self.bucket(kind, hour, factor) {
                self.series[step] = bucket
            } else {
                self.planted.remove(step)
            }
        }
    }

    private mutating func bucket(_ kind: Kind, _ hour: Int, _ factor: Double) -> UsageBucket? {
        let (day, time) = (hour / 24, hour % 24)
        let isWeekend = day % 7 >= 5
        let season = (isWeekend ? 0.4 : 1) * (1 + 0.6 * sin(Double(time - 8) / 24 * 2 * .pi))
        var level: Double
        switch kind {
        case .steady: level = 60
        case .office: level = 120 * season
        case .growing: level = 120 * season * pow(1.05, Double(day) / 7)
        case .gaps:
            if day % 11 == 7 { return nil }
            level = 120 * season
        case .factors: level = 200 * season * exp(0.15 * self.normal())
        case .new: level = 120 * season
        case .quiet: level = 2
        }
        level *= factor
        let calls = self.poisson(level)
        guard calls > 0 else { return nil }
        var bucket = UsageBucket()
        bucket.calls = calls
        let size = kind == .quiet ? 300.0 : 2_000
        let spread = kind == .steady ? 0.3 : 0.7
        // A call's tokens are drawn from a thousand that are lognormal.
        for _ in 0..<calls { bucket.tokens += Int(size * pow(Self.lognormal[Int(self.random.next() & 1_023)], spread)) }
        bucket.cost = Money(picodollars: Int128(bucket.tokens) * 2_000_000)
        bucket.errors = min(calls, self.poisson(Double(calls) * 0.02))
        bucket.retries = min(calls, self.poisson(Double(calls) * 0.03))
        return bucket
    }

    private static let lognormal: [Double] = {
        var usage = SyntheticUsage(.quiet, days: 0, spikes: 0, seed: 1)
        return (0..<1_024).map { _ in exp(usage.normal()) }
    }()

    /// Box and Muller's.
    private mutating func normal() -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self.random))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self.random))
    }

    private mutating func poisson(_ mean: Double) -> Int {
        if mean > 50 { return max(0, Int((mean + mean.squareRoot() * self.normal()).rounded())) }
        var (count, sum) = (0, 0.0)
        while true {
            sum -= log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self.random))
            if sum > mean { return count }
            count += 1
        }
    }

    /// The hours that are spikes by a measure.
    static func found(_ series: [Int64: UsageBucket], _ measure: AnomalyMeasure, _ step: AnomalyStep = .hour) -> Set<
        Int64
    > {
        let spikes = UsageSeries(series).anomalies(step, AnomalyRules()).first { $0.0 == measure }?.1 ?? []
        return Set(spikes.map(\.step))
    }
}
