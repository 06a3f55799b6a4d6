/// Lines that say again what earlier lines said.
struct RepeatedBlock: Equatable {
    /// Where it is said first.
    let source: Range<Int>
    /// Where each copy starts, in order; they are as long as the source.
    var copies: [Int]
}

/// All runs of lines that repeat earlier ones.
///
/// The text is read from its start. A line is the start of a copy if the shortest run of lines from it that has
/// ``minimum`` tokens has been read before, in lines that are no copies; the copy is then as long as what was read before,
/// up to where that ends or runs into the copy. So no line is in two copies, and what is left without them says all that
/// is said, once.
struct RepeatedBlocks {
    /// In the order of their sources.
    let blocks: [RepeatedBlock]

    /// In tokens: below it a reader would not care.
    static let minimum = 32

    /// Finds the blocks.
    ///
    /// - Parameters:
    ///   - lines: For each line a number that equal lines share, less than the number of lines.
    ///   - weights: The tokens of each line; what equal lines have may differ, then that of the first one counts.
    ///   - isBlank: Whether a line has nothing but white space; no block starts or ends with one.
    /// - Complexity: O(*n*) in the number of lines, as far as the hashes of different runs differ.
    init(_ lines: [UInt32], weights: [UInt32], isBlank: (Int) -> Bool, minimum: Int = Self.minimum) {
        let hashes = RunHashes(lines)
        var found: [Range<Int>: [Int]] = [:]
        var sources: [UInt64: UInt32] = [:]
        var isCopy = [Bool](repeating: false, count: lines.count)
        // The run from `line` to `end` has `weight` tokens.
        var (line, end, weight) = (0, 0, 0)
        while line < lines.count {
            while end < lines.count, weight < minimum || end <= line {
                weight += Int(weights[Int(lines[end])])
                end += 1
            }
            if weight < minimum { break }
            var next = line + 1
            if !isBlank(line) {
                let hash = hashes[line..<end]
                // A run of which a part has turned out to be a copy itself is no source any more.
                let earlier = sources[hash].map { Int($0) }.flatMap { source in
                    isCopy[source..<source + end - line].contains(true) ? nil : source
                }
                let length =
                    earlier.map { Self.length(of: line, from: $0, lines, isCopy, isBlank, atLeast: end - line) } ?? 0
                if let earlier, length > 0 {
                    found[earlier..<earlier + length, default: []].append(line)
                    next = line + length
                    for index in line..<next { isCopy[index] = true }
                } else if earlier == nil {
                    sources[hash] = UInt32(line)
                }
            }
            while line < next {
                if line < end { weight -= Int(weights[Int(lines[line])]) }
                line += 1
            }
            if end < line { (end, weight) = (line, 0) }
        }
        self.blocks = found.map { RepeatedBlock(source: $0.key, copies: $0.value) }
            .sorted {
                ($0.source.lowerBound, $0.source.count) < ($1.source.lowerBound, $1.source.count)
            }
    }

    /// How many lines from `line` repeat those from `earlier`; 0 for fewer than a copy has.
    private static func length(
        of line: Int,
        from earlier: Int,
        _ lines: [UInt32],
        _ isCopy: [Bool],
        _ isBlank: (Int) -> Bool,
        atLeast minimum: Int
    ) -> Int {
        var length = 0
        while line + length < lines.count, earlier + length < line, !isCopy[earlier + length],
            lines[line + length] == lines[earlier + length]
        {
            length += 1
        }
        while length > 0, isBlank(line + length - 1) { length -= 1 }
        return length < minimum ? 0 : length
    }
}

/// Hashes of runs of numbers: polynomials modulo the prime 2^61 - 1.
private struct RunHashes {
    private static let prime: UInt64 = 1 << 61 - 1
    private static let base: UInt64 = 0x09E3_779B_97F4_A7C1
    private var prefixes: [UInt64] = [0]
    private var powers: [UInt64] = [1]

    init(_ numbers: [UInt32]) {
        self.prefixes.reserveCapacity(numbers.count + 1)
        self.powers.reserveCapacity(numbers.count + 1)
        for (index, number) in numbers.enumerated() {
            let product = Self.multiplied(self.prefixes[index], Self.base)
            self.prefixes.append((product + UInt64(number) + 1) % Self.prime)
            self.powers.append(Self.multiplied(self.powers[index], Self.base))
        }
    }

    subscript(run: Range<Int>) -> UInt64 {
        let before = Self.multiplied(self.prefixes[run.lowerBound], self.powers[run.count])
        return (self.prefixes[run.upperBound] + Self.prime - before) % Self.prime
    }

    private static func multiplied(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let (high, low) = first.multipliedFullWidth(by: second)
        let sum = (low & Self.prime) + (high << 3 | low >> 61)
        return sum >= Self.prime ? sum - Self.prime : sum
    }
}
