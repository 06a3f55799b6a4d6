internal import ArgumentParser
internal import TallyConfiguration
internal import TallyReports

/// `tally report allocation`: how much of the spend is somebody's.
struct AllocationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocation",
        abstract: "Say how much of the spend is tagged, priced and as the policy wants it.",
        discussion: """
            Counts calls and spend without a tag, with a value that tally.yml does not know, on models that are not \
            approved, outside production, without a known price, and with usage that is ambiguous, counted here or \
            unknown. Every gap has its row, also where there is none of it. What an exception of the policy allows today \
            is no gap.

            Exit status: 0 answered, 2 wrong usage or configuration, 3 the ledger can not be read.

            Examples:
              tally report allocation ledger
              tally report allocation ledger --tag team,cost_center --config tally.yml
              tally report allocation ledger --days 2026-11-01.. --format json
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        help: ArgumentHelp("The tags that each call should have (default: team,feature,use_case).", valueName: "keys")
    )
    var tag: [String] = []

    @Option(
        help: ArgumentHelp("The file with the policy (default: tally.yml, if it is there).", valueName: "file"),
        completion: .file()
    )
    var config: String?

    @Option(help: ArgumentHelp("How many values that the policy does not know are listed.", valueName: "n"))
    var top = 20

    private var tags: [String] {
        var tags: [String] = []
        for key in self.tag.flatMap({ $0.split(separator: ",").map(String.init) }) where !tags.contains(key) {
            tags.append(key)
        }
        return tags
    }

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
        guard self.tags.count <= AllocationReport.mostTags else {
            throw ValidationError("--tag: expected at most \(AllocationReport.mostTags) keys.")
        }
    }

    func run() throws {
        var report = AllocationReport(policy: try PolicySection.document(of: self.config)?.policy, top: self.top)
        if !self.tags.isEmpty { report.tags = self.tags }
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }
}
