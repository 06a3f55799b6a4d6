#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Metering at work, for tests that kill, starve and mislead it: `TallyDriver NAME ARGUMENT…`.
@main
enum Driver {
    static func main() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        // libfaketime moves the environment, from where Swift finds the arguments: then they are in a variable.
        if arguments.isEmpty, let line = unsafe getenv("TALLY_DRIVE") {
            arguments = unsafe String(cString: line).split(separator: " ").map(String.init)[...]
        }
        guard let name = arguments.first else { fatalError("usage: TallyDriver NAME ARGUMENT…") }
        switch name {
        case _ where name.hasPrefix("spool-"): try await SpoolDrive.run(name, Array(arguments.dropFirst()))
        #if HTTPExport
        case "http": try await HTTPDrive.run(Array(arguments.dropFirst()))
        #endif
        #if OTLPExport
        case "otlp": try await OTLPDrive.run(Array(arguments.dropFirst()))
        #endif
        case "ledger": try await LedgerDrive.run(Array(arguments.dropFirst()))
        case "ledger-clock": try await LedgerDriveClock.run(Array(arguments.dropFirst()))
        case "ledger-fill": try await LedgerDriveFill.fill(Array(arguments.dropFirst()))
        case "ledger-sums": try LedgerDriveFill.sums(Array(arguments.dropFirst()))
        case "ledger-speed": try await LedgerDriveSpeed.run(Array(arguments.dropFirst()))
        default: fatalError("there is no drive '\(name)'")
        }
    }
}
