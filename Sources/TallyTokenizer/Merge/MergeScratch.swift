/// Working memory for merging, owned by one call.
@safe
struct MergeScratch: ~Copyable {
    /// The longest piece that ``ShortMerge`` takes, in bytes.
    static let shortLimit = 128

    /// The tokens of a short piece, from index 1 on, and a border at each end.
    let tokens: UnsafeMutablePointer<UInt32>
    /// What each token and its right neighbour merge into.
    let merges: UnsafeMutablePointer<UInt32>
    /// The tokens of a long piece.
    var longTokens: [UInt32] = []
    /// The tokens of one window of a long piece.
    var windowTokens: [UInt32] = []

    init() {
        unsafe self.tokens = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.shortLimit + 2)
        unsafe self.merges = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.shortLimit + 2)
        unsafe self.tokens.initialize(repeating: 0, count: Self.shortLimit + 2)
        unsafe self.merges.initialize(repeating: 0, count: Self.shortLimit + 2)
    }

    deinit {
        unsafe self.tokens.deallocate()
        unsafe self.merges.deallocate()
    }
}
