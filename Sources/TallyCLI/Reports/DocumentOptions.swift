internal import ArgumentParser
internal import TallyReports

/// How a report is written, and where to.
struct DocumentOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How to write the report: \(Self.forms).", valueName: "format"))
    var format = ReportForm.table

    @Option(help: ArgumentHelp("Which table csv has, by its name in JSON; otherwise the first.", valueName: "name"))
    var table: String?

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
        let text: String
        do throws(ReportFormError) {
            text = try document.text(as: self.format, options)
        } catch {
            throw CommandFailure(.invalidArgument, what: "--table", why: error.message)
        }
        if let output = self.output {
            try WholeFile.write(Array(text.utf8), to: FilePath(output))
        } else {
            try console.answer(text)
        }
    }
}
