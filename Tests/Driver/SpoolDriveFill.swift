import Synchronization
import TallyMetering
import TallyStorage

/// Records that wait for an exporter that is dead, and then is not: how quick they go in and out, and what they take.
enum SpoolFill {
    static func run(_ folder: String, _ count: Int) async throws {
        let exporter = SwitchedExporter()
        var configuration = SpoolDrive.configuration
        configuration.batching.retry.maximumDelay = .milliseconds(200)
        let spool = SpoolingExporter(folder: folder, exporters: [exporter], configuration: configuration)
        try spool.open()
        let clock = ContinuousClock()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await spool.run() }
            // Made before, so that it is the spool that is measured.
            let records = (0..<8_192).map(SpoolDrive.record)
            let start = clock.now
            for index in stride(from: 0, to: count, by: 512) {
                let from = index % 8_192
                let batch = Array(records[from..<from + min(512, count - index)])
                do { try await spool.export(batch) } catch { fatalError("\(error)") }
            }
            do { try await spool.flush() } catch { fatalError("\(error)") }
            Self.tell("append", count, clock.now - start)
            let waiting = spool.accounts.exporters[0].waiting.records
            print("waiting \(waiting) resident_kib \(Self.status("VmRSS")) peak_kib \(Self.status("VmHWM"))")
            print("bytes \(spool.accounts.bytes) descriptors \(Self.descriptors)")
            let drain = clock.now
            exporter.isAlive.store(true, ordering: .releasing)
            while spool.accounts.exporters[0].waiting.records > 0 { try? await Task.sleep(for: .milliseconds(5)) }
            Self.tell("drain", count, clock.now - drain)
            print("delivered \(exporter.count.load(ordering: .acquiring)) balanced \(spool.accounts.isBalanced)")
            print("peak_kib \(Self.status("VmHWM"))")
            await spool.shutdown()
        }
    }

    private static func tell(_ what: String, _ count: Int, _ duration: Duration) {
        print("\(what)_per_second \(Int(Double(count) / (duration / .seconds(1)))) seconds \(duration / .seconds(1))")
    }

    /// A number that Linux states of the process.
    private static func status(_ name: String) -> Int {
        guard let file = try? DurableFile("/proc/self/status", .reading),
            let bytes = try? file.read(at: 0, count: 8_192)
        else { return 0 }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return lines.first { $0.hasPrefix(name + ":") }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    private static var descriptors: Int {
        ((try? Folder("/proc/self/fd").entries().count) ?? 0)
    }
}

/// Counts what it takes, as soon as it is alive.
final class SwitchedExporter: UsageExporter {
    let name = "switched"
    let isAlive = Atomic(false)
    let count = Atomic(0)

    func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        guard self.isAlive.load(ordering: .acquiring) else { throw ExportError(.unavailable, "not yet") }
        self.count.add(batch.count, ordering: .acquiringAndReleasing)
    }

    func flush() async throws(ExportError) {}
    func shutdown() async {}
}
