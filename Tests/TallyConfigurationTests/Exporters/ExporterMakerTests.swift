#if YAML
import Foundation
import TallyConfiguration
import TallyFileExport
import TallyTesting
import Testing

/// Plans become exporters that work.
@Suite struct ExporterMakerTests {
    private final class Place {
        let url = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(at: self.url) }

        func path(_ name: String) -> String { self.url.appending(path: name).path }

        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: self.url.appending(path: name))
        }
    }

    private func problems(_ text: String, _ variables: [String: String] = [:]) throws -> [String] {
        let plans = try PolicyDocument(yaml: text).exporters
        do {
            _ = try plans.makeExporters(by: ExporterMaker(variables: variables))
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// An operator points a service somewhere else: by the file alone.
    @Test func theNextRunGoesWhereTheFileSays() async throws {
        let place = try Place()
        for (index, name) in ["first", "second"].enumerated() {
            try place.write("tally.yml", "exporters: [{name: ledger, type: file, folder: \"\(place.path(name))\"}]\n")
            let document = try PolicyFile(path: place.path("tally.yml")).current
            let pipeline = UsagePipeline(
                exporters: try document.exporters.makeExporters(),
                clock: .system,
                pricing: { _ in }
            )
            let run = Task { await pipeline.run() }
            for record in ConformanceRecords.calls(10 + index, offset: 100 * index) { pipeline.record(record) }
            let accounts = await pipeline.shutdown(deadline: .seconds(3_600))
            await run.value
            #expect(accounts.exporters.allSatisfy { $0.delivered.records == 10 + index })
        }
        #expect(try LedgerVerification(of: LedgerReader(folder: place.path("first"))).amount.records == 10)
        #expect(try LedgerVerification(of: LedgerReader(folder: place.path("second"))).amount.records == 11)
    }

    @Test func variablesAndFilesAreLookedUp() throws {
        let place = try Place()
        try place.write("folder", place.path("b") + "\n")
        let text = """
            exporters:
              - {name: a, type: file, folder: {env: A_FOLDER}}
              - {name: b, type: file, folder: {file: "\(place.path("folder"))"}}
              - {name: c, type: console}
            """
        let maker = ExporterMaker(variables: ["A_FOLDER": place.path("a")])
        let exporters = try PolicyDocument(yaml: text).exporters.makeExporters(by: maker)
        #expect(exporters.map(\.name) == ["a", "b", "c"])
        #expect((exporters[0] as? FileExporter)?.folder == place.path("a"))
        #expect((exporters[1] as? FileExporter)?.folder == place.path("b"))
    }

    @Test func whatIsMissingIsToldAtOnceWithItsPlace() throws {
        let text = """
            exporters:
              - {name: a, type: file, folder: {env: NO_FOLDER}}
              - name: b
                type: file
                folder: {file: /nowhere/folder}
              - {name: c, type: file, folder: {env: EMPTY}}
            """
        let problems = try self.problems(text, ["EMPTY": ""])
        #expect(
            problems == [
                "tally.yml:2:5: exporters[0].folder: the environment variable NO_FOLDER is not set",
                "tally.yml:3:5: exporters[1].folder: can not open /nowhere/folder: no such file or directory",
                "tally.yml:6:5: exporters[2].folder: the environment variable EMPTY is empty",
            ]
        )
    }

    @Test func aPlanOfAProgramNeedsNoFile() throws {
        let plan = ExporterPlan("a", to: .file(FilePlan(folder: .environment("NO_FOLDER"))))
        #expect {
            try ExporterMaker(variables: [:]).makeExporters([plan])
        } throws: {
            "\($0)" == "exporters: a.folder: the environment variable NO_FOLDER is not set"
        }
    }

    @Test func twoPlansOfAProgramHaveTwoNames() throws {
        let plan = ExporterPlan("a", to: .console(ConsolePlan()))
        #expect {
            try ExporterMaker(variables: [:]).makeExporters([plan, plan])
        } throws: {
            "\($0)" == "exporters: a.name: another exporter is called 'a'; give it another name"
        }
    }

    #if HTTPExport
    @Test func exportersWithOneFolderShareASpool() throws {
        let place = try Place()
        let text = """
            exporters:
              - {name: lake, type: http, url: http://h/, spool: {folder: {env: SPOOL}}, batch: {delay: 1s}}
              - {name: console, type: console}
              - {name: billing, type: http, url: http://h/, spool: {folder: "\(place.path("s"))"}}
              - {name: alone, type: http, url: http://h/, spool: {folder: "\(place.path("t"))"}}
              - {name: direct, type: http, url: http://h/}
            """
        let maker = ExporterMaker(variables: ["SPOOL": place.path("s")])
        let exporters = try PolicyDocument(yaml: text).exporters.makeExporters(by: maker)
        #expect(exporters.map(\.name) == ["lake+billing", "console", "alone", "direct"])
        let differing = text.replacing("{folder: {env: SPOOL}}", with: "{folder: {env: SPOOL}, bytes: 1GB}")
        #expect(
            try self.problems(differing, ["SPOOL": place.path("s")]) == [
                "tally.yml:4:5: exporters[2].spool: it shares its folder with another spool and differs from it"
            ]
        )
    }

    @Test func aSecretIsLookedUpAndNeverTold() throws {
        let place = try Place()
        try place.write("key", "hunter2\nsecret\n")
        let text = """
            exporters:
              - {name: a, type: http, url: {env: ADDRESS}, bearer: {env: TOKEN}, hmac: {key: {file: "\(place.path("key"))"}}}
              - {name: b, type: http, url: http://h/, bearer: {file: "\(place.path("key"))"}}
              - {name: c, type: http, url: http://h/, headers: {X-Key: {env: MISSING}}, tls: {authorities_file: /none}}
            """
        let problems = try self.problems(text, ["ADDRESS": "https://user:hunter2@h/", "TOKEN": "hunter2"])
        #expect(problems.count == 4)
        #expect(problems.contains { $0.contains("exporters[0].url: the address of an endpoint has a user") })
        #expect(problems.contains { $0.contains("key has a line end or another character that a header") })
        #expect(problems.contains { $0.contains("headers.X-Key: the environment variable MISSING is not set") })
        #expect(problems.contains { $0.contains("tls.authorities_file: can not open /none") })
        #expect(problems.allSatisfy { !$0.contains("hunter2") })
        #expect(
            try self.problems(
                text.split(separator: "\n").prefix(2).joined(separator: "\n"),
                ["ADDRESS": "https://h/", "TOKEN": "hunter2"]
            ) == []
        )
    }
    #else
    @Test func withoutItsTraitTheRemedyIsNamed() throws {
        let problems = try self.problems("exporters: [{name: a, type: http, url: http://h/}]")
        #expect(
            problems == [
                "tally.yml:1:13: exporters[0].type: this build sends nothing by HTTP, so there is no 'http'; enable the "
                    + "trait HTTPExport of swift-tally"
            ]
        )
    }
    #endif

    #if OTLPExport
    @Test func openTelemetryIsFoundByItsVariables() throws {
        let place = try Place()
        let text = """
            exporters:
              - {name: a, type: otlp, from_environment: true, signals: traces, metric_tags: team, cost: true, service: s}
              - {name: b, type: otlp, endpoint: http://h:4318, tags: [team], bearer: {env: TOKEN}}
              - {name: c, type: otlp-file, folder: "\(place.path("otlp"))", semconv: latest}
            """
        let maker = ExporterMaker(variables: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://h:4318", "TOKEN": "t"])
        #expect(try PolicyDocument(yaml: text).exporters.makeExporters(by: maker).map(\.name) == ["a", "b", "c"])
        let problems = try self.problems(text, ["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "TOKEN": "t"])
        #expect(problems.count == 1 && problems[0].contains("OTEL_EXPORTER_OTLP_PROTOCOL"), "\(problems)")
    }

    @Test(arguments: [(false, #""count":"1""#), (true, #""count":1,"#)])
    func countsAreNumbersWhereAReceiverReadsNoText(_ isNumber: Bool, _ expected: String) async throws {
        let place = try Place()
        let text = """
            exporters:
              - {name: a, type: otlp-file, folder: "\(place.path("o"))", signals: metrics, counts_as_numbers: \(isNumber)}
            """
        let exporter = try #require(PolicyDocument(yaml: text).exporters.makeExporters().first)
        try await exporter.export(ConformanceRecords.calls(1))
        await exporter.shutdown()
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path("o"))
        let lines = try names.map { try String(contentsOfFile: place.path("o/\($0)"), encoding: .utf8) }
        #expect(lines.joined().contains(expected), "\(lines)")
    }
    #else
    @Test(arguments: ["otlp, endpoint: http://h", "otlp-file, folder: x"])
    func withoutOpenTelemetryTheRemedyIsNamed(exporter: String) throws {
        let problems = try self.problems("exporters: [{name: a, type: \(exporter)}]")
        #expect(problems.count == 1 && problems[0].contains("enable the trait OTLPExport of swift-tally"))
    }
    #endif
}
#endif
