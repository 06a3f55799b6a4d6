internal import Logging
internal import TallyMetering
internal import TallyStorage

extension LedgerWriter {
    /// Makes the folder and repairs what stopped processes left in it, once.
    mutating func start() throws(ExportError) {
        guard !self.isStarted else { return }
        do throws(StorageError) {
            try self.root.create()
        } catch {
            throw self.failed(error)
        }
        var keeper = LedgerKeeper(root: self.root, configuration: self.configuration, clock: self.clock)
        self.note(keeper.repairAll())
        self.isStarted = true
        self.lastSync = self.clock.elapsed()
    }

    /// Does what is due by the clock.
    mutating func tick() {
        if !self.repairs.isEmpty { try? self.repair() }
        if case .interval(let interval) = self.configuration.sync, self.clock.elapsed() - self.lastSync >= interval {
            self.syncAll()
        }
        self.closeWhatIsDue()
    }

    /// How long whoever watches the clock may wait.
    mutating func planTick() -> Duration {
        let wait = self.timeUntilTick()
        self.nextTick = self.clock.elapsed() + wait
        return wait
    }

    /// Whether something is due before the clock is looked at again; told once.
    mutating func isDueEarlier() -> Bool {
        guard let nextTick, self.clock.elapsed() + self.timeUntilTick() < nextTick else { return false }
        self.nextTick = nil
        return true
    }

    /// How long it is until something is due by the clock.
    private func timeUntilTick() -> Duration {
        let now = self.clock.elapsed()
        var wait = self.configuration.keepingInterval
        for file in self.files.values {
            wait = min(wait, file.begun + self.configuration.maximumFileAge - now)
        }
        if case .interval(let interval) = self.configuration.sync,
            !self.repairs.isEmpty || self.files.values.contains(where: { $0.syncedSize < $0.size })
        {
            wait = min(wait, self.lastSync + interval - now)
        }
        return max(wait, .milliseconds(1))
    }

    /// Syncs and closes all files, and takes nothing more.
    mutating func shutDown() {
        guard !self.isShutDown else { return }
        self.isShutDown = true
        if !self.repairs.isEmpty { try? self.repair() }
        for day in self.files.keys.sorted() { self.close(day) }
        // Whoever can not be written again now never will be.
        for case .rewrite(let file, _) in self.repairs {
            self.accounts.lost += file.unsynced
            self.configuration.logger.warning(
                "records of the ledger may not be on the medium",
                metadata: ["tally.records": "\(file.unsynced.records)", "tally.file": "\(file.name)"]
            )
        }
        self.repairs = []
    }

    /// Takes what was done to closed files into the accounts and the log.
    mutating func note(_ result: KeepingResult) {
        let logger = self.configuration.logger
        self.accounts.filesRepaired += result.repaired.count
        self.accounts.quarantinedBytes += result.quarantinedBytes
        self.accounts.filesCompressed += result.compressed.count
        self.accounts.failures += result.failures.count
        for path in result.repaired {
            logger.warning("the end of a ledger's file was repaired", metadata: ["tally.file": "\(path)"])
        }
        for failure in result.failures {
            logger.warning("a file of the ledger could not be kept", metadata: ["tally.error": "\(failure)"])
        }
        for removed in result.removed {
            let amount = self.closed.remove(folder: removed.file.folder, stem: removed.file.stem)
            self.accounts.filesRemoved += 1
            self.accounts.removedBytes += removed.file.size
            self.accounts.removed += amount ?? .zero
            logger.warning(
                "a file of the ledger was removed",
                metadata: [
                    "tally.file": "\(removed.file.path)", "tally.reason": "\(removed.reason)",
                    "tally.bytes": "\(removed.file.size)",
                    "tally.records": "\(amount.map { String($0.records) } ?? "unknown")",
                ]
            )
        }
    }
}
