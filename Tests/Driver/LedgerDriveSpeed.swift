import TallyFileExport
import TallyMetering
import TallyTesting

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Measures how many records a second a ledger takes: `ledger-speed FOLDER RECORDS SYNC [BATCH]`.
///
/// Records are made before the time is taken; the time ends after the last flush. Each batch is one call of `export`, as a
/// pipeline makes it. The second figure is by the processor's time of the whole process, for a machine that has other work.
enum LedgerDriveSpeed {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 3, let count = Int(arguments[1]) else {
            fatalError("usage: ledger-speed FOLDER RECORDS SYNC [BATCH]")
        }
        let size = arguments.count > 3 ? Int(arguments[3]) ?? 512 : 512
        var configuration = FileExporter.Configuration()
        configuration.sync = LedgerDrive.policy(arguments[2])
        let exporter = FileExporter(folder: arguments[0], configuration: configuration)
        // The same records again and again: what is measured does not know them.
        let batches = (0..<20).map { DriveRecords.calls($0 * size..<($0 + 1) * size) }
        let clock = ContinuousClock()
        let (start, startOfWork) = (clock.now, Self.processorSeconds)
        var written = 0
        while written < count {
            try await exporter.export(batches[written / size % batches.count])
            written += size
        }
        try await exporter.flush()
        let (time, work) = (clock.now - start, Self.processorSeconds - startOfWork)
        await exporter.shutdown()
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        print("\(written) records in \(seconds) s: \(Int(Double(written) / seconds)) records/s")
        print("\(work) s of processor time: \(Int(Double(written) / work)) records/s")
    }

    /// The processor's time that the process has used.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
