internal import TallyStorage

/// Keeps two shipments from one position: the later one would write what the earlier one has passed already.
///
/// The lock is the system's, on a file beside the position, and goes with the process, however that ends.
final class ShipLock: Sendable {
    private let file: DurableFile

    /// - Throws: ``CommandFailure`` if another process has the lock, or there can be no file.
    init(position: String) throws(CommandFailure) {
        do throws(StorageError) {
            self.file = try DurableFile(position + ".lock", .appending)
            if try self.file.lock() { return }
        } catch {
            throw CommandFailure(.unwritableOutput, what: position, why: error.description, remedy: "--state FILE")
        }
        throw CommandFailure(
            .unwritableOutput,
            what: position,
            why: "another tally ship works from this position",
            remedy: "--state FILE"
        )
    }
}
