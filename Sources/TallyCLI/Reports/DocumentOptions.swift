internal import ArgumentParser
internal import TallyReports

/// How a report is written, and where to.
struct DocumentOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How to write the report: \(Self.forms).", valueName: "format"))
    var format = ReportForm.table

    @Option(help: ArgumentHelp("Which table csv has, by its name in JSON; otherwise the first.", valueName: "name"))
    var table: String?

    @Flag(help: "Show all columns in table and markdown; the other forms have them always.")
    var wide = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    private static let forms = ReportForm.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        guard self.table == nil || self.format == .csv else {
            throw ValidationError("--table: says which table --format csv has.")
        }
    }

    /// Writes the report where it was asked for.
    func write(_ document: ReportDocument, to console: Console) throws {
        var options = ReportFormOptions()
        options.table = self.table
        options.showsDetails = self.wide
        try Self.write(document, as: self.format, options, to: self.output, console)
    }

    /// Writes a report to a file, or to standard output.
    static func write(
        _ document: ReportDocument,
        as form: ReportForm,
        _ options: ReportFormOptions = ReportFormOptions(),
        to output: String?,
        _ console: Console
    ) throws {
        var options = options
        options.generator = "tally \(Version.current)"
        let text: String
        do throws(ReportFormError) {
            text = try document.text(as: form, options)
        } catch {
            throw CommandFailure(.invalidArgument, what: "--table", why: error.message)
        }
        if let output {
            try WholeFile.write(Array(text.utf8), to: FilePath(output))
        } else {
            try console.answer(text)
        }
    }
}
