import TallyFileExport
import TallyMetering

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes records with ids and times of its own making while somebody moves the system's clock.
///
/// `ledger-clock FOLDER SECONDS` does so for about so many seconds, and prints how many it wrote. It asks no clock how long that is: whoever moves one may move them all.
enum LedgerDriveClock {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 2, let seconds = Int(arguments[1]) else {
            fatalError("usage: ledger-clock FOLDER SECONDS")
        }
        var configuration = FileExporter.Configuration()
        configuration.sync = .interval(.milliseconds(100))
        configuration.maximumFileAge = .milliseconds(300)
        let exporter = FileExporter(folder: arguments[0], configuration: configuration)
        let maker = RecordIDMaker()
        var count = 0
        for _ in 0..<seconds * 400 {
            let batch = (0..<20).map { _ -> MeteringRecord in
                .usage(UsageRecord(id: maker.makeID(), time: .now, model: "m", usage: TokenUsage(inputUncached: 1)))
            }
            try await exporter.export(batch)
            count += batch.count
            usleep(2_000)
        }
        await exporter.shutdown()
        print(count)
    }
}
