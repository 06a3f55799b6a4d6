internal import ArgumentParser

/// `tally ship`: sends what a service wrote to its ledger.
struct ShipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ship",
        abstract: "Send a ledger that a service wrote to where its records are needed.",
        discussion: """
            Where to is an exporter of tally.yml, by its name, or an address of HTTP. Records go out in batches, with the \
            ids and times that they have in the ledger. After each batch that was taken the position is written to a file \
            beside the ledger, so that the next run, also after Ctrl-C or a crash, goes on where this one was; a batch \
            whose answer was lost is sent again, with the same ids. The spool of an exporter is not used: the ledger is \
            one.

            What fails is tried again, with growing pauses; a batch that is refused is halved until the one record is \
            found that is. It is named and ends the command, unless --skip-refused passes it over.

            Examples:
              tally ship /var/lib/answers/ledger --to lake
              tally ship ledger --to https://collector.example/usage --bearer-env TOKEN
              tally ship ledger --to billing --days 2026-11-01.. --format json
            """
    )

    @Argument(help: ArgumentHelp("The folder of the ledger.", valueName: "ledger"), completion: .directory)
    var ledger: String

    @Option(help: ArgumentHelp("The name of an exporter in the configuration, or an address.", valueName: "name|url"))
    var to: String

    @Option(help: ArgumentHelp("The configuration (default: tally.yml).", valueName: "file"), completion: .file())
    var config: String?

    @Option(help: ArgumentHelp("Take the exporters of this environment of the configuration.", valueName: "name"))
    var environment: String?

    @Option(
        help: ArgumentHelp(
            "For an address: ndjson, json, cloudevents, lago:CODE or clickhouse:TABLE (default: ndjson).",
            valueName: "encoding"
        )
    )
    var encoding: String?

    @Option(
        help: ArgumentHelp("For an address: the environment variable that has the bearer token.", valueName: "name")
    )
    var bearerEnv: String?

    @Option(help: ArgumentHelp("Only these days (UTC): A..B, A.., ..B or A.", valueName: "days"))
    var days: LedgerDays?

    @Option(help: ArgumentHelp("The most records of a batch.", valueName: "n"))
    var batch = 1_000

    @Option(
        help: ArgumentHelp("Where the position is kept (default: in the ledger's folder).", valueName: "file"),
        completion: .file()
    )
    var state: String?

    @Flag(help: "Go on with what the service writes, until interrupted.")
    var follow = false

    @Flag(help: "Pass over records that are refused or can't be read; the exit status is 1 at the end.")
    var skipRefused = false

    @Option(help: ArgumentHelp("How to write the summary: table or json.", valueName: "format"))
    var format = ReportFormat.table

    @Flag(name: .shortAndLong, help: "No notes on standard error; errors are still reported.")
    var quiet = false

    func validate() throws {
        guard 1...100_000 ~= self.batch else { throw ValidationError("--batch: expected 1 to 100000.") }
        if ShipTarget.isAddress(self.to) {
            if self.config != nil || self.environment != nil {
                throw ValidationError("--config and --environment: are for names of exporters, not for an address.")
            }
        } else if self.encoding != nil || self.bearerEnv != nil {
            throw ValidationError(
                "--encoding and --bearer-env: are for an address; the configuration says it for a name."
            )
        }
    }

    func run() throws {
        let target = try ShipTarget(
            self.to,
            config: self.config,
            environment: self.environment,
            encoding: self.encoding,
            bearerVariable: self.bearerEnv
        )
        let shipment = Shipment(
            ledger: self.ledger,
            target: target,
            days: self.days?.range,
            batchSize: self.batch,
            position: self.state ?? target.positionPath(in: self.ledger),
            follows: self.follow,
            skipsRefused: self.skipRefused,
            isQuiet: self.quiet,
            format: self.format
        )
        try Waiting.run { try await shipment.run() }
    }
}
