import Logging
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyMetering

@Suite struct ExporterRunTests {
    /// Works until it is shut down, or only until it is cancelled, and notes what happened.
    private final class WorkingExporter: UsageExporter {
        enum Event { case began, exported, shutDown, ended, cancelled }

        let name = "working"
        private let endsByItself: Bool
        private let closed = Signal()
        private let noted = Locked<[Event]>([])

        init(endsByItself: Bool) {
            self.endsByItself = endsByItself
        }

        var events: [Event] { self.noted.withLock { $0 } }

        func run() async {
            self.note(.began)
            await self.closed.wait()
            if !self.endsByItself {
                while !Task.isCancelled { await Task.yield() }
            }
            self.note(Task.isCancelled ? .cancelled : .ended)
        }

        func export(_ batch: [MeteringRecord]) { self.note(.exported) }
        func flush() {}

        func shutdown() {
            self.note(.shutDown)
            self.closed.raise()
        }

        private func note(_ event: Event) { self.noted.withLock { $0.append(event) } }
    }

    private let time = ManualClock()

    private func pipeline(_ exporter: any UsageExporter) -> UsagePipeline {
        var configuration = UsagePipeline.Configuration()
        configuration.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        return UsagePipeline(exporters: [exporter], configuration: configuration, clock: self.time.clock) { _ in }
    }

    @Test(arguments: [false, true])
    func anExporterWorksBesidesTheBatchesAndEndsAfterTheLast(isInMultiplex: Bool) async {
        let exporter = WorkingExporter(endsByItself: true)
        let pipeline = self.pipeline(isInMultiplex ? MultiplexExporter([exporter]) : exporter)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            while exporter.events.isEmpty { await Task.yield() }
            pipeline.record(SampleRecords.call(1))
            await pipeline.shutdown(deadline: .seconds(10))
            // The pipeline is over only when the exporter is.
            #expect(exporter.events == [.began, .exported, .shutDown, .ended])
            #expect(pipeline.accounts.exporters[0].delivered.records == 1)
        }
    }

    @Test func anExporterThatWorksOnIsCancelledAtTheDeadline() async {
        let exporter = WorkingExporter(endsByItself: false)
        let pipeline = self.pipeline(exporter)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            while exporter.events.isEmpty { await Task.yield() }
            group.addTask { await pipeline.shutdown(deadline: .seconds(10)) }
            while !exporter.events.contains(.shutDown) { await Task.yield() }
            // The pipeline's and the caller's timers.
            await self.time.waitForSleepers(2)
            self.time.advance(by: .seconds(10))
            await group.waitForAll()
        }
        #expect(exporter.events == [.began, .shutDown, .cancelled])
    }
}
