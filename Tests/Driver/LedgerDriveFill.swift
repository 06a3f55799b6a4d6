import TallyFileExport
import TallyMetering
import TallyPricing

/// Fills a ledger with records of all kinds over several days, and says what is in one.
///
/// `ledger-fill FOLDER RECORDS DAYS [COMPRESSION]` writes calls that the price book prices, that the provider prices, that
/// nobody can price, outcomes and drops. `ledger-sums FOLDER` prints, from ``LedgerVerification``, a line `DAY RECORDS
/// TOKENS COST` for each day and one for `all`, tab-separated.
enum LedgerDriveFill {
    static func fill(_ arguments: [String]) async throws {
        guard arguments.count >= 3, let count = Int(arguments[1]), let days = Int(arguments[2]) else {
            fatalError("usage: ledger-fill FOLDER RECORDS DAYS [COMPRESSION]")
        }
        var configuration = FileExporter.Configuration()
        configuration.maximumFileSize = 4 << 20
        configuration.maximumOpenDays = days
        if arguments.count > 3 { configuration.compression = LedgerCompression(rawValue: arguments[3]) }
        let exporter = FileExporter(folder: arguments[0], configuration: configuration)
        let pricer = RecordPricer()
        // 2026-10-25T00:00:00Z
        let start: Int64 = 1_792_886_400_000
        for first in stride(from: 0, to: count, by: 500) {
            let batch = (first..<min(count, first + 500)).map { number -> MeteringRecord in
                let time = start + Int64(number) * Int64(days) * 86_400_000 / Int64(count)
                return Self.record(number, at: Timestamp(millisecondsSince1970: time), pricer)
            }
            try await exporter.export(batch)
        }
        await exporter.shutdown()
        // Compresses what was closed, and returns since it was shut down.
        await exporter.run()
    }

    private static func record(_ number: Int, at time: Timestamp, _ pricer: RecordPricer) -> MeteringRecord {
        var call = DriveRecords.call(number, at: time)
        switch number % 10 {
        case 0...5:
            call.providerCost = nil
            return .usage(pricer.priced(call))
        case 6: return .usage(call)
        case 7:
            // A model that the book does not know, with text that is awkward to read back.
            call.providerCost = nil
            call.model = "modèle \"x\"\\\t\u{2028}"
            return .usage(pricer.priced(call))
        case 8:
            return .outcome(OutcomeRecord(id: call.id, time: time, subject: .call(call.callID), outcome: .accepted))
        default:
            let amount = RecordAmount(records: 3, tokens: 700, cost: Money(picodollars: 1), unpricedRecords: 0)
            return .drop(DropRecord(id: call.id, time: time, reason: .queueFull, amount: amount))
        }
    }

    static func sums(_ arguments: [String]) throws {
        guard let folder = arguments.first else { fatalError("usage: ledger-sums FOLDER") }
        let verification = try LedgerVerification(of: LedgerReader(folder: folder))
        guard verification.isSound else { fatalError("\(verification.problems)") }
        for (day, amount) in verification.days.sorted(by: { $0.key < $1.key }) {
            print(day, amount.records, amount.tokens, amount.cost, separator: "\t")
        }
        let all = verification.amount
        print("all", all.records, all.tokens, all.cost, separator: "\t")
    }
}
