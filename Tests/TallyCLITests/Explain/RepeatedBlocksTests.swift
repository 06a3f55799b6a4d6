import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct RepeatedBlocksTests {
    /// What ``RepeatedBlocks`` says it finds, by comparing runs one by one.
    private func slowly(_ lines: [UInt32], _ weights: [UInt32], _ minimum: Int, _ blank: Set<UInt32>) -> [RepeatedBlock]
    {
        var sources: [Range<Int>] = []
        var isCopy = [Bool](repeating: false, count: lines.count)
        var found: [RepeatedBlock] = []
        var line = 0
        while line < lines.count {
            defer { line += 1 }
            var (end, weight) = (line, 0)
            while end < lines.count, weight < minimum {
                weight += Int(weights[Int(lines[end])])
                end += 1
            }
            if weight < minimum { break }
            if blank.contains(lines[line]) { continue }
            let seed = Array(lines[line..<end])
            guard let known = sources.firstIndex(where: { Array(lines[$0]) == seed }) else {
                sources.append(line..<end)
                continue
            }
            let source = sources[known]
            if source.contains(where: { isCopy[$0] }) {
                sources[known] = line..<end
                continue
            }
            var length = 0
            for candidate in stride(from: min(lines.count - line, line - source.lowerBound), to: 0, by: -1) {
                let earlier = source.lowerBound..<source.lowerBound + candidate
                if !earlier.contains(where: { isCopy[$0] }), lines[earlier] == lines[line..<line + candidate] {
                    length = candidate
                    break
                }
            }
            while length > 0, blank.contains(lines[line + length - 1]) { length -= 1 }
            guard length >= seed.count else { continue }
            let range = source.lowerBound..<source.lowerBound + length
            for index in line..<line + length { isCopy[index] = true }
            if let index = found.firstIndex(where: { $0.source == range }) {
                found[index].copies.append(line)
            } else {
                found.append(RepeatedBlock(source: range, copies: [line]))
            }
            line += length - 1
        }
        return found.sorted { ($0.source.lowerBound, $0.source.count) < ($1.source.lowerBound, $1.source.count) }
    }

    @Test func findsWhatASlowSearchFinds() {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        var copies = 0
        for _ in 0..<3_000 {
            let kinds = Int.random(in: 1...6, using: &generator)
            var lines = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                Int.random(in: 0..<kinds, using: &generator)
            }
            // Whole passages again, as people paste them.
            for _ in 0..<Int.random(in: 0..<3, using: &generator) where !lines.isEmpty {
                let start = Int.random(in: 0..<lines.count, using: &generator)
                let end = Int.random(in: start..<lines.count, using: &generator)
                lines.insert(contentsOf: lines[start...end], at: Int.random(in: 0...lines.count, using: &generator))
            }
            // Numbered by their first occurrence, as lines are.
            let numbers = lines.map { line in UInt32(lines.firstIndex(of: line) ?? 0) }
            let weights = lines.map { UInt32($0 % 4) }
            let blank = Set(numbers.filter { lines[Int($0)] == 0 })
            let minimum = Int.random(in: 1...8, using: &generator)
            let blocks = RepeatedBlocks(
                numbers,
                weights: weights,
                isBlank: { blank.contains(numbers[$0]) },
                minimum: minimum
            ).blocks
            #expect(blocks == self.slowly(numbers, weights, minimum, blank))
            var covered: Set<Int> = []
            for block in blocks {
                for copy in block.copies {
                    let range = copy..<copy + block.source.count
                    copies += 1
                    #expect(numbers[range] == numbers[block.source])
                    #expect(block.source.upperBound <= copy)
                    #expect(covered.isDisjoint(with: range))
                    covered.formUnion(range)
                }
            }
            for block in blocks { #expect(covered.isDisjoint(with: block.source)) }
        }
        #expect(copies > 1_000)
    }

    @Test func identicalLinesAreOneBlock() {
        let lines = [UInt32](repeating: 0, count: 100_000)
        let blocks = RepeatedBlocks(lines, weights: [4] + lines.dropFirst(), isBlank: { _ in false }).blocks
        #expect(blocks.count == 1)
        #expect(blocks.first?.source == 0..<8)
        #expect(blocks.first?.copies.count == 100_000 / 8 - 1)
    }

    @Test func equalLinesHaveOneNumber() {
        let text = Array("a\nb\r\na\r\n\nb\n \n\na".utf8)
        #expect(LineIdentities(text, TextLines(text)).first == [0, 1, 0, 3, 1, 5, 3, 0])
    }
}
