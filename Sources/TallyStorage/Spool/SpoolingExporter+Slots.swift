public import TallyMetering
internal import TallyTokenizer

extension SpoolingExporter {
    /// The most slots that are taken over at a time, so that few files are open.
    private static let mostSlots = 16
    /// The most processes that may use a folder.
    private static let lastSlot = 4_096

    /// Opens the files, if they are not open: for those who want to know at the start whether they can be.
    ///
    /// It takes over what was left by processes that have ended.
    ///
    /// - Throws: ``ExportError``: what stands in the way, to be tried again; after ``shutdown()`` it is
    ///   ``ExportError/Code/misconfigured``.
    public func open() throws(ExportError) {
        switch self.state.withLock({ $0.isClosing ? .closed : $0.phase }) {
        case .open: return
        case .closed: throw self.closedError
        case .unopened: break
        }
        try Self.exporting { () throws(StorageError) in
            try self.opening.withLock { (_) throws(StorageError) in
                guard self.state.withLock({ $0.phase == .unopened }) else { return }
                try self.folder.create()
                let slot = try self.ownSlot()
                let now = self.clock.elapsed()
                self.state.withLock { state in
                    state.add(slot, at: now)
                    state.phase = .open
                    state.lastSync = now
                }
            }
        }
        self.adopt()
    }

    /// The first slot that nobody has.
    private func ownSlot() throws(StorageError) -> SpoolSlot {
        for number in 1...Self.lastSlot {
            if let slot = try self.slot(number) { return slot }
        }
        throw StorageError(.lock, self.folder.path, number: 24)  // EMFILE everywhere
    }

    private func slot(_ number: Int) throws(StorageError) -> SpoolSlot? {
        let names = self.exporters.map(\.name)
        let slot = try SpoolSlot(number, in: self.folder, names: names, isDurable: self.limits.isDurable)
        guard var slot else { return nil }
        self.log.opened(slot, try slot.open())
        return slot
    }

    /// Takes over what processes that have ended have left; what can not be taken over is left for a later time.
    func adopt() {
        do throws(StorageError) {
            try self.opening.withLock { (_) throws(StorageError) in
                var held = self.state.withLock { $0.phase == .open ? Set($0.slots.map(\.number)) : nil }
                guard held != nil else { return }
                for entry in try self.folder.entries() where entry.isFolder {
                    guard let number = SpoolSlot.number(of: entry.name), held?.contains(number) == false else {
                        continue
                    }
                    if held?.count ?? 0 > Self.mostSlots { return }
                    guard var slot = try self.slot(number) else { continue }
                    if slot.isDrained {
                        try slot.remove()
                        continue
                    }
                    held?.insert(number)
                    let now = self.clock.elapsed()
                    self.state.withLock { state in
                        if state.phase == .open { state.add(slot, at: now) }
                    }
                }
            }
        } catch {
            self.log.storage(error, "take over")
        }
        for signal in self.deliveries { signal.raise() }
    }
}
