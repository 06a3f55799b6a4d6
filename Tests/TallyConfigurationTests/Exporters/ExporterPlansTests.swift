#if YAML
import TallyConfiguration
import TallyTestSupport
import Testing

@Suite struct ExporterPlansTests {
    private func plans(_ text: String) throws -> [ExporterPlan] {
        try PolicyDocument(yaml: text).exporters.standard
    }

    private func http(_ text: String) throws -> HTTPPlan? {
        guard case .http(let plan) = try self.plans("exporters: [{name: a, type: http, \(text)}]").first?.destination
        else { return nil }
        return plan
    }

    @Test(.enabled(if: TimeZoneDatabase.isAvailable, Comment(rawValue: TimeZoneDatabase.skipReason)))
    func theExampleIsReadAsItIsMeant() throws {
        let exporters = try PolicyDocument(yaml: PolicyDocumentTests.fixture()).exporters
        let plans = exporters.plans(in: "production")
        #expect(plans.map(\.name) == ["ledger", "lake", "billing", "telemetry"])
        var ledger = FilePlan(folder: .text("/var/lib/answers/ledger"))
        ledger.sync = .interval(.seconds(1))
        ledger.rotationBytes = 256_000_000
        ledger.rotationTime = .seconds(3_600)
        ledger.compression = .zstd
        ledger.retentionAge = .seconds(400 * 86_400)
        ledger.retentionBytes = 200_000_000_000
        #expect(plans[0].destination == .file(ledger))
        guard case .http(let lake) = plans[1].destination else { throw Unexpected() }
        #expect(lake.endpoint.url == .text("https://collector.example/usage"))
        #expect(lake.encoding == .ndjson)
        var batch = BatchPlan()
        (batch.records, batch.bytes, batch.delay) = (1_000, 1_000_000, .seconds(2))
        (batch.firstRetryDelay, batch.longestRetryDelay) = (.milliseconds(500), .seconds(60))
        #expect(plans[1].batch == batch)
        #expect(plans[2].batch == BatchPlan())
        #expect(lake.endpoint.credentials == .bearer(.environment("COLLECTOR_TOKEN")))
        #expect(lake.endpoint.signature == SignaturePlan(key: .file("/run/secrets/collector-hmac")))
        #expect(lake.endpoint.headers == ["X-Tenant": .text("answers")])
        #expect(lake.endpoint.gzip == true)
        #expect(lake.endpoint.timeout == .seconds(20))
        #expect(lake.endpoint.rateLimit == RateLimitPlan(requests: 50))
        var spool = SpoolPlan(folder: .text("/var/lib/answers/spool"))
        spool.bytes = 2_000_000_000
        spool.overflow = .oldest
        spool.age = .seconds(7 * 86_400)
        spool.sync = .interval(.seconds(1))
        #expect(plans[1].spool == spool)
        #expect(plans[2].spool == spool)
        guard case .http(let billing) = plans[2].destination, case .cloudEvents(let events) = billing.encoding else {
            throw Unexpected()
        }
        #expect(events.source == "urn:example:answers")
        #expect(events.subject == ChargedTag(tag: "customer", fallback: "internal"))
        var telemetry = OTLPPlan(.environment)
        telemetry.content.signals = [.metrics, .traces]
        telemetry.content.metricTags = ["team", "feature"]
        telemetry.content.includesCost = true
        telemetry.content.service = "answers"
        #expect(plans[3].destination == .otlp(telemetry))
        #expect(exporters.plans(in: "development").map(\.destination) == [.console(ConsolePlan())])
        #expect(exporters.plans() == plans)
    }

    @Test func anEnvironmentHasWhatItSaysAndNothingElse() throws {
        let text = """
            exporters:
              - {name: a, type: console}
            environments:
              test: {exporters: []}
              staging: {exporters: [{name: b, type: console, stream: output}]}
              production: {}
            """
        let plans = try PolicyDocument(yaml: text).exporters
        #expect(plans.plans(in: "test") == [])
        #expect(plans.plans(in: "staging").map(\.name) == ["b"])
        #expect(plans.plans(in: "production").map(\.name) == ["a"])
        #expect(plans.plans(in: "elsewhere").map(\.name) == ["a"])
        #expect(plans.plans().map(\.place?.line) == [2])
    }

    @Test(arguments: [
        ("1B", 1), ("256MB", 256_000_000), ("1_000KiB", 1_024_000), ("3GiB", 3 << 30), ("2TB", 2_000_000_000_000),
    ]) func bytesHaveAUnit(text: String, bytes: Int) throws {
        let plans = try self.plans("exporters: [{name: a, type: file, folder: x, rotation: {bytes: \(text)}}]")
        guard case .file(let plan) = plans[0].destination else { throw Unexpected() }
        #expect(plan.rotationBytes == bytes)
    }

    @Test func everythingOfAReceiverIsRead() throws {
        let text = """
            url: {env: ADDRESS}, encoding: {as: lago, code: tokens, subscription: {tag: customer}},
            basic: {user: {env: SENDER}, password: {file: /run/password}},
            headers: {X-Api-Key: {env: API_KEY}, X-Region: {text: eu}}, connect_timeout: 2s, concurrency: 8,
            tls: {authorities_file: a.pem, certificate_file: b.pem, key_file: c.pem},
            proxy: {kind: http, host: proxy.example, port: 3128, bearer: {env: PROXY}},
            hmac: {key: {env: KEY}, header: X-Sig, prefix: "", form: base64, timestamp: none},
            rate_limit: {requests: 5, per: 1m, burst: 2}
            """
        let plan = try #require(try self.http(text.replacing("\n", with: " ")))
        var lago = LagoPlan(code: "tokens")
        lago.subscription = ChargedTag(tag: "customer")
        #expect(plan.encoding == .lago(lago))
        var endpoint = EndpointPlan(url: .environment("ADDRESS"))
        endpoint.credentials = .basic(user: .environment("SENDER"), password: .file("/run/password"))
        endpoint.headers = ["X-Api-Key": .secret(.environment("API_KEY")), "X-Region": .text("eu")]
        endpoint.connectTimeout = .seconds(2)
        endpoint.concurrency = 8
        endpoint.authoritiesFile = "a.pem"
        endpoint.certificateFile = "b.pem"
        endpoint.keyFile = "c.pem"
        var proxy = ProxyPlan(host: "proxy.example", port: 3_128)
        proxy.credentials = .bearer(.environment("PROXY"))
        endpoint.proxy = proxy
        var signature = SignaturePlan(key: .environment("KEY"))
        signature.header = "X-Sig"
        signature.prefix = ""
        signature.form = .base64
        signature.timestamp = SignaturePlan.Timestamp.none
        endpoint.signature = signature
        endpoint.rateLimit = RateLimitPlan(requests: 5, per: .seconds(60), burst: 2)
        #expect(plan.endpoint == endpoint)
        #expect(
            try self.http("url: http://h, encoding: {as: clickhouse, table: m.usage}")?.encoding
                == .clickHouse(ClickHousePlan(table: "m.usage"))
        )
        #expect(try self.http("url: http://h, encoding: {as: json}")?.encoding == .json)
    }

    private struct Unexpected: Error {}
}
#endif
