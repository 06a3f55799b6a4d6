import Benchmark
import TallyMetering

/// `record.TASKS`: a call of `record`, with as many tasks at it at once; `pipeline.no-op`: a record's whole way.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal, .peakMemoryResident, .throughput],
        warmupIterations: 1,
        scalingFactor: .kilo,
        maxDuration: .seconds(5)
    )
    for tasks in [1, 8] { registerRecord(tasks) }
    registerPipeline()
}

/// Thousands of calls of `record` into a pipeline that runs, by so many tasks.
private func registerRecord(_ tasks: Int) {
    Benchmark("record.\(tasks)") { benchmark in
        let pipeline = makePipeline()
        let records = Recording.records
        let each = benchmark.scaledIterations.count / tasks
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            benchmark.startMeasurement()
            await withTaskGroup(of: Void.self) { recorders in
                for _ in 0..<tasks {
                    recorders.addTask { for number in 0..<each { pipeline.record(records[number & 1_023]) } }
                }
            }
            benchmark.stopMeasurement()
            let accounts = await pipeline.shutdown(deadline: .seconds(60))
            precondition(accounts.recorded.records == each * tasks && accounts.isBalanced, "records are missing")
        }
    }
}

/// Thousands of records from `record` to the exporter, none dropped.
private func registerPipeline() {
    Benchmark("pipeline.no-op") { benchmark in
        let pipeline = makePipeline()
        let records = Recording.records
        let count = benchmark.scaledIterations.count
        benchmark.startMeasurement()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            for number in 0..<count { pipeline.record(records[number & 1_023]) }
            let accounts = await pipeline.shutdown(deadline: .seconds(60))
            precondition(accounts.exporters[0].delivered.records == count, "records are missing")
        }
        benchmark.stopMeasurement()
    }
}

private func makePipeline() -> UsagePipeline {
    UsagePipeline(exporters: [NoOpExporter()], clock: Recording.clock, pricing: { $0.cost = Recording.cost })
}

/// What is recorded: records with three tags and five counters, whose price has been looked up before.
private enum Recording {
    static let start = ContinuousClock.now

    static let clock = MeterClock(
        now: { Timestamp(millisecondsSince1970: 0) },
        elapsed: { ContinuousClock.now - Self.start },
        sleep: { try await Task.sleep(for: $0) }
    )

    static let usage = TokenUsage(
        inputUncached: 1_200,
        cacheRead: 30_000,
        cacheWrite5m: 0,
        outputText: 400,
        reasoning: 2_000
    )

    static let cost = PriceBook.bundled.cost(of: Self.usage, model: "gpt-4o")

    static let records: [MeteringRecord] = (0..<1_024).map { number in
        let id = RecordID(high: UInt64(number) << 16, low: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        return .usage(
            UsageRecord(
                id: id,
                time: Timestamp(millisecondsSince1970: 0),
                model: "gpt-4o",
                usage: Self.usage,
                provider: "openai",
                tags: UsageTags(team: "search", feature: "answers", useCase: "summary")
            )
        )
    }
}
