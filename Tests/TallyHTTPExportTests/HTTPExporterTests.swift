#if HTTPExport

import TallyMetering
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyHTTPExport

/// What becomes of a batch, against a real server on loopback.
@Suite struct HTTPExporterTests {
    private static func export(_ batch: [MeteringRecord], by exporter: HTTPExporter) async -> ExportError? {
        do throws(ExportError) {
            try await exporter.export(batch)
            return nil
        } catch {
            return error
        }
    }

    private static func lines(_ items: Int) -> JSONLinesEncoding {
        var encoding = JSONLinesEncoding()
        encoding.limits = RequestLimits(items: items)
        return encoding
    }

    @Test func aBatchGoesOutInRequestsOfTheLimit() async throws {
        try await LoopbackServer.with { server, url in
            let exporter = HTTPExporter(endpoint: try HTTPEndpoint(patient: url), encoding: Self.lines(30))
            let batch = ConformanceRecords.calls(100)
            try await exporter.export(batch)
            let bodies = try server.requests.map { try SinkStore.records(lines: $0.body) }
            #expect(bodies.map(\.count).sorted() == [10, 30, 30, 30])
            #expect(Set(bodies.flatMap { $0 }) == Set(batch))
            #expect(Set(server.requests.map { $0.header("Idempotency-Key") }).count == 4)
            #expect(server.requests.allSatisfy { $0.header("Content-Type") == "application/x-ndjson" })
            let counts = exporter.counts
            #expect(counts.requests == 4 && counts.records == 100 && counts.failedRequests == 0 && counts.leftOut == 0)
            #expect(counts.bytes == server.requests.reduce(0) { $0 + $1.body.count })
            await exporter.shutdown()
        }
    }

    @Test func noMoreAtOnceThanIsAllowed() async throws {
        let gate = ConcurrencyGate()
        try await LoopbackServer.with(answer: { _ in .reply(200) }) { server, url in
            var endpoint = try HTTPEndpoint(patient: url)
            endpoint.concurrency = 3
            endpoint.credentials = .bearer(Secret { await gate.pass() })
            let exporter = HTTPExporter(endpoint: endpoint, encoding: Self.lines(1))
            try await exporter.export(ConformanceRecords.calls(60))
            #expect(server.requests.count == 60)
            #expect(await 2...3 ~= gate.most)
            await exporter.shutdown()
        }
    }

    /// A batch that comes again is the same requests, but for those that were taken.
    @Test func whatWasTakenIsNotSentAgain() async throws {
        let failing = Locked(true)
        try await LoopbackServer.with(answer: { request in
            failing.withLock { $0 } && request.number % 3 == 1 ? .reply(503, [("Retry-After", "2")]) : .reply(200)
        }) { server, url in
            var endpoint = try HTTPEndpoint(patient: url)
            endpoint.concurrency = 1
            let exporter = HTTPExporter(endpoint: endpoint, encoding: Self.lines(10))
            let batch = ConformanceRecords.calls(40)
            let error = await Self.export(batch, by: exporter)
            #expect(error?.code == .unavailable && error?.retryAfter == .seconds(2))
            #expect(server.requests.count == 2)
            failing.withLock { $0 = false }
            #expect(await Self.export(batch, by: exporter)?.message == nil)
            let requests = server.requests
            #expect(requests.count == 5)
            // The one that failed came again as it was.
            #expect(requests[1].body == requests[2].body)
            #expect(requests[1].header("Idempotency-Key") == requests[2].header("Idempotency-Key"))
            let taken = try (requests[..<1] + requests[2...]).flatMap { try SinkStore.records(lines: $0.body) }
            #expect(taken == batch)
            // Once it was all taken, nothing is remembered: a batch that comes again is sent again.
            #expect(await Self.export(batch, by: exporter)?.message == nil)
            #expect(server.requests.count == 9)
            await exporter.shutdown()
        }
    }

    /// The server took it, and its answer was lost: the same ids and the same key come again.
    @Test func anAnswerThatIsLostIsARepetition() async throws {
        try await LoopbackServer.with(answer: { $0.number == 0 ? .close : .reply(200) }) { server, url in
            let exporter = HTTPExporter(endpoint: try HTTPEndpoint(patient: url), encoding: .jsonLines)
            let batch = ConformanceRecords.calls(10)
            #expect(await Self.export(batch, by: exporter)?.isRetryable == true)
            #expect(await Self.export(batch, by: exporter)?.message == nil)
            let requests = server.requests
            #expect(requests.count == 2 && requests[0].body == requests[1].body)
            #expect(requests[0].header("Idempotency-Key") == requests[1].header("Idempotency-Key"))
            await exporter.shutdown()
        }
    }

    @Test func theKeyIsTheSameAfterARestart() async throws {
        try await LoopbackServer.with { server, url in
            for _ in 0..<2 {
                let exporter = HTTPExporter(endpoint: try HTTPEndpoint(patient: url), encoding: .jsonLines)
                try await exporter.export(ConformanceRecords.calls(3))
                await exporter.shutdown()
            }
            let keys = server.requests.compactMap { $0.header("Idempotency-Key") }
            #expect(keys.count == 2 && keys[0] == keys[1])
            // A quoted text with a UUID of version 8.
            #expect(keys[0].first == "\"" && keys[0].last == "\"")
            let id = try #require(RecordID(String(keys[0].dropFirst().dropLast())))
            #expect(id.high >> 12 & 0xF == 8 && id.low >> 62 == 0b10)
        }
    }

