#if ServiceLifecycle
import Logging
import ServiceLifecycle
import TallyTesting
import Testing

@testable import TallyMetering

@Suite struct ServiceTests {
    /// Records something and then asks the group to end.
    private struct Caller: Service {
        let pipeline: UsagePipeline

        func run() async throws {
            for number in 0..<100 { self.pipeline.record(SampleRecords.call(number)) }
            try await gracefulShutdown()
        }
    }

    @Test func aGracefulShutdownDeliversWhatIsLeft() async throws {
        let memory = InMemoryExporter()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        var configuration = UsagePipeline.Configuration()
        configuration.logger = logger
        let pipeline = UsagePipeline(
            exporters: [memory],
            configuration: configuration,
            clock: ManualClock().clock,
            pricing: { SampleRecords.price(&$0) }
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [pipeline, Caller(pipeline: pipeline)], logger: logger)
        )
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await group.run() }
            // The caller records before it waits for the end.
            while pipeline.accounts.recorded.records < 100 { await Task.yield() }
            await group.triggerGracefulShutdown()
            await tasks.waitForAll()
        }
        #expect(memory.usageRecords.count == 100)
        #expect(memory.isShutDown)
        #expect(pipeline.accounts.exporters[0].delivered == SampleRecords.amount(0..<100))
    }
}
#endif
