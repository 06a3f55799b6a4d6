import Foundation

/// The time zone database of the system, which windows of a calendar follow.
package enum TimeZoneDatabase {
    /// Where it is on Linux and macOS.
    package static let folder = "/usr/share/zoneinfo"

    /// Whether it is there.
    ///
    /// Where nothing may be skipped, it counts as there, so that its absence is a failure.
    package static let isAvailable =
        TestEnvironment.isComplete || FileManager.default.fileExists(atPath: Self.folder + "/Europe/Berlin")

    /// Why a test is skipped.
    package static let skipReason = "the time zone database is not installed (Debian: tzdata)"
}
