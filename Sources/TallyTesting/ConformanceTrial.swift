internal import TallyMetering

/// One exporter, tried on one promise.
struct ConformanceTrial<Exporter: UsageExporter> {
    let exporter: Exporter
    let readBack: ((Exporter) async throws -> [MeteringRecord])?

    /// What happened instead of what is promised; nil if the promise was kept.
    func broken(_ promise: ExporterConformance.Promise) async throws -> String? {
        switch promise {
        case .steadyName: try await self.name()
        case .delivery: try await self.delivery()
        case .fidelity: try await self.fidelity()
        case .allKinds: try await self.allKinds()
        case .anySize: try await self.anySize()
        case .repetition: try await self.repetition()
        case .flushAnytime: try await self.flush()
        case .shutdownAnytime: try await self.shutdown()
        case .honestAfterShutdown: try await self.afterShutdown()
        case .returnsWhenCancelled: try await self.cancelled()
        }
    }

    private func name() async throws -> String? {
        let name = self.exporter.name
        if name.isEmpty { return "the name is empty, and accounts can not name the exporter" }
        try await self.exporter.export(ConformanceRecords.calls(1))
        return self.exporter.name == name ? nil : "the name was \(name) and is \(self.exporter.name) after a batch"
    }

    private func delivery() async throws -> String? {
        let batches = (0..<3).map { ConformanceRecords.calls(20, offset: $0 * 20) }
        for batch in batches { try await self.exporter.export(batch) }
        try await self.exporter.flush()
        return try await self.missing(batches.flatMap { $0 })
    }

    private func fidelity() async throws -> String? {
        let batch = ConformanceRecords.calls(50)
        try await self.exporter.export(batch)
        try await self.exporter.flush()
        return try await self.changed(batch)
    }

    private func allKinds() async throws -> String? {
        let records = ConformanceRecords.allKinds()
        try await self.exporter.export(records)
        try await self.exporter.flush()
        if let message = try await self.missing(records) { return message }
        return try await self.changed(records)
    }

    private func anySize() async throws -> String? {
        let one = ConformanceRecords.calls(1)
        try await self.exporter.export(one)
        let thousand = ConformanceRecords.calls(1_000, offset: 1)
        var taken = one
        do throws(ExportError) {
            try await self.exporter.export(thousand)
            taken += thousand
        } catch {
            guard error.code == .tooLarge else {
                return "a batch of 1,000 records was refused with \(error), not as too large"
            }
        }
        try await self.exporter.flush()
        return try await self.missing(taken)
    }

    private func repetition() async throws -> String? {
        let batch = ConformanceRecords.calls(10)
        for _ in 0..<3 { try await self.exporter.export(batch) }
        try await self.exporter.flush()
        if let message = try await self.missing(batch) { return message }
        return try await self.changed(batch)
    }

    private func flush() async throws -> String? {
        try await self.exporter.flush()
        let batch = ConformanceRecords.calls(2)
        try await self.exporter.export(batch)
        try await self.exporter.flush()
        try await self.exporter.flush()
        return try await self.missing(batch)
    }

    private func shutdown() async throws -> String? {
        let batch = ConformanceRecords.calls(2)
        try await self.exporter.export(batch)
        await self.exporter.shutdown()
        await self.exporter.shutdown()
        return try await self.missing(batch)
    }

    private func afterShutdown() async throws -> String? {
        await self.exporter.shutdown()
        let batch = ConformanceRecords.calls(2)
        do throws(ExportError) {
            try await self.exporter.export(batch)
        } catch {
            return error.isRetryable ? "a batch after shutting down failed with \(error), which asks to try again" : nil
        }
        return try await self.missing(batch)
    }

    private func cancelled() async throws -> String? {
        let exporter = self.exporter
        let batch = ConformanceRecords.calls(2)
        let task = Task { () -> ExportError? in
            // It begins only when the task has been cancelled.
            while !Task.isCancelled { await Task.yield() }
            do throws(ExportError) {
                try await exporter.export(batch)
                return nil
            } catch {
                return error
            }
        }
        task.cancel()
        if let error = await task.value {
            guard error.isRetryable else {
                return "a cancelled call failed with \(error), so that records are given up"
            }
            return nil
        }
        try await self.exporter.flush()
        return try await self.missing(batch)
    }

    // MARK: - What the receiver has

    private func missing(_ records: [MeteringRecord]) async throws -> String? {
        guard let readBack = self.readBack else { return nil }
        let there = Set(try await readBack(self.exporter).map(\.id))
        let missing = records.filter { !there.contains($0.id) }
        guard let first = missing.first else { return nil }
        return
            "\(missing.count) of \(records.count) records that were taken are not there, the first has the id \(first.id)"
    }

    private func changed(_ records: [MeteringRecord]) async throws -> String? {
        guard let readBack = self.readBack else { return nil }
        let given = Set(records)
        let ids = Set(records.map(\.id))
        for record in try await readBack(self.exporter) where !given.contains(record) {
            return ids.contains(record.id)
                ? "the record with the id \(record.id) has been changed"
                : "there is a record with the id \(record.id) that was never given"
        }
        return nil
    }
}
