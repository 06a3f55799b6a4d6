#if !HTTPExport
internal import TallyEstimation
internal import TallyFileExport
internal import TallyMetering
internal import TallyPricing

/// Where a ledger is sent: into another one.
///
/// A build without the trait HTTPExport sends nothing by HTTP, which is what the exporters of a `tally.yml` are for.
struct ShipTarget: Sendable {
    /// The address, for people.
    let name: String
    private let folder: String
    private let key: String

    /// - Throws: ``CommandFailure`` for what is no folder.
    init(
        _ to: String,
        config: String?,
        environment: String?,
        encoding: String?,
        bearerVariable: String?
    ) throws(CommandFailure) {
        guard encoding == nil, bearerVariable == nil else {
            throw CommandFailure(
                .invalidArgument,
                what: encoding == nil ? "--bearer-env" : "--encoding",
                why: "a folder has neither; this build sends nothing by HTTP, for which there is the trait HTTPExport"
            )
        }
        let start = "file://"
        guard to.hasPrefix(start), to.utf8.count > start.utf8.count else {
            throw CommandFailure(
                .invalidArgument,
                what: "--to",
                why:
                    "this build reads no tally.yml and sends nothing by HTTP; enable the trait HTTPExport of swift-tally",
                remedy: "--to file:///folder"
            )
        }
        self.name = to
        self.folder = String(to.dropFirst(start.count))
        self.key = String(SHA256.hexDigest(of: Array("\(to) ndjson".utf8)).prefix(16))
    }

    /// Makes the exporter.
    func makeExporter() throws(CommandFailure) -> any UsageExporter {
        var configuration = FileExporter.Configuration()
        configuration.logger = Shipment.silence
        return FileExporter(name: "ship", folder: self.folder, configuration: configuration)
    }

    /// The file that the position is kept in unless another one is named: readers of ledgers pass over its name.
    func positionPath(in ledger: String) -> String {
        "\(ledger.hasSuffix("/") ? String(ledger.dropLast()) : ledger)/.ship-\(self.key).position"
    }
}
#endif