    /// One record that is refused does not hold up the others, whatever the pieces that come next.
    @Test(arguments: [(400, ExportError.Code.rejected), (413, .tooLarge)])
    func theOthersOfARefusedRecordAreTaken(status: Int, code: ExportError.Code) async throws {
        let batch = ConformanceRecords.calls(64)
        let poison = "\(batch[37].id)"
        try await LoopbackServer.with(answer: { request in
            String(decoding: request.body, as: UTF8.self).contains(poison) ? .reply(status) : .reply(200)
        }) { server, url in
            let exporter = HTTPExporter(endpoint: try HTTPEndpoint(patient: url), encoding: Self.lines(8))
            #expect(await Self.export(batch, by: exporter)?.code == code)
            // As a pipeline does it: halves, until one record is left.
            var pieces = [batch]
            var refused: [RecordID] = []
            while let piece = pieces.popLast() {
                guard let error = await Self.export(piece, by: exporter) else { continue }
                #expect(error.code == code)
                if piece.count == 1 {
                    refused += piece.map(\.id)
                } else {
                    pieces.append(Array(piece[(piece.count / 2)...]))
                    pieces.append(Array(piece[..<(piece.count / 2)]))
                }
            }
            #expect(refused == [batch[37].id])
            let taken = try server.requests.flatMap { request in
                try SinkStore.records(lines: request.body).contains { "\($0.id)" == poison }
                    ? [] : try SinkStore.records(lines: request.body).map(\.id)
            }
            #expect(Set(taken).count == 63 && taken.count == 63)
            await exporter.shutdown()
        }
    }

    @Test func aRecordThatIsLeftOutCountsAsDelivered() async throws {
        try await LoopbackServer.with { server, url in
            let endpoint = try HTTPEndpoint(patient: url)
            let exporter = HTTPExporter(endpoint: endpoint, encoding: LagoEncoding(code: "tokens"))
            let records = ConformanceRecords.allKinds()
            try await exporter.export(records)
            let calls = records.filter { if case .usage = $0 { true } else { false } }
            #expect(exporter.counts.leftOut == records.count - calls.count)
            #expect(exporter.counts.records == calls.count)
            #expect(server.requests.count == 1)
            try await exporter.export(records.filter { !calls.contains($0) })
            #expect(server.requests.count == 1)
            await exporter.shutdown()
        }
    }

    @Test func aMisconfigurationStopsTheRest() async throws {
        try await LoopbackServer.with(answer: { _ in .reply(401) }) { server, url in
            var endpoint = try HTTPEndpoint(patient: url)
            endpoint.concurrency = 1
            let exporter = HTTPExporter(endpoint: endpoint, encoding: Self.lines(1))
            #expect(await Self.export(ConformanceRecords.calls(10), by: exporter)?.code == .misconfigured)
            #expect(server.requests.count == 1)
            await exporter.shutdown()
        }
    }

    @Test func aPipelineDeliversThroughFaultsOnce() async throws {
        let answers: [ServerAnswer] = [
            .reply(200), .close, .reply(503), .reply(429, [("Retry-After", "0")]),
            .truncated(200, length: 9, body: "x"),
            .replyAndClose(200), .reply(413), .reply(200), .reply(500),
        ]
        let delivered = Locked<[MeteringRecord]>([])
        try await LoopbackServer.with(answer: { request in
            let answer = answers[request.number % answers.count]
            if case .reply(413, _, _) = answer { return request.body.count > 20_000 ? answer : .reply(503) }
            if case .reply(200, _, _) = answer {
                let records = (try? SinkStore.records(lines: request.body)) ?? []
                delivered.withLock { $0 += records }
            }
            if case .replyAndClose = answer {
                let records = (try? SinkStore.records(lines: request.body)) ?? []
                delivered.withLock { $0 += records }
            }
            return answer
        }) { _, url in
            let exporter = HTTPExporter(endpoint: try HTTPEndpoint(patient: url), encoding: Self.lines(50))
            var configuration = UsagePipeline.Configuration()
            configuration.batchSize = 200
            configuration.retry = RetryPolicy(initialDelay: .zero, maximumDelay: .zero, maximumAttempts: 1_000)
            let pipeline = UsagePipeline(
                exporters: [exporter],
                configuration: configuration,
                clock: .system,
                pricing: { _ in }
            )
            let batch = ConformanceRecords.calls(2_000)
            async let run: Void = pipeline.run()
            for record in batch { pipeline.record(record) }
            let accounts = await pipeline.shutdown(deadline: .seconds(3_600))
            await run
            #expect(accounts.exporters.first?.delivered.records == 2_000)
            let records = delivered.withLock { $0 }
            #expect(Set(records) == Set(batch))
        }
    }
}

/// Counts how many tasks are at one place at once.
private actor ConcurrencyGate {
    private var inside = 0
    private(set) var most = 0

    func pass() async -> String {
        self.inside += 1
        self.most = max(self.most, self.inside)
        for _ in 0..<50 { await Task.yield() }
        self.inside -= 1
        return "token"
    }
}

#endif
