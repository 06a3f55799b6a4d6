extension LedgerProgress {
    /// A line for each file: how many bytes and lines of it have been read, whether that is all, and its name.
    ///
    /// For programs that keep a place in a ledger and read no JSON; lines are ordered by name.
    package var lines: [String] {
        self.marks.sorted { $0.key < $1.key }.map { key, mark in
            "\(mark.offset) \(mark.line) \(mark.isWhole ? "whole" : "open") \(key)"
        }
    }

    /// Reads ``lines``; nil if one of them is none.
    package init?(lines: some Sequence<Substring>) {
        self.init()
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, let offset = Int(parts[0]), let number = Int(parts[1]), offset >= 0, number >= 0,
                ["whole", "open"].contains(parts[2]), !parts[3].isEmpty
            else { return nil }
            self.marks[String(parts[3])] = Mark(offset: offset, line: number, isWhole: parts[2] == "whole")
        }
    }
}
