/// The symbols of the texts that one thread meets, found by their bytes, before the table that all threads share.
///
/// It holds a bounded number of texts: when it is full it begins anew.
struct SymbolCache {
    private struct Entry {
        var hash: UInt64
        var symbol: Symbol
        var start: UInt32
        var count: UInt32
    }

    private static let mostEntries = 1 << 16
    private static let mostBytes = 1 << 22

    private let table: SymbolTable
    // Not known to whoever writes the ledger, so that nobody can choose texts that meet in one place.
    private let key = UInt64.random(in: 0 ... .max)
    // A power of two places; no text is in one with the symbol 0.
    private var entries: [Entry] = Self.places(1 << 10)
    private var count = 0
    private var bytes: [UInt8] = []

    init(_ table: SymbolTable) {
        self.table = table
    }

    private static func places(_ count: Int) -> [Entry] {
        [Entry](repeating: Entry(hash: 0, symbol: .absent, start: 0, count: 0), count: count)
    }

    /// Returns the symbol of a text of a line; nil if it is not valid.
    @inline(__always)
    mutating func symbol(_ text: Range<Int>, in line: LineCursor) -> Symbol? {
        let hash = line.hash(text, key: self.key)
        var place = Int(truncatingIfNeeded: hash) & (self.entries.count - 1)
        while !self.entries[place].symbol.isAbsent {
            let entry = self.entries[place]
            if entry.hash == hash, Int(entry.count) == text.count, self.isEqual(entry, text, line) {
                return entry.symbol
            }
            place = (place + 1) & (self.entries.count - 1)
        }
        return self.learn(text, line, hash)
    }

    @inline(__always)
    private func isEqual(_ entry: Entry, _ text: Range<Int>, _ line: LineCursor) -> Bool {
        let start = Int(entry.start)
        for offset in 0..<text.count
        where self.bytes[start + offset] != line.byte(text.lowerBound + offset) {
            return false
        }
        return true
    }

    @inline(never)
    private mutating func learn(_ text: Range<Int>, _ line: LineCursor, _ hash: UInt64) -> Symbol? {
        guard let string = line.string(text) else { return nil }
        let symbol = self.table.symbol(of: string)
        if self.count == Self.mostEntries || self.bytes.count + text.count > Self.mostBytes {
            self.entries = Self.places(self.entries.count)
            self.count = 0
            self.bytes.removeAll(keepingCapacity: true)
        }
        let entry = Entry(hash: hash, symbol: symbol, start: UInt32(self.bytes.count), count: UInt32(text.count))
        self.bytes.append(contentsOf: string.utf8)
        self.put(entry)
        self.count += 1
        if self.count * 2 > self.entries.count {
            let entries = self.entries
            self.entries = Self.places(entries.count * 2)
            for entry in entries where !entry.symbol.isAbsent { self.put(entry) }
        }
        return symbol
    }

    private mutating func put(_ entry: Entry) {
        var place = Int(truncatingIfNeeded: entry.hash) & (self.entries.count - 1)
        while !self.entries[place].symbol.isAbsent { place = (place + 1) & (self.entries.count - 1) }
        self.entries[place] = entry
    }
}
