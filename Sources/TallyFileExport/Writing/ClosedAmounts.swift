internal import TallyMetering
internal import TallyStorage

/// What is in the files that an exporter closed, for the time when they are removed; the latest 4,096.
struct ClosedAmounts: Sendable {
    private var amounts: [String: RecordAmount] = [:]
    private var order: [String] = []

    static let most = 4_096

    mutating func add(_ amount: RecordAmount, folder: Folder, name: String) {
        let path = folder.path(of: name)
        self.amounts[path] = amount
        self.order.append(path)
        guard self.order.count >= 2 * Self.most else { return }
        for path in self.order.prefix(Self.most) { self.amounts[path] = nil }
        self.order.removeFirst(Self.most)
    }

    /// What is in a file, compressed or not; nil if that is not known.
    mutating func remove(folder: Folder, stem: String) -> RecordAmount? {
        self.amounts.removeValue(forKey: folder.path(of: stem))
    }
}
