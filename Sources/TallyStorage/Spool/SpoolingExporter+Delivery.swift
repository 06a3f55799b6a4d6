internal import TallyMetering
internal import TallyTokenizer

extension SpoolingExporter {
    /// Delivers to one exporter until nothing more is to be tried, or the task is cancelled.
    func deliver(to lane: Int) async {
        let exporter = self.exporters[lane]
        var reader = SpoolReader()
        loop: while !Task.isCancelled {
            let now = self.clock.elapsed()
            switch self.step(lane, at: now) {
            case .deliver(let view, let count):
                await self.deliver(view, atMost: count, to: lane, &reader)
            case .expire(let view):
                self.expire(view, of: lane, &reader)
            case .report(let report, let slot):
                await self.report(report, of: slot, to: lane)
            case .wait(let time):
                // Nothing is held for an exporter that may be away for long.
                reader.reset()
                await self.deliveries[lane].wait(for: time.map { $0 - now }, self.clock)
            case .finished:
                break loop
            }
        }
        reader.reset()
        try? await exporter.flush()
        await exporter.shutdown()
    }

    private func step(_ lane: Int, at now: Duration) -> SpoolState.Step {
        let moment = SpoolState.Moment(
            elapsed: now,
            time: self.clock.now(),
            reportInterval: self.configuration.dropReportInterval,
            expiryInterval: self.configuration.maximumAge.map { min(max($0 / 10, .seconds(1)), .seconds(60)) }
        )
        return self.state.withLock { $0.step(lane, at: moment, makeID: self.makeID) }
    }

    private var earliest: Timestamp? { self.configuration.maximumAge.map { self.clock.now() - $0 } }

    // MARK: - Batches

    private func deliver(_ view: SpoolReader.View, atMost count: Int, to lane: Int, _ reader: inout SpoolReader) async {
        let bytes = self.state.withLock { $0.lanes[lane].delivery.batching.bytes }
        let limits = SpoolReader.Limits(records: max(count, 1), bytes: bytes, earliest: self.earliest)
        guard let reading = self.read(view, limits, of: lane, &reader) else { return }
        guard case .records(let records, let first, let end) = reading else {
            return self.settle(reading, view, of: lane)
        }
        var result = await Self.result { [exporter = self.exporters[lane]] () async throws(ExportError) in
            try await exporter.export(records)
        }
        var settled = SpoolState.Result.delivered
        if records.count == 1, case .failure(let error) = result, error.code == .rejected || error.code == .tooLarge {
            do throws(ExportError) {
                settled = try self.quarantine(first, "\(error.code)", RecordAmount(of: records), lane: lane)
            } catch {
                // It can neither be delivered nor put away: both are tried again.
                result = .failure(error)
            }
        }
        self.settle(result, settled, count: records.count, view, to: end, of: lane)
    }

    private func settle(
        _ result: Result<Void, ExportError>,
        _ settled: SpoolState.Result,
        count: Int,
        _ view: SpoolReader.View,
        to end: SpoolPosition,
        of lane: Int
    ) {
        let now = self.clock.elapsed()
        let (verdict, change, isNew) = self.state.withLock { state in
            var random = SystemRandomNumberGenerator()
            let verdict = state.lanes[lane].delivery.exported(result, count: count, at: now, using: &random)
            let change =
                switch verdict {
                case .delivered, .refused: state.settle(lane, view, to: end, settled)
                case .kept: state.settle(lane, view, to: view.cursor.position, .kept)
                }
            return (verdict, change, state.lanes[lane].isNew(result))
        }
        self.tell(result, isNew: isNew, lane: lane)
        if verdict == .delivered { self.log.exported(count, exporter: self.exporters[lane].name) }
        self.tell(change, settled, lane: lane)
    }

    /// Writes a record to the quarantine file; it is dropped if there is no room.
    private func quarantine(
        _ line: [UInt8],
        _ reason: String,
        _ amount: RecordAmount,
        lane: Int
    ) throws(ExportError) -> SpoolState.Result {
        let name = self.exporters[lane].name
        let slot = self.state.withLock { $0.slots.first?.number ?? 0 }
        let file = SpoolQuarantine(
            self.folder,
            exporter: name,
            slot: slot,
            limit: self.configuration.quarantineBytes
        )
        let isKept = try Self.exporting { () throws(StorageError) in
            try file.add(line, reason: reason, at: self.clock.now(), isDurable: self.limits.isDurable)
        }
        guard isKept else { return .dropped(.rejected) }
        self.log.quarantined(amount, reason, exporter: name, path: file.path)
        return .quarantined
    }

    // MARK: - What is no batch

