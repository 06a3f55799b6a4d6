#if HTTPExport
internal import TallyConfiguration
internal import TallyEstimation
internal import TallyMetering
internal import TallyPricing

/// Where a ledger is sent.
struct ShipTarget: Sendable {
    /// The name or the address, for people.
    let name: String
    /// What it is.
    let plan: ExporterPlan
    /// The name of the position's file.
    private let key: String

    /// - Throws: ``CommandFailure`` for a configuration that has mistakes or no such exporter, or an encoding that is none.
    init(
        _ to: String,
        config: String?,
        environment: String?,
        encoding: String?,
        bearerVariable: String?
    ) throws(CommandFailure) {
        self.name = to
        if Self.isAddress(to) {
            self.plan = try Self.plan(address: to, encoding: encoding, bearerVariable: bearerVariable)
            // The address alone is no name of a file, and another encoding goes to somebody else.
            let digest = SHA256.hexDigest(of: Array("\(to) \(encoding ?? "ndjson")".utf8))
            self.key = String(digest.prefix(16))
        } else {
            self.plan = try Self.plan(named: to, config: config ?? "tally.yml", environment: environment)
            self.key = to
        }
    }

    /// Makes the exporter, without its spool.
    func makeExporter() throws(CommandFailure) -> any UsageExporter {
        do throws(ConfigurationError) {
            return try ExporterMaker(logger: Shipment.silence).makeDirectExporter(self.plan)
        } catch {
            throw CommandFailure(error, what: "--to \(self.name)")
        }
    }

    /// The file that the position is kept in unless another one is named: readers of ledgers pass over its name.
    func positionPath(in ledger: String) -> String {
        "\(ledger.hasSuffix("/") ? String(ledger.dropLast()) : ledger)/.ship-\(self.key).position"
    }

    private static func plan(
        named name: String,
        config path: String,
        environment: String?
    ) throws(CommandFailure) -> ExporterPlan {
        let document: PolicyDocument
        do throws(ConfigurationError) {
            document = try PolicyFile(path: path).current
        } catch {
            throw CommandFailure(error, what: path)
        }
        let plans = document.exporters.plans(in: environment)
        if let plan = plans.first(where: { $0.name == name }) { return plan }
        let names = plans.map(\.name)
        throw CommandFailure(
            .invalidArgument,
            what: "--to \(name)",
            why: names.isEmpty ? "\(path) has no exporters" : "\(path) has no exporter of this name",
            remedy: names.isEmpty ? nil : "--to \(names.joined(separator: "|"))"
        )
    }

    private static func plan(
        address: String,
        encoding: String?,
        bearerVariable: String?
    ) throws(CommandFailure) -> ExporterPlan {
        if let path = address.split(separator: "://", maxSplits: 1).last, address.hasPrefix("file://") {
            return ExporterPlan("ship", to: .file(FilePlan(folder: .text(String(path)))))
        }
        if let problem = EndpointPlan.problem(ofAddress: address) {
            throw CommandFailure(.invalidArgument, what: "--to", why: problem)
        }
        var endpoint = EndpointPlan(url: .text(address))
        if let bearerVariable { endpoint.credentials = .bearer(.environment(bearerVariable)) }
        var plan = HTTPPlan(endpoint: endpoint)
        plan.encoding = try Self.encoding(encoding ?? "ndjson")
        return ExporterPlan("ship", to: .http(plan))
    }

    private static func encoding(_ text: String) throws(CommandFailure) -> EncodingPlan {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("ndjson", 1): return .ndjson
        case ("json", 1): return .json
        case ("cloudevents", 1): return .cloudEvents(CloudEventsPlan())
        case ("lago", 2): return .lago(LagoPlan(code: parts[1]))
        case ("clickhouse", 2): return .clickHouse(ClickHousePlan(table: parts[1]))
        default:
            throw CommandFailure(
                .invalidArgument,
                what: "--encoding",
                why: "expected ndjson, json, cloudevents, lago:CODE or clickhouse:TABLE",
                remedy: "--encoding ndjson"
            )
        }
    }
}
#endif

extension ShipTarget {
    /// Whether `text` is an address and not the name of an exporter.
    static func isAddress(_ text: String) -> Bool { text.contains("://") }
}
