internal import TallyMetering
internal import TallyPricing

/// How prompts begin: chains of blocks, as far as their hashes tell them apart.
///
/// A chain is a prompt's first block, or its first two, and so on: a cache serves whole chains. Chains belong to a model and
/// to the *root*, their first block.
struct PromptStarts: Sendable {
    struct Root: Hashable, Sendable, SampledKey {
        var model: Symbol
        var hash: UInt64

        var sampleHash: UInt64 { HashBits.mixed(self.hash, 1) }
    }

    /// What the prompts of a root come to.
    struct Sums: Sendable, SampledValue {
        /// By the hash of the chain: how many prompts begin so, and how many tokens its last block has.
        var chains: [UInt64: Chain] = [:]
        var calls = 0
        var cacheRead = 0
        var cacheWrite = 0

        var size: Int { 1 + self.chains.count }

        mutating func merge(_ later: Sums) {
            self.calls += later.calls
            self.cacheRead = self.cacheRead.addingSaturated(later.cacheRead)
            self.cacheWrite = self.cacheWrite.addingSaturated(later.cacheWrite)
            self.chains.merge(later.chains) { Chain(calls: $0.calls + $1.calls, tokens: max($0.tokens, $1.tokens)) }
        }

        /// The tokens of blocks that had come before, in the same place behind the same blocks.
        var repeated: Int {
            self.chains.values.reduce(0) { sum, chain in
                let (tokens, overflow) = chain.tokens.multipliedReportingOverflow(by: chain.calls - 1)
                return sum.addingSaturated(overflow ? .max : tokens)
            }
        }

        /// Those of them that no cache served.
        var uncached: Int { max(0, self.repeated - self.cacheRead) }

        /// What was written into a cache and never came back.
        var unread: Int { self.cacheRead == 0 ? self.cacheWrite : 0 }
    }

    struct Chain: Hashable, Sendable {
        var calls: Int
        var tokens: Int
    }

    private(set) var roots: SampledTable<Root, Sums>

    init(limit: Int) {
        self.roots = SampledTable(limit: limit)
    }

    mutating func add(_ row: borrowing UsageRow, model: Symbol) {
        guard let first = row.prefixBlocks.first else { return }
        let (read, written, blocks) = (row.tokens.cacheRead, row.tokens.cacheWrite, row.prefixBlocks)
        self.roots.update(Root(model: model, hash: first.hash), from: Sums()) { sums in
            sums.calls += 1
            sums.cacheRead = sums.cacheRead.addingSaturated(read)
            sums.cacheWrite = sums.cacheWrite.addingSaturated(written)
            var chain: UInt64 = 0
            for block in blocks {
                chain = HashBits.mixed(chain, block.hash)
                sums.chains[chain, default: Chain(calls: 0, tokens: max(0, block.tokens))].calls += 1
            }
        }
    }

    mutating func merge(_ later: PromptStarts) {
        self.roots.merge(later.roots)
    }
}
