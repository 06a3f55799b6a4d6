internal import TallyMetering

extension SpoolState {
    /// What became of a reading.
    enum Result: Sendable {
        case delivered
        case quarantined
        case dropped(DropReason)
        /// The place changes, and what is between is gone.
        case crossed
        /// Nothing changes.
        case kept
    }

    /// What was dropped or taken away by settling, to be told.
    struct Change: Sendable {
        var dropped = RecordAmount.nothing
        /// A failure to write the cursors, or to remove what is not needed.
        var failure: StorageError?
    }

    /// Lets the segment go that an exporter has read, and moves the exporter to `place`.
    mutating func settle(
        _ lane: Int,
        _ view: SpoolReader.View,
        to place: SpoolPosition,
        _ result: Result
    ) -> Change {
        var change = Change()
        guard let index = self.slots.firstIndex(where: { $0.number == view.slot }) else { return change }
        self.slots[index].pins[lane] = nil
        // Nobody else moves the cursor while the segment is held.
        guard self.slots[index].cursors[lane].position == view.cursor.position else { return change }
        let amount = place.mark.total.removing(view.cursor.position.mark.total)
        switch result {
        case .kept: return change
        case .delivered:
            self.slots[index].cursors[lane].position = place
            self.lanes[lane].delivered.add(amount)
        case .quarantined:
            self.slots[index].cursors[lane].position = place
            self.lanes[lane].quarantined.add(amount)
        case .dropped(let reason):
            self.slots[index].cursors[lane].position = place
            change.dropped = amount
            self.drop(amount, reason, lane, slot: index)
        case .crossed:
            let damaged = self.slots[index].cursors[lane].cross(to: place)
            change.dropped = damaged
            if damaged != .nothing { self.drop(damaged, .damaged, lane, slot: index) }
        }
        do throws(StorageError) {
            try self.slots[index].writeCursors([lane])
            try self.slots[index].removePassed()
        } catch {
            change.failure = error
        }
        self.removeIfDrained(index)
        return change
    }

    private mutating func drop(_ amount: RecordAmount, _ reason: DropReason, _ lane: Int, slot: Int) {
        self.lanes[lane].dropped[reason, default: .nothing].add(amount)
        self.slots[slot].cursors[lane].unstated[reason, default: .nothing].add(amount)
    }

    /// An exporter has a drop record, or will never have it.
    mutating func settleReport(_ id: RecordID, lane: Int, slot number: Int) {
        guard let index = self.slots.firstIndex(where: { $0.number == number }) else { return }
        self.slots[index].cursors[lane].reports.removeAll { $0.id == id }
        try? self.slots[index].writeCursors([lane])
        self.removeIfDrained(index)
    }

    /// A slot that was taken over goes when it is empty.
    private mutating func removeIfDrained(_ index: Int) {
        guard index > 0, self.slots[index].isDrained else { return }
        do throws(StorageError) {
            try self.slots[index].remove()
        } catch {
            // Whoever opens it next finds it empty.
            self.slots[index].close()
        }
        self.slots.remove(at: index)
    }

    /// The file from which an exporter wanted to read is gone: what was in it counts as damaged when it is passed.
    mutating func forgetSegment(_ lane: Int, _ view: SpoolReader.View) {
        guard let index = self.slots.firstIndex(where: { $0.number == view.slot }),
            let number = self.slots[index].pins[lane],
            let position = self.slots[index].segments.firstIndex(where: { $0.number == number })
        else { return }
        self.slots[index].pins[lane] = nil
        self.slots[index].bytes -= self.slots[index].segments[position].size
        if position == self.slots[index].segments.count - 1 { self.slots[index].isSealed = true }
        self.slots[index].segments.remove(at: position)
    }
}
