/// Pieces, first in, first out, whose place is used again.
struct PieceQueue: Sendable {
    // Those before `head` are gone.
    private var pieces: [BatchPiece?] = []
    private var head = 0

    /// How many records are in the pieces.
    private(set) var count = 0

    var isEmpty: Bool { self.head == self.pieces.count }
    var first: BatchPiece? { self.isEmpty ? nil : self.pieces[self.head] }

    /// What is in the pieces.
    ///
    /// - Complexity: O(*n*) for *n* pieces.
    var amount: RecordAmount {
        var amount = RecordAmount()
        for piece in self.pieces[self.head...] { if let piece { amount.add(piece.amount) } }
        return amount
    }

    mutating func append(_ piece: BatchPiece) {
        self.count += piece.records.count
        self.pieces.append(piece)
    }

    /// Removes the first piece.
    ///
    /// - Complexity: O(1) on the average.
    mutating func removeFirst() -> BatchPiece? {
        guard !self.isEmpty, let piece = self.pieces[self.head] else { return nil }
        self.pieces[self.head] = nil
        self.head += 1
        self.count -= piece.records.count
        // Half of the array is moved at most once for each piece that went before.
        if self.head * 2 >= self.pieces.count {
            self.pieces.removeFirst(self.head)
            self.head = 0
        }
        return piece
    }

    /// Removes the first piece that is no report.
    ///
    /// - Complexity: O(1) on the average; reports are few.
    mutating func removeFirstRecords() -> BatchPiece? {
        guard var index = self.pieces[self.head...].firstIndex(where: { $0?.isReport == false }) else { return nil }
        while index > self.head {
            self.pieces.swapAt(index, index - 1)
            index -= 1
        }
        return self.removeFirst()
    }
}
