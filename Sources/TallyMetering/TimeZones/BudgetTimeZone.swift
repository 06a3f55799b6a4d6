#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A time zone by its name in the time zone database: `Europe/Berlin`.
///
/// The rules are read from the system's own database when the zone is made, and never later. `UTC` needs no database.
/// FoundationEssentials has no rules of zones on Linux, and all of Foundation would be large.
public struct BudgetTimeZone: Sendable {
    /// The name, as it was given.
    public let name: String
    private let transitions: [Int64]
    private let offsets: [Int64]
    private let firstOffset: Int64
    private let rule: ZoneRule?

    /// Coordinated universal time.
    public static let utc = BudgetTimeZone()

    private init() {
        self.name = "UTC"
        self.transitions = []
        self.offsets = []
        self.firstOffset = 0
        self.rule = nil
    }

    /// Creates the zone of a name, from the system's time zone database.
    ///
    /// - Throws: ``BudgetError`` with the code ``BudgetError/Code/unknownTimeZone`` if there is no such zone, or
    ///   ``BudgetError/Code/noTimeZones`` if the system has no database.
    public init(named name: String) throws(BudgetError) {
        try self.init(named: name, folders: Self.folders)
    }

    static let folders = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]

    /// Creates the zone of a name from the first of `folders` that is there.
    init(named name: String, folders: [String]) throws(BudgetError) {
        if ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"].contains(name) {
            self = .utc
            return
        }
        guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw BudgetError(
                .noTimeZones,
                "the time zone \(Self.shown(name)) can't be read: this system has no time zone database; "
                    + "install it (Debian: tzdata) or use UTC"
            )
        }
        let isName =
            name.utf8.count <= 64 && !name.isEmpty
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { Self.isAllowed($0) }
            }
        guard isName, let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")), data.count < 1 << 20,
            let file = ZoneFile(Array(data))
        else {
            throw BudgetError(
                .unknownTimeZone,
                "there is no time zone \(Self.shown(name)) in \(folder); expected a name such as Europe/Berlin or UTC"
            )
        }
        self.name = name
        self.transitions = file.transitions
        self.offsets = file.offsets
        self.firstOffset = file.firstOffset
        self.rule = ZoneRule(file.footer)
    }

    /// The seconds that the clock of the place is ahead of UTC at a moment.
    ///
    /// - Complexity: O(log *n*) in the number of times the clock was set.
    func offset(at seconds: Int64) -> Int64 {
        var (low, high) = (0, self.transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if self.transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        if low == self.transitions.count, let rule = self.rule { return rule.offset(at: seconds) }
        return low == 0 ? self.firstOffset : self.offsets[low - 1]
    }

    /// The first moment at which the clock of the place shows `local`, in seconds, or later.
    ///
    /// Where the clock is set back over it, it is the first of the two times; where it is set forward over it, the moment
    /// of setting.
    func moment(ofLocal local: Int64) -> Int64 {
        // No offset is beyond 26 hours: the moment is between these two, and what the clock shows only falls where it is
        // set back, which the first of the times that show `local` comes before.
        var (low, high) = (local - 26 * 3_600, local + 26 * 3_600)
        let early = self.offset(at: local - 26 * 3_600)
        let late = self.offset(at: local + 26 * 3_600)
        let candidates = [local - early, local - late].sorted()
        for candidate in candidates where candidate + self.offset(at: candidate) == local { return candidate }
        // The clock skips `local`: find where it is set.
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if middle + self.offset(at: middle) >= local { high = middle } else { low = middle }
        }
        return high
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
            true
        default: false
        }
    }

    private static func shown(_ name: String) -> String {
        "'\(TagText.value(String(name.prefix(64))).text)'"
    }
}

extension BudgetTimeZone: Hashable {
    /// Returns whether both have the same name.
    public static func == (left: BudgetTimeZone, right: BudgetTimeZone) -> Bool {
        left.name == right.name
    }

    /// Feeds the name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.name)
    }
}