    /// What comes next; nil if it can not be read now.
    private func read(
        _ view: SpoolReader.View,
        _ limits: SpoolReader.Limits,
        of lane: Int,
        _ reader: inout SpoolReader
    ) -> SpoolReader.Reading? {
        do throws(StorageError) {
            return try reader.read(view, limits: limits)
        } catch {
            reader.reset()
            self.log.storage(error, "read")
            let now = self.clock.elapsed()
            self.state.withLock { state in
                if error.isNotFound { state.forgetSegment(lane, view) }
                _ = state.settle(lane, view, to: view.cursor.position, .kept)
                var random = SystemRandomNumberGenerator()
                let failure = ExportError(.unavailable, "the spool \(error)")
                state.lanes[lane].delivery.failed(failure, at: now, using: &random)
            }
            return nil
        }
    }

    private func settle(_ reading: SpoolReader.Reading, _ view: SpoolReader.View, of lane: Int) {
        var (place, result) = (view.cursor.position, SpoolState.Result.kept)
        switch reading {
        case .records, .nothing: break
        case .moved(let end), .gap(let end): (place, result) = (end, .crossed)
        case .expired(let end): (place, result) = (end, .dropped(.expired))
        case .damaged(let end): (place, result) = (end, .dropped(.damaged))
        case .unreadable(let line, let end):
            let amount = end.mark.total.removing(place.mark.total)
            do throws(ExportError) {
                (place, result) = (end, try self.quarantine(line, "unreadable", amount, lane: lane))
            } catch {
                let now = self.clock.elapsed()
                self.state.withLock { state in
                    _ = state.settle(lane, view, to: place, .kept)
                    var random = SystemRandomNumberGenerator()
                    state.lanes[lane].delivery.failed(error, at: now, using: &random)
                }
                return
            }
        }
        let count = place.mark.total.removing(view.cursor.position.mark.total).records
        let change = self.state.withLock { state in
            state.lanes[lane].delivery.skipped()
            state.lanes[lane].delivery.lost(count)
            return state.settle(lane, view, to: place, result)
        }
        self.tell(change, result, lane: lane)
    }

    /// Drops what has expired, while the exporter waits for a better time.
    private func expire(_ view: SpoolReader.View, of lane: Int, _ reader: inout SpoolReader) {
        let limits = SpoolReader.Limits(records: 1, bytes: 1, earliest: self.earliest)
        guard let reading = self.read(view, limits, of: lane, &reader) else { return }
        var isMoving = false
        switch reading {
        case .expired, .damaged, .gap, .moved:
            isMoving = true
            self.settle(reading, view, of: lane)
        case .records, .unreadable, .nothing:
            self.state.withLock { _ = $0.settle(lane, view, to: view.cursor.position, .kept) }
        }
        // There may be more behind it.
        if isMoving { self.state.withLock { $0.lanes[lane].nextExpiry = .zero } }
    }

    // MARK: - Drop records

    private func report(_ report: DropRecord, of slot: Int, to lane: Int) async {
        let result = await Self.result { [exporter = self.exporters[lane]] () async throws(ExportError) in
            try await exporter.export([.drop(report)])
        }
        let now = self.clock.elapsed()
        let (verdict, isNew) = self.state.withLock { state in
            var random = SystemRandomNumberGenerator()
            let verdict = state.lanes[lane].delivery.reported(result, at: now, using: &random)
            if verdict != .kept { state.settleReport(report.id, lane: lane, slot: slot) }
            return (verdict, state.lanes[lane].isNew(result))
        }
        self.tell(result, isNew: isNew, lane: lane)
        guard verdict == .refused, case .failure(let error) = result else { return }
        // It counts nowhere; what it says is in the log and here.
        var line: [UInt8] = []
        RecordJSON.append(.drop(report), to: &line)
        _ = try? self.quarantine(line, "\(error.code)", report.amount, lane: lane)
    }

    // MARK: - Telling

    private static func result(_ body: () async throws(ExportError) -> Void) async -> Result<Void, ExportError> {
        do throws(ExportError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    private func tell(_ result: Result<Void, ExportError>, isNew: Bool, lane: Int) {
        guard isNew else { return }
        switch result {
        case .success: self.log.recovered(exporter: self.exporters[lane].name)
        case .failure(let error): self.log.failed(error, exporter: self.exporters[lane].name)
        }
    }

    private func tell(_ change: SpoolState.Change, _ result: SpoolState.Result, lane: Int) {
        if let failure = change.failure { self.log.storage(failure, "clean up") }
        let reason: DropReason
        if case .dropped(let given) = result { reason = given } else { reason = .damaged }
        self.log.dropped(change.dropped, reason, exporter: self.exporters[lane].name)
    }
}

extension SpoolLane {
    /// Notes how an export went, and returns whether that is another way than before.
    fileprivate mutating func isNew(_ result: Result<Void, ExportError>) -> Bool {
        var code: ExportError.Code?
        // What is refused is split or put away, and told then.
        if case .failure(let error) = result, error.code != .rejected, error.code != .tooLarge { code = error.code }
        defer { self.lastFailure = code }
        return code != self.lastFailure
    }
}
