import TallyTesting
import TallyTokenizer
import Testing

@Suite struct ExporterConformanceTests {
    @Test func ownExportersKeepAllPromises() async {
        let memory = await ExporterConformance.check(makeExporter: { InMemoryExporter() }, readBack: { $0.records })
        #expect(memory.isEmpty, "\(memory)")
        let multiplex = await ExporterConformance.check(
            makeExporter: { Pair() },
            readBack: { pair in pair.first.records + pair.second.records }
        )
        #expect(multiplex.isEmpty, "\(multiplex)")
        // Nothing can be read back from it.
        let nothing = await ExporterConformance.check(makeExporter: { NoOpExporter() })
        #expect(nothing.isEmpty, "\(nothing)")
    }

    @Test(arguments: BrokenExporter.Fault.allCases) func aBrokenPromiseIsFound(_ fault: BrokenExporter.Fault) async {
        let violations = await ExporterConformance.check(
            makeExporter: { BrokenExporter(fault) },
            readBack: { $0.records }
        )
        #expect(violations.map(\.promise).contains(fault.promise), "\(violations)")
        // Whoever breaks one promise is not blamed for all.
        #expect(violations.count < ExporterConformance.Promise.allCases.count)
    }

    @Test func everyPromiseIsBrokenBySomebody() {
        #expect(Set(BrokenExporter.Fault.allCases.map(\.promise)) == Set(ExporterConformance.Promise.allCases))
    }

    @Test func anExporterThatCanNotBeMadeBreaksAll() async {
        let violations = await ExporterConformance.check(makeExporter: { () throws(ExportError) -> NoOpExporter in
            throw ExportError(.misconfigured, "no folder")
        })
        #expect(violations.map(\.promise) == ExporterConformance.Promise.allCases)
    }
}

/// A multiplex exporter whose parts can be looked at.
private struct Pair: UsageExporter {
    let first = InMemoryExporter(name: "first")
    let second = InMemoryExporter(name: "second")
    var name: String { self.both.name }
    private var both: MultiplexExporter { MultiplexExporter([self.first, self.second]) }

    func export(_ batch: [MeteringRecord]) async throws(ExportError) { try await self.both.export(batch) }
    func flush() async throws(ExportError) { try await self.both.flush() }
    func shutdown() async { await self.both.shutdown() }
}
